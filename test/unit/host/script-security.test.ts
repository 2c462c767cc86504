/** enable_script_security, with real files: who may change what would run as root. */
import { chmodSync, chownSync, lchownSync, mkdirSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { insecurity, scriptDanger } from "../../../src/host/script-security.ts";
import type { User } from "../../../src/host/users.ts";
import { temporaryFolder } from "../folder.ts";

const folder = temporaryFolder();
const NOBODY = 65_534;

const inFolder = (name: string, mode: number): string => {
  mkdirSync(folder.at(name));
  chmodSync(folder.at(name), mode);
  return folder.write(`${name}/script`, "#!/bin/sh\n", 0o755);
};

const ofMode = (mode: number): string => {
  const path = folder.write(`mode-${mode.toString(8)}`, "#!/bin/sh\n");
  chmodSync(path, mode);
  return path;
};

/** Only root can give files away. */
describe.runIf(process.getuid?.() === 0)("who may change a script of root's", () => {
  test("nobody, where all on the way is root's", () => {
    expect(scriptDanger(inFolder("safe", 0o755))).toBeUndefined();
    expect(scriptDanger("/bin/sh")).toBeUndefined();
  });

  test("everybody, where the file or a folder says so", () => {
    const open = folder.write("open", "#!/bin/sh\n");
    chmodSync(open, 0o757);
    expect(scriptDanger(open)).toBe(`${open} can be written by everybody`);
    expect(scriptDanger(inFolder("loose", 0o757))).toBe(
      `${folder.at("loose")} can be written by everybody`,
    );
  });

  test("nobody in a sticky folder", () => {
    expect(scriptDanger(inFolder("sticky", 0o1777))).toBeUndefined();
  });

  test("a group, or the owner", () => {
    const script = inFolder("owned", 0o775);
    expect(scriptDanger(script)).toBeUndefined();
    chownSync(folder.at("owned"), 0, NOBODY);
    expect(scriptDanger(script)).toBe(`${folder.at("owned")} can be written by group ${NOBODY}`);
    chownSync(folder.at("owned"), 0, 0);
    chownSync(script, NOBODY, 0);
    expect(scriptDanger(script)).toBe(`${script} belongs to user ${NOBODY}`);
  });

  test("the file behind a link counts; what is not there is no danger", () => {
    const open = folder.write("target", "#!/bin/sh\n");
    chmodSync(open, 0o757);
    symlinkSync(open, folder.at("link"));
    expect(scriptDanger(folder.at("link"))).toBe(`${open} can be written by everybody`);
    symlinkSync("../link", folder.at("safe/relative"));
    expect(scriptDanger(folder.at("safe/relative"))).toBe(`${open} can be written by everybody`);
    symlinkSync("ring", folder.at("ring"));
    for (const nothing of ["missing", "ring", "safe/script/below"])
      expect(scriptDanger(folder.at(nothing))).toBeUndefined();
  });

  test("who owns a link on the way may lead it elsewhere", () => {
    symlinkSync(folder.at("safe"), folder.at("way"));
    expect(scriptDanger(folder.at("way/script"))).toBeUndefined();
    lchownSync(folder.at("way"), NOBODY, 0);
    expect(scriptDanger(folder.at("way/script"))).toBe(
      `${folder.at("way")} belongs to user ${NOBODY}`,
    );
    expect(scriptDanger(`${folder.at("way")}/../safe/script`)).toBe(
      `${folder.at("way")} belongs to user ${NOBODY}`,
    );
  });
});

describe.runIf(process.getuid?.() === 0)("a script that everybody may write", () => {
  const root = { uid: 0, gid: 0 };
  const nobody = { uid: NOBODY, gid: NOBODY };

  test.for<readonly [string, number, User, boolean]>([
    ["does not run as root", 0o757, root, false],
    ["does not run in root's group", 0o757, { uid: NOBODY, gid: 0 }, false],
    ["runs as somebody else", 0o757, nobody, true],
    ["does not run where it gives root's rights itself", 0o4757, nobody, false],
    ["does not run where it gives those of root's group itself", 0o2757, nobody, false],
    ["runs where nobody may run it with those rights", 0o4647, nobody, true],
  ])("%s", ([, mode, user, runs]) => {
    const path = ofMode(mode);
    const why = `enable_script_security: it would have root's rights, but ${path} can be written by everybody: it will not run`;
    expect(insecurity(path, user)).toBe(runs ? undefined : why);
  });

  test("may be written by root alone: it runs", () => {
    expect(insecurity(ofMode(0o755), root)).toBeUndefined();
    expect(insecurity(folder.at("missing"), root)).toBeUndefined();
    expect(insecurity(folder.at("missing"), nobody)).toBeUndefined();
  });
});
