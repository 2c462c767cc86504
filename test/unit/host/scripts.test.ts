/** Real children: what a script sees, and what is told of its end. */
import { chmodSync, readFileSync } from "node:fs";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createScripts } from "../../../src/host/scripts.ts";
import { findUser } from "../../../src/host/users.ts";
import type { Script } from "../../../src/ports/scripts.ts";
import { temporaryFolder } from "../folder.ts";

const folder = temporaryFolder();
const scripts = createScripts(() => ({ defaultUser: undefined, security: false }));

afterEach(() => {
  vi.unstubAllEnvs();
});

const shell = (text: string, user?: Script["user"]): Script => ({
  command: ["/bin/sh", "-c", text],
  user,
});

/** What a script writes to the file that it is given. */
async function written(text: string): Promise<string> {
  const path = folder.write("written", "");
  expect(await scripts.run(shell(`{ ${text}; } > ${path}`), [])).toBeUndefined();
  return readFileSync(path, "utf8").trim();
}

describe("a script", () => {
  test("gets its own arguments, then the notice's", async () => {
    const path = folder.at("arguments");
    const command = ["/bin/sh", "-c", `echo "$@" > ${path}`, "sh", "own"] as const;
    await scripts.run({ command, user: undefined }, ["INSTANCE", "W A N", "MASTER", "150"]);
    expect(readFileSync(path, "utf8")).toBe("own INSTANCE W A N MASTER 150\n");
  });

  test("runs in a session of its own: a Ctrl-C for the daemon is none for it", async () => {
    const [pid, session] = (await written("echo $$; cut -d' ' -f6 /proc/$$/stat")).split("\n");
    expect(session).toBe(pid);
  });

  test("has a clean environment", async () => {
    const dangerous = ["IFS", "LD_PRELOAD", "LD_LIBRARY_PATH", "NODE_OPTIONS", "NODE_CHANNEL_FD"];
    for (const name of dangerous) vi.stubEnv(name, "x");
    vi.stubEnv("KEPT", "yes");
    const names = (await written("env")).split("\n").map((line) => line.split("=")[0]);
    expect(names).toContain("KEPT");
    expect(names.filter((name) => dangerous.includes(name ?? ""))).toEqual([]);
  });

  test("has nothing on its standard input", async () => {
    expect(await written("cat; echo end")).toBe("end");
  });
});

describe("the end of a script", () => {
  test.for<readonly [string, string | undefined]>([
    ["exit 0", undefined],
    ["exit 3", "exit status 3"],
    ["echo one; echo 'no such VIP' >&2; exit 3", "exit status 3, it said: no such VIP"],
    ["kill -9 $$", "killed by SIGKILL"],
    ["echo fine", undefined],
  ])("%s", async ([text, problem]) => {
    expect(await scripts.run(shell(text), [])).toBe(problem);
  });

  test("does not wait for what it leaves behind", async () => {
    const path = folder.at("left");
    expect(await scripts.run(shell(`sleep 60 & echo $! > ${path}`), [])).toBeUndefined();
    // It lives, and holds the script's output open.
    process.kill(Number(readFileSync(path, "utf8")), "SIGKILL");
  });

  test("of a program that is not there says so", async () => {
    const script: Script = { command: ["/nonexistent/program"], user: undefined };
    expect(await scripts.run(script, [])).toMatch(/ENOENT/);
  });
});

describe("the user of a script", () => {
  test("that does not exist is said, and nothing runs", async () => {
    const nobody = { user: "no-such-user", group: undefined };
    expect(await scripts.run(shell("exit 0", nobody), [])).toBe("there is no user no-such-user");
    const group = { user: "root", group: "no-such-group" };
    expect(await scripts.run(shell("exit 0", group), [])).toBe(
      "there is no user root, group no-such-group",
    );
  });

  test.runIf(process.getuid?.() === 0)("is the conf's, else the default's", async () => {
    const path = folder.write("who", "", 0o666);
    const asNobody = createScripts(() => ({
      defaultUser: { user: "nobody", group: undefined },
      security: false,
    }));
    const text = `id -un >> ${path}; id -gn >> ${path}`;
    // Others may enter the folder, which is ours, and write the file whatever our umask.
    chmodSync(folder.path, 0o755);
    chmodSync(path, 0o666);
    expect(await asNobody.run(shell(text), [])).toBeUndefined();
    expect(await asNobody.run(shell(text, { user: "root", group: "daemon" }), [])).toBeUndefined();
    expect(readFileSync(path, "utf8")).toBe("nobody\nnogroup\nroot\ndaemon\n");
  });
});

describe.runIf(process.getuid?.() === 0)("with enable_script_security", () => {
  const user = { user: "root", group: undefined };
  const secure = createScripts(() => ({ defaultUser: user, security: true }));
  const mark = folder.at("mark");
  const path = folder.write("script", `#!/bin/sh\necho "$1" >> ${mark}\n`, 0o755);
  const script: Script = { command: [path], user: undefined };

  test("a script runs until others than root may write it, from that run on", async () => {
    expect(await secure.run(script, ["first"])).toBeUndefined();
    chmodSync(path, 0o777);
    expect(await secure.run(script, ["second"])).toBe(
      `enable_script_security: it would have root's rights, but ${path} can be written by everybody: it will not run`,
    );
    expect(readFileSync(mark, "utf8")).toBe("first\n");
    expect(await scripts.run(script, ["third"])).toBeUndefined();
    expect(readFileSync(mark, "utf8")).toBe("first\nthird\n");
  });
});

test("users and groups are found by name, and numbers are taken as they are", () => {
  expect(findUser("root", undefined)).toEqual({ uid: 0, gid: 0 });
  expect(findUser("root", "daemon")).toEqual({ uid: 0, gid: 1 });
  expect(findUser("4242", "4343")).toEqual({ uid: 4242, gid: 4343 });
  expect(findUser("no-such-user", "root")).toBeUndefined();
  // Whose group is not known either.
  expect(findUser("4242", undefined)).toBeUndefined();
});
