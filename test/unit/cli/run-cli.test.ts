/** The command line as typed: what it makes the program do, and how it explains what it does not take. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { runInBackground } from "../../../src/cli/background.ts";
import { type DaemonOptions, runDaemon } from "../../../src/cli/daemon.ts";
import { runCli } from "../../../src/cli/run-cli.ts";
import { temporaryFolder } from "../folder.ts";

vi.mock("../../../src/cli/daemon.ts", () => ({
  runDaemon: vi.fn<() => Promise<number>>(() => Promise.resolve(7)),
}));
vi.mock("../../../src/cli/background.ts", () => ({
  runInBackground: vi.fn<() => Promise<number>>(() => Promise.resolve(8)),
  tellParent: vi.fn<() => void>(),
}));

const folder = temporaryFolder();
const conf = folder.write("empty.conf", "\n");

let said = "";
beforeEach(() => {
  said = "";
  vi.clearAllMocks();
  for (const output of [process.stdout, process.stderr])
    vi.spyOn(output, "write").mockImplementation((text) => {
      said += String(text);
      return true;
    });
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function run(...args: readonly string[]): Promise<number> {
  let left: number | undefined;
  const status = await runCli(args, {
    process,
    main: "/opt/daruma/dist/main.js",
    output: (name) => ({ write: (text) => process[name].write(text), colour: false }),
    leave(its) {
      expect(left).toBeUndefined();
      left = its;
    },
  });
  return left ?? status;
}

/** What the daemon is started with; its status is the program's. */
async function optionsOf(...args: readonly string[]): Promise<DaemonOptions> {
  expect(await run(...args)).toBe(7);
  const [options] = vi.mocked(runDaemon).mock.calls.at(-1) ?? [];
  if (options === undefined) throw new Error("the daemon was not started");
  return options;
}

describe("daruma run", () => {
  test("runs in the foreground with what a daemon needs", async () => {
    const { ready: _ready, ...options } = await optionsOf("run", "-f", conf);
    expect(options).toEqual({
      conf,
      main: "/opt/daruma/dist/main.js",
      pidFile: "/run/daruma/daruma.pid",
      workerPidFiles: {},
      only: undefined,
      format: "json",
      facility: undefined,
      level: undefined,
      dumpConf: false,
      strict: false,
      silence: [],
    });
  });

  test("takes its own flags", async () => {
    const flags = ["-f", conf, "-p", "/tmp/x.pid", "--log-level", "warn", "--log-format", "pretty"];
    expect(await optionsOf("run", ...flags)).toMatchObject({
      pidFile: "/tmp/x.pid",
      level: "warn",
      format: "pretty",
    });
  });
});

