/** The unit says of the daemon what the code says: a flag renamed in one of them only is found here. */
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { DEFAULT_PID_FILE } from "../../src/cli/commands/options.ts";
import { VRRP_PRIORITY } from "../../src/cli/real-time.ts";
import { runCli } from "../../src/cli/run-cli.ts";
import { ASK_MS, SILENCE_MS } from "../../src/runtime/worker.ts";

const ROOT = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** systemd.syntax(7): section to directive to values, in order. */
function parseUnit(text: string): ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> {
  const sections = new Map<string, Map<string, string[]>>();
  let section = new Map<string, string[]>();
  for (const line of text.split("\n")) {
    const head = /^\[(\w+)\]$/.exec(line)?.[1];
    if (head !== undefined) sections.set(head, (section = new Map()));
    const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
    if (name !== undefined) section.set(name, [...(section.get(name) ?? []), value ?? ""]);
  }
  return sections;
}

const service = parseUnit(read("systemd/daruma.service")).get("Service");

/** The one value of a directive. */
function valueOf(name: string): string {
  const values = service?.get(name) ?? [];
  expect(values).toHaveLength(1);
  return values[0] ?? "";
}

const secondsOf = (name: string): number => Number(/^(\d+)s$/.exec(valueOf(name))?.[1]);

/** The fields of the only line of a sysusers or tmpfiles file. */
function fieldsOf(path: string): readonly string[] {
  const lines = read(path).split("\n");
  const own = lines.filter((line) => line !== "" && !line.startsWith("#"));
  expect(own).toHaveLength(1);
  return own[0]?.match(/"[^"]*"|\S+/g) ?? [];
}

/** What a run of the command line printed, and its exit status. */
async function runWith(...args: string[]): Promise<{ status: number; said: string }> {
  let said = "";
  const write = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
  try {
    const status = await runCli(args, {
      process,
      main: "/nonexistent",
      output: () => ({ write: () => undefined, colour: false }),
      leave: () => undefined,
    });
    return { status, said };
  } finally {
    write.mockRestore();
  }
}

test("ExecStart names a command and flags that the CLI takes", async () => {
  const [program, ...args] = valueOf("ExecStart").split(" ");
  const packageFile: unknown = JSON.parse(read("package.json"));
  expect(packageFile).toMatchObject({ bin: { [program ?? ""]: "dist/main.js" } });
  // A conf that does not exist ends the daemon when all flags have been understood.
  const pid = join(tmpdir(), `daruma-unit-${process.pid}.pid`);
  const { status, said } = await runWith(...args, "-p", pid, "-f", "/nonexistent/conf");
  expect(said).toContain("/nonexistent/conf");
  // The status that is no reason to start again.
  expect(String(status)).toBe(valueOf("RestartPreventExitStatus"));
  const refused = await runWith(...args, "--no-such-flag");
  expect(refused.status).toBe(1);
});

test("systemd hears of readiness and life from the process that speaks of them", () => {
  expect(valueOf("Type")).toBe("notify");
  expect(valueOf("NotifyAccess")).toBe("main");
  expect(valueOf("ExecReload")).toBe("kill -HUP $MAINPID");
});

test("the watchdog waits until a silent worker has been replaced", () => {
  const watchdog = secondsOf("WatchdogSec") * 1000;
  // No sign of life while one is silent, and the next after that comes up to a quarter later.
  expect(SILENCE_MS + 2 * ASK_MS + watchdog / 4).toBeLessThan(watchdog);
});

test("a stop leaves the supervisor the time that it gives its workers", () => {
  expect(valueOf("KillMode")).toBe("mixed");
  const [, workers, scripts] =
    /STOP_LIMIT = millis\((\d+)\)[^]*SCRIPT_LIMIT_MS = (\d+)/.exec(read("src/cli/daemon.ts")) ?? [];
  expect(secondsOf("TimeoutStopSec") * 1000).toBeGreaterThan(Number(workers) + Number(scripts));
});

test("the pid file lies where unit, tmpfiles and sysusers let that user write", () => {
  const folder = `/run/${valueOf("RuntimeDirectory")}`;
  const user = valueOf("User");
  expect(DEFAULT_PID_FILE).toBe(`${folder}/daruma.pid`);
  expect(fieldsOf("systemd/daruma.tmpfiles")).toEqual([
    "d",
    folder,
    valueOf("RuntimeDirectoryMode"),
    user,
    valueOf("Group"),
    "-",
  ]);
  const [kind, name, id, , home] = fieldsOf("systemd/daruma.sysusers");
  expect([kind, name, id, home]).toEqual(["u", user, "-", folder]);
});

test("only what VRRP, ARP and IPVS need is let through", () => {
  const capabilities = "CAP_NET_ADMIN CAP_NET_RAW";
  expect(valueOf("AmbientCapabilities")).toBe(capabilities);
  expect(valueOf("CapabilityBoundingSet")).toBe(capabilities);
  expect(valueOf("NoNewPrivileges")).toBe("yes");
  const families = [...read("src/libc/constants.ts").matchAll(/export const AF = \{(.*)\}/g)];
  const names = [...(families[0]?.[1] ?? "").matchAll(/(\w+):/g)].map(([, name]) => `AF_${name}`);
  expect(valueOf("RestrictAddressFamilies").split(" ").toSorted()).toEqual(names.toSorted());
});

test("nothing is forbidden that V8, koffi and real-time priority live on", () => {
  expect(valueOf("MemoryDenyWriteExecute")).toBe("no");
  expect(valueOf("RestrictRealtime")).toBe("no");
  expect(Number(valueOf("LimitRTPRIO"))).toBeGreaterThanOrEqual(VRRP_PRIORITY);
});
