import { describe, expect, test } from "vitest";
import type { Notice } from "../../../src/director/notice.ts";
import { createLog, type Log } from "../../../src/observe/log.ts";
import { CAUSES, NOTICES } from "./samples.ts";

const WALL = Date.UTC(2026, 10, 28, 5, 57, 9, 88);

interface Written {
  readonly log: Log;
  readonly write: (notice: Notice) => void;
  readonly lines: Readonly<Record<string, unknown>>[];
}

function logAt(level: "debug" | "info" | "warn" | "error"): Written {
  const lines: Written["lines"] = [];
  const log = createLog({
    node: "lb1",
    level,
    destination: {
      write(line: string) {
        expect(line.endsWith("\n")).toBe(true);
        lines.push(JSON.parse(line) as Written["lines"][number]);
      },
    },
  });
  return {
    log,
    lines,
    write: (notice) => {
      log.write({ process: "vrrp", wall: WALL, monotonic: 14_347_676.318_49, notice });
    },
  };
}

describe("a line of the log", () => {
  test("says when, who and what, then the event's own fields, then the words", () => {
    const { write, lines } = logAt("info");
    write(NOTICES["server.up"]);
    expect(Object.entries(lines[0] ?? {})).toEqual([
      ["level", "info"],
      ["time", "2026-11-28T05:57:09.088Z"],
      ["node", "lb1"],
      ["process", "vrrp"],
      ["event", "server.up"],
      ["virtual_server", "TCP 203.0.113.100:80"],
      ["real_server", "192.168.100.21:80"],
      ["weight", 3],
      ["mono", 14_347_676.318],
      ["msg", "192.168.100.21:80 (TCP 203.0.113.100:80) is in the pool, weight 3"],
    ]);
  });

  test("has no more than three decimals of a millisecond, however deep", () => {
    const { write, lines } = logAt("info");
    const because = { ...CAUSES.masterDown, silentFor: 3414.506_49 } as typeof CAUSES.masterDown;
    const cause = { ...CAUSES.group, because };
    write({ ...NOTICES["vrrp.transition"], cause });
    expect(lines[0]?.["cause"]).toMatchObject({ because: { silent_for: 3414.506 } });
  });

  test("leaves out what is not known", () => {
    const { write, lines } = logAt("info");
    write({ ...NOTICES["check.down"], url: undefined });
    expect(lines[0]).not.toHaveProperty("url");
  });

  test("of a process names the process that it is about", () => {
    const { log, lines } = logAt("info");
    log.write({
      process: "supervisor",
      wall: WALL,
      monotonic: 0,
      notice: { ...NOTICES["process.start"], process: "checker" },
    });
    expect(lines[0]?.["process"]).toBe("checker");
  });
});

describe("the level of the conf", () => {
  test("keeps out what is below it", () => {
    const { write, lines } = logAt("warn");
    write(NOTICES["server.up"]);
    write(NOTICES["server.down"]);
    write(NOTICES["quorum.lost"]);
    expect(lines.map(({ event }) => event)).toEqual(["server.down", "quorum.lost"]);
  });

  test("and the node's name change with the next line", () => {
    const { log, write, lines } = logAt("error");
    write(NOTICES["server.up"]);
    log.configure({ node: "balancer-1", level: "info" });
    write(NOTICES["server.up"]);
    expect(lines.map(({ node }) => node)).toEqual(["balancer-1"]);
  });
});