describe("keepalived's flags", () => {
  test.for<readonly [string, readonly string[], Partial<DaemonOptions>]>([
    ["-n alone: to syslog, as keepalived does", [], { format: "syslog", level: undefined }],
    ["-l", ["-l"], { format: "json" }],
    ["--log-console", ["--log-console"], { format: "json" }],
    ["-D", ["-D"], { level: "debug" }],
    ["--log-detail", ["--log-detail"], { level: "debug" }],
    ["-d", ["-d"], { dumpConf: true }],
    ["--dump-conf", ["--dump-conf"], { dumpConf: true }],
    ["-p", ["-p", "/tmp/k.pid"], { pidFile: "/tmp/k.pid" }],
    ["--pid=", ["--pid=/tmp/k.pid"], { pidFile: "/tmp/k.pid" }],
    ["-r", ["-r", "/tmp/v.pid"], { workerPidFiles: { vrrp: "/tmp/v.pid" } }],
    ["--vrrp_pid=", ["--vrrp_pid=/tmp/v.pid"], { workerPidFiles: { vrrp: "/tmp/v.pid" } }],
    ["-c", ["-c", "/tmp/c.pid"], { workerPidFiles: { checker: "/tmp/c.pid" } }],
    ["--checkers_pid=", ["--checkers_pid=/c"], { workerPidFiles: { checker: "/c" } }],
    ["-P", ["-P"], { only: new Set(["vrrp"] as const) }],
    ["--vrrp", ["--vrrp"], { only: new Set(["vrrp"] as const) }],
    ["-C", ["-C"], { only: new Set(["checker"] as const) }],
    ["--check", ["--check"], { only: new Set(["checker"] as const) }],
    ["-P -C", ["-P", "-C"], { only: new Set(["vrrp", "checker"] as const) }],
    ["-S", ["-S", "5"], { facility: "5" }],
    ["--log-facility=", ["--log-facility=local7"], { facility: "local7" }],
    ["-i", ["-i", "lb1"], { configId: "lb1" }],
    ["-e", ["-e"], { allConfig: true }],
    ["--all-config", ["--all-config"], { allConfig: true }],
    ["several in one word", ["-lD"], { format: "json", level: "debug" }],
    ["a value in the same word", ["-p/tmp/k.pid"], { pidFile: "/tmp/k.pid" }],
    ["ours besides: --log-level wins", ["-D", "--log-level", "error"], { level: "error" }],
  ])("%s", async ([, flags, expected]) => {
    expect(await optionsOf("-n", "-f", conf, ...flags)).toMatchObject({ conf, ...expected });
  });

  test.for([
    ["--dont-fork", "--use-file", conf],
    ["-nf", conf],
    [`--use-file=${conf}`, "-n"],
  ])("name the conf: %j", async (flags) => {
    expect(await optionsOf(...flags)).toMatchObject({ conf });
  });

  test("without -n go to the background, with all that was typed", async () => {
    expect(await run("-f", conf, "-D")).toBe(8);
    expect(runInBackground).toHaveBeenCalledWith("/opt/daruma/dist/main.js", ["-f", conf, "-D"]);
    expect(runDaemon).not.toHaveBeenCalled();
  });

  test.for([
    ["-t", "-f", conf],
    ["-f", conf, "-t"],
    ["--config-test", "-f", conf],
  ])("only look at the conf: %j", async (flags) => {
    expect(await run(...flags)).toBe(4);
    expect(said).toContain("empty.conf");
    expect(runDaemon).not.toHaveBeenCalled();
    expect(runInBackground).not.toHaveBeenCalled();
  });
});

describe("what is not taken is explained, and nothing is started", () => {
  test.for<readonly [readonly string[], RegExp]>([
    [["-S", "local9"], /'-S, --log-facility <facility>' .*'local9'.*expected 0 to 7, local0 to/],
    [["-f"], /'-f, --use-file <conf>' argument missing/],
    [["--log-level", "loud"], /'loud' is invalid. Allowed choices are trace, debug/],
    [["--log-format", "xml"], /'xml' is invalid. Allowed choices are json, pretty, syslog/],
    [["--no-such-flag"], /unknown option '--no-such-flag'/],
    [["-n", "stray"], /too many arguments/],
    [["run", "--log-level", "loud"], /Allowed choices are trace, debug/],
    [["run", "stray"], /too many arguments/],
    [["check", "--fast"], /unknown option '--fast'/],
    [["fmt", "--check", "--write"], /option '--check' cannot be used with option '-w, --write'/],
  ])("%j", async ([args, reason]) => {
    expect(await run(...args)).toBe(1);
    expect(said).toMatch(reason);
    expect(runDaemon).not.toHaveBeenCalled();
    expect(runInBackground).not.toHaveBeenCalled();
  });

  test("where to look is said", async () => {
    await run("--no-such-flag");
    expect(said).toContain("daruma --help shows what there is");
  });
});

