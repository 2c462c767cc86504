/** What `daruma check` asks of the machine. */
import { chmodSync, chownSync, mkdirSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { forwards, hasInterface, scriptDanger } from "../../../src/host/conf-host.ts";
import { temporaryFolder } from "../folder.ts";

const folder = temporaryFolder();
const NOBODY = 65_534;

test("every Linux has its loopback, and no interface with a slash", () => {
  expect([hasInterface("lo"), hasInterface("nonesuch0"), hasInterface("../net/lo")]).toEqual([
    true,
    false,
    false,
  ]);
});

test("the kernel says whether it forwards IPv4", () => {
  expect(forwards("inet")).toBeTypeOf("boolean");
});

const inFolder = (name: string, mode: number): string => {
  mkdirSync(folder.at(name));
  chmodSync(folder.at(name), mode);
  return folder.write(`${name}/script`, "#!/bin/sh\n", 0o755);
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
    chownSync(script, NOBODY, 0);
    expect(scriptDanger(script)).toBe(`${script} belongs to user ${NOBODY}`);
  });

  test("the file behind a link counts; what is not there is no danger", () => {
    const open = folder.write("target", "#!/bin/sh\n");
    chmodSync(open, 0o757);
    symlinkSync(open, folder.at("link"));
    expect(scriptDanger(folder.at("link"))).toBe(`${open} can be written by everybody`);
    expect(scriptDanger(folder.at("missing"))).toBeUndefined();
  });
});
