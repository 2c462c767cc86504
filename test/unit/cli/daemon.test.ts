/** What the daemon says of its conf before anything is started, and when it does not start at all. */
import { existsSync } from "node:fs";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { runDaemon } from "../../../src/cli/daemon.ts";
import { temporaryFolder } from "../folder.ts";

const lines: string[] = [];
vi.mock("../../../src/cli/log-destination.ts", () => ({
  openLogDestination: () => Promise.resolve({ write: (line: string) => lines.push(line) }),
}));
let said = "";
beforeEach(() => {
  lines.length = 0;
  said = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
});

const folder = temporaryFolder();
const PID_FILE = folder.at("daruma.pid");

/** With nopreempt a weight can never bring the addresses here: no word of it is wrong. */
const USELESS_WEIGHT = `vrrp_script chk {
    script "/bin/true"
    interval 1
    weight -20
}
vrrp_instance WEB {
    state BACKUP
    interface eth0
    virtual_router_id 51
    priority 100
    nopreempt
    virtual_ipaddress {
        192.0.2.1
    }
    track_script {
        chk
    }
}
`;

/** Strictly: nothing is started where there is a warning. */
const start = (conf: string, silence: readonly string[] = []): Promise<number> =>
  runDaemon({
    conf,
    configId: undefined,
    main: folder.at("none.js"),
    pidFile: PID_FILE,
    workerPidFiles: {},
    only: undefined,
    format: "json",
    facility: undefined,
    level: undefined,
    dumpConf: false,
    strict: true,
    silence,
    ready: () => undefined,
  });

const run = (text: string, silence: readonly string[] = []): Promise<number> =>
  start(folder.write("daruma.conf", text), silence);

/** Level, rule, and line of each finding in the log, without those of what is not acted on yet. */
const found = (): readonly string[] =>
  lines
    .map((line): Record<string, unknown> => JSON.parse(line))
    .filter(({ event, rule }) => event === "conf.diagnostic" && rule !== "unsupported-keyword")
    .map(({ level, rule, place }) => [level, rule, String(place).split(":")[1]].join(" "));

describe("a conf that is strange as a whole", () => {
  test("is told, once, and does not start strictly", async () => {
    expect(await run(USELESS_WEIGHT)).toBe(2);
    expect(found()).toEqual(["warn nopreempt-weight 11"]);
    expect(said).toMatch(/warnings?: not started, as --strict has it\n$/);
    expect(existsSync(PID_FILE)).toBe(false);
  });

  test("is told in the order of the text, beside what its words say", async () => {
    expect(await run(USELESS_WEIGHT.replace("priority 100", "priority 100 200"))).toBe(2);
    expect(found()).toEqual(["warn surplus-argument 10", "warn nopreempt-weight 11"]);
  });

  test("is not told where it is silenced, by the command line or the line itself", async () => {
    // One of a kind that stays, so that it does not start.
    const strange = USELESS_WEIGHT.replace("priority 100", "priority 100 200");
    await run(strange, ["nopreempt-weight"]);
    expect(found()).toEqual(["warn surplus-argument 10"]);
    lines.length = 0;
    await run(strange.replace("nopreempt", "nopreempt # daruma: silence nopreempt-weight"));
    expect(found()).toEqual(["warn surplus-argument 10"]);
  });

  test("hints are told as well, for who wants to know", async () => {
    await run(USELESS_WEIGHT.replace("priority 100", "priority 255 200"));
    expect(found()).toContain("info owner-priority 10");
  });
});

test("a file that cannot be read is no start, and leaves no pid file", async () => {
  expect(await start(folder.path)).toBe(2);
  expect(said).toBe(`daruma: ${folder.path} is a folder, expected a conf file\n`);
  expect(existsSync(PID_FILE)).toBe(false);
});
