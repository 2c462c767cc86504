/** `daruma import`: where it reads, where it writes, and what it does not overwrite. */
import { chmodSync, readFileSync } from "node:fs";
import { beforeEach, expect, test, vi } from "vitest";
import { checkConf } from "../../../src/cli/check.ts";
import { type ImportOptions, importTo } from "../../../src/cli/import.ts";
import { temporaryFolder } from "../folder.ts";

const folder = temporaryFolder();
const RULES = "-A -t 10.0.0.1:80 -s rr\n-a -t 10.0.0.1:80 -r 10.0.0.21:80 -m -w 1\n";
const DIRECTOR = "virtual=10.0.0.1:80\n\treal=10.0.0.21:80 gate\n\tpasswd=geheim\n";

let rules = "";
let director = "";
beforeEach(() => {
  rules = folder.write("ipvsadm.rules", RULES);
  director = folder.write("ldirectord.cf", DIRECTOR);
});

interface Said {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

function run(options: Partial<ImportOptions>): Said {
  let [out, err] = ["", ""];
  const all = { file: undefined, from: undefined, output: undefined, force: false, ...options };
  const status = importTo(all, {
    out: { write: (text) => (out += text), colour: false },
    err: { write: (text) => (err += text), colour: false },
  });
  return { status, out, err: err.replaceAll(`${folder.path}/`, "") };
}

test("the conf goes to standard output, remarks go to standard error", () => {
  const { status, out, err } = run({ file: rules });
  expect(status).toBe(0);
  expect(out).toContain("virtual_server 10.0.0.1 80 {\n    lb_algo rr\n");
  expect(err).toMatch(/^ipvsadm.rules:1:7: hint: the table tells no checks/);
});

test("daruma check accepts what was written", () => {
  const output = folder.at("new.conf");
  expect(run({ file: director, output })).toMatchObject({ status: 0, out: "" });
  let said = "";
  expect(checkConf(output, { write: (text) => (said += text), colour: false })).toBe(0);
  expect(said).toContain("1 virtual server, 1 real server");
});

test("a conf that is there is not overwritten without --force", () => {
  const output = folder.write("old.conf", "mine\n");
  const { status, err } = run({ file: rules, output });
  expect(status).toBe(1);
  expect(err).toBe("daruma: old.conf is there already; --force writes over it\n");
  expect(readFileSync(output, "utf8")).toBe("mine\n");
  expect(run({ file: rules, output, force: true }).status).toBe(0);
  expect(readFileSync(output, "utf8")).toContain("virtual_server");
});

test("what ldirectord logs in with is quoted nowhere", () => {
  const { out, err } = run({ file: director });
  expect(err).toContain("passwd");
  expect(out + err).not.toContain("geheim");
});

test("--from says what a file is", () => {
  expect(run({ file: rules, from: "ldirectord" })).toMatchObject({ status: 1, out: "" });
  expect(run({ file: rules, from: "ipvsadm" }).status).toBe(0);
  expect(run({ file: rules, from: "table" }).err).toMatch(/--from table reads the running table/);
  expect(run({ from: "ldirectord" }).err).toMatch(/needs a file/);
});

test("a file that is missing or nothing is told", () => {
  expect(run({ file: folder.at("none") })).toEqual({
    status: 1,
    out: "",
    err: "daruma: cannot read none: there is no such file\n",
  });
  expect(run({ file: folder.write("x", "hello\n") })).toMatchObject({ status: 1, out: "" });
});

test("without a file the running table is asked for", () => {
  const ipvsadm = folder.write("ipvsadm", `#!/bin/sh\n[ "$*" = -Sn ] && cat ${rules}\n`);
  chmodSync(ipvsadm, 0o755);
  vi.stubEnv("PATH", `${folder.path}:${process.env["PATH"] ?? ""}`);
  expect(run({})).toMatchObject({
    status: 0,
    out: expect.stringContaining("imported from ipvsadm -Sn"),
  });
  expect(run({ from: "table" }).err).toMatch(/^ipvsadm -Sn:1:7: hint/);
  folder.write("ipvsadm", "#!/bin/sh\necho 'Permission denied (you must be root)' >&2\nexit 1\n");
  expect(run({}).err).toBe("daruma: ipvsadm -Sn failed: Permission denied (you must be root)\n");
  vi.stubEnv("PATH", "/nonexistent");
  expect(run({}).err).toMatch(/there is no ipvsadm on this machine/);
  vi.unstubAllEnvs();
});