describe("help and version", () => {
  test.for(["-h", "--help", "help"])("%s", async (flag) => {
    expect(await run(flag)).toBe(0);
    expect(said).toContain("Usage: daruma");
    expect(said).toContain("-f -t -n -l -D -d");
  });

  test.for(["-v", "--version"])("%s", async (flag) => {
    expect(await run(flag)).toBe(0);
    expect(said).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

test("daruma alone shows what there is, and starts nothing", async () => {
  expect(await run()).toBe(1);
  expect(said).toContain("Usage: daruma");
  expect(runInBackground).not.toHaveBeenCalled();
});

test("daruma check has the status of what it found", async () => {
  expect(await run("check", "-f", folder.at("missing.conf"))).toBe(1);
  expect(said).toMatch(/^daruma: cannot read .*: there is no such file/);
});

const instance = (priority: number): string =>
  `vrrp_instance WEB {\ninterface nonesuch0\nvirtual_router_id 51\npriority ${priority}\nvirtual_ipaddress { 192.0.2.1 }\n}\n`;

describe("-f with a pattern is all that it matches", () => {
  folder.write("part1.cnf", instance(150).replace("51", "$ID").replace("vrrp", "$ID=51\nvrrp"));
  folder.write(
    "part2.cnf",
    `${instance(100).replace("WEB", "API").replace("51", "52")}include no\n`,
  );
  const pattern = folder.at("part*.cnf");

  test("check counts it together, and -e is a file that is missing", async () => {
    expect(await run("check", "-f", pattern)).toBe(0);
    expect(said).toContain(`${pattern}: 2 warnings (2 VRRP instances,`);
    expect(await run("check", "-e", "-f", pattern)).toBe(1);
    expect(said).toContain("part2.cnf:7:9: error: there is no no");
  });

  test("show-config shows it", async () => {
    expect(await run("show-config", "-f", pattern)).toBe(0);
    expect(said).toMatch(/vrrp_instance WEB[^]*vrrp_instance API/);
    expect(await run("show-config", "-e", "-f", pattern)).toBe(1);
  });

  test("-t judges it", async () => {
    const good = folder.at("part1.*");
    expect(await run("-t", "-f", good)).toBe(0);
    expect(await run("-t", "-f", folder.at("part3*"))).toBe(4);
    expect(said).toContain("part3*, expected a conf file");
  });

  test("run takes it as it stands, to look again at a reload", async () => {
    expect(await optionsOf("run", "-e", "-f", pattern)).toMatchObject({
      conf: pattern,
      allConfig: true,
    });
  });
});

describe("daruma check of more than a file", () => {
  const one = folder.write("one.conf", instance(150));
  const two = folder.write("two.conf", instance(150));

  test("--peer sets the other balancer's beside it", async () => {
    expect(await run("check", "-f", one, "--peer", two)).toBe(0);
    expect(said).toContain(`${one} beside ${two}: 1 warning\n`);
  });

  test("--silence is silent about rules, one or several", async () => {
    const silence = ["--silence", "peer-priority,peer-state"];
    expect(await run("check", "-f", one, "--peer", two, ...silence)).toBe(0);
    expect(said).toContain(`${one} beside ${two}: ok\n`);
  });

  test("--silence knows its rules", async () => {
    expect(await run("check", "-f", one, "--silence", "peer-priorities")).toBe(1);
    expect(said).toContain("there is no rule peer-priorities: did you mean peer-priority?");
  });

  test("--here says that the conf is for this machine", async () => {
    expect(await run("check", "-f", one, "--here")).toBe(0);
    expect(said).toContain("this machine has no interface nonesuch0");
    said = "";
    await run("check", "-f", one);
    expect(said).not.toContain("this machine");
  });
});

test("daruma fmt takes its files as arguments or by -f", async () => {
  const messy = folder.write("messy.conf", "a  b\n");
  expect(await run("fmt", "--check", messy)).toBe(1);
  expect(await run("fmt", "--check", "-f", messy)).toBe(1);
  expect(await run("fmt", messy)).toBe(0);
  expect(said).toContain("a b\n");
  expect(await run("fmt", "-w", messy)).toBe(0);
  expect(await run("fmt", "--check", messy)).toBe(0);
});
