/** Level, message and fields of every event. Names and fields are an interface: a change here is a change of it. */
import { expect, describe as group, test } from "vitest";
import { millis } from "../../../src/base/time.ts";
import type { Notice } from "../../../src/director/notice.ts";
import { describe, type Level } from "../../../src/observe/describe.ts";
import { CAUSES, FAILURES, NOTICES, OPS } from "./samples.ts";

/** When the notices are described: 3.4051 ms after the trigger of those that have one. */
const NOW = 1003.4051;

const server = { virtual_server: "TCP 203.0.113.100:80", real_server: "192.168.100.21:80" };
const place = "192.168.100.21:80 (TCP 203.0.113.100:80)";
const masterDown = { type: "masterDown", master: "192.168.100.11", silent_for: 3414.506 };

type Expected = readonly [Level, string, Readonly<Record<string, unknown>>];

const VRRP: Readonly<Record<Extract<Notice["type"], `vrrp.${string}`>, Expected>> = {
  "vrrp.transition": [
    "info",
    "WAN: BACKUP -> MASTER: master 192.168.100.11 has been silent for 3.415 s",
    {
      instance: "WAN",
      from: "BACKUP",
      to: "MASTER",
      cause: masterDown,
      priority: 150,
      took_ms: 3.405,
    },
  ],
  "vrrp.group": [
    "info",
    "sync group PAIR: all members are MASTER (master 192.168.100.11 has been silent for 3.415 s)",
    { group: "PAIR", to: "MASTER", cause: masterDown },
  ],
  "vrrp.announced": [
    "info",
    "WAN: the last announcement of the takeover has left",
    { instance: "WAN", took_ms: 3.405 },
  ],
  "vrrp.refused": [
    "warn",
    "WAN: refused 60 adverts in a minute, the last from 192.168.100.11: wrong password",
    {
      instance: "WAN",
      channel: "wan inet raw",
      source: "192.168.100.11",
      fault: "authPassword",
      count: 60,
      detail: "wrong password",
    },
  ],
  "vrrp.mismatch": [
    "warn",
    "WAN: the advert of 192.168.100.11 differs from our conf: its advert_int is 2 s, ours is 1 s",
    {
      instance: "WAN",
      source: "192.168.100.11",
      what: "interval",
      detail: "its advert_int is 2 s, ours is 1 s",
    },
  ],
  "vrrp.lowerPriority": [
    "warn",
    "WAN: 192.168.100.11 advertises as master with the lower priority 100; answered by adverts and announcements",
    { instance: "WAN", source: "192.168.100.11", priority: 100 },
  ],
  "vrrp.address": [
    "error",
    "WAN: 203.0.113.100 could not be added: EPERM; it is not announced",
    { instance: "WAN", address: "203.0.113.100", problem: "EPERM" },
  ],
  "vrrp.leftover": [
    "warn",
    "WAN: removed 203.0.113.100, 192.168.100.11, left from an earlier run",
    { instance: "WAN", addresses: ["203.0.113.100", "192.168.100.11"] },
  ],
  "vrrp.addressGone": [
    "error",
    "WAN: somebody else removed 203.0.113.100; mastership is given up and elected anew",
    { instance: "WAN", address: "203.0.113.100" },
  ],
  "vrrp.channel": [
    "error",
    "socket wan inet raw cannot be opened: EPERM; tried again every second",
    { channel: "wan inet raw", problem: "EPERM" },
  ],
  "vrrp.reconfigured": [
    "info",
    "WAN: reloaded: priority 150 -> 90; advert_int 1 s -> 2 s",
    { instance: "WAN", changes: ["priority 150 -> 90", "advert_int 1 s -> 2 s"] },
  ],
};

type CheckFamily = "check" | "server" | "quorum";
const CHECK: Readonly<Record<Extract<Notice["type"], `${CheckFamily}.${string}`>, Expected>> = {
  "check.up": [
    "info",
    `TCP_CHECK of ${place} succeeded, it is up again`,
    { ...server, check: "TCP_CHECK", took_ms: 1.25, initial: false },
  ],
  "check.down": [
    "warn",
    `HTTP_GET / of ${place} failed 2 times: connection refused`,
    {
      ...server,
      check: "HTTP_GET",
      failure: { type: "refused" },
      reason: "connection refused",
      attempts: 2,
      initial: false,
      url: "/",
    },
  ],
  "check.local": [
    "error",
    `TCP_CHECK of ${place} could not be made: EADDRNOTAVAIL: no such source address; the server's state stays as it is`,
    {
      ...server,
      check: "TCP_CHECK",
      failure: { type: "local", detail: "EADDRNOTAVAIL: no such source address" },
    },
  ],
  "server.up": ["info", `${place} is in the pool, weight 3`, { ...server, weight: 3 }],
  "server.down": [
    "warn",
    `${place} is out of the pool: its checks fail`,
    { ...server, inhibited: false, reason: "check" },
  ],
  "quorum.lost": [
    "error",
    "TCP 203.0.113.100:80 has lost quorum (weight 1, quorum 2); sorry server 192.168.100.99:80 takes over",
    {
      virtual_server: "TCP 203.0.113.100:80",
      quorum: 2,
      weight: 1,
      sorry_server: "192.168.100.99:80",
    },
  ],
  "quorum.gained": [
    "info",
    "TCP 203.0.113.100:80 has gained quorum (weight 3, quorum 2); sorry server 192.168.100.99:80 leaves",
    {
      virtual_server: "TCP 203.0.113.100:80",
      quorum: 2,
      weight: 3,
      sorry_server: "192.168.100.99:80",
    },
  ],
};

const changes = [
  "+ TCP 203.0.113.100:80 wlc",
  "+ TCP 203.0.113.100:80 -> 192.168.100.21:80 weight 3",
  "= TCP 203.0.113.100:80 -> 192.168.100.21:80 weight 0",
  "- TCP 203.0.113.100:80 -> 192.168.100.21:80",
  "- TCP 203.0.113.100:80",
];

const IPVS: Readonly<Record<Extract<Notice["type"], `ipvs.${string}`>, Expected>> = {
  "ipvs.apply": ["info", `IPVS: ${changes.join("; ")}`, { count: 5, changes }],
  "ipvs.drift": [
    "warn",
    "somebody else changed the IPVS table; put right: + TCP 203.0.113.100:80 wlc",
    { count: 1, changes: changes.slice(0, 1) },
  ],
  "ipvs.refused": [
    "error",
    "IPVS: ipvsadm is not installed",
    { detail: "ipvsadm is not installed" },
  ],
};

type OwnFamily = "daemon" | "process" | "send" | "script" | "conf";
const OWN: Readonly<Record<Extract<Notice["type"], `${OwnFamily}.${string}`>, Expected>> = {
  "send.failed": [
    "error",
    "WAN to 224.0.0.18 could not be sent, 60 times in a minute: ENETDOWN",
    { what: "WAN to 224.0.0.18", problem: "ENETDOWN", count: 60 },
  ],
  "send.recovered": [
    "info",
    "WAN to 224.0.0.18 can be sent again, after 61 s",
    { what: "WAN to 224.0.0.18", lasted_ms: 61_400 },
  ],
  "daemon.start": [
    "info",
    "daruma 0.1.0 starts with /etc/daruma/daruma.conf: 2 VRRP instances, 1 virtual server",
    { version: "0.1.0", config: "/etc/daruma/daruma.conf", instances: 2, virtual_servers: 1 },
  ],
  "daemon.ready": ["info", "ready after 123 ms", { took_ms: 123.4 }],
  "daemon.stop": ["info", "stopping (SIGTERM)", { signal: "SIGTERM" }],
  "daemon.stopped": ["info", "stopped after 17 ms", { took_ms: 17.2 }],
  "daemon.reload": ["info", "reloaded in 9 ms", { took_ms: 8.6 }],
  "daemon.reloadRefused": [
    "error",
    "the new conf has 1 error and is refused, the old one stays: web.conf:2: unknown keyword",
    { errors: 1, first: "web.conf:2: unknown keyword" },
  ],
  "process.start": ["info", "vrrp process 4711 runs", { process: "vrrp", pid: 4711 }],
  "process.died": [
    "error",
    "vrrp process 4711 died: killed by SIGKILL; restarted in 1000 ms",
    { process: "vrrp", pid: 4711, why: "killed by SIGKILL", restart_in_ms: 1000 },
  ],
  "process.degraded": [
    "warn",
    "vrrp process goes on without real-time priority: EPERM",
    { process: "vrrp", what: "real-time priority", detail: "EPERM" },
  ],
  "process.stalled": [
    "warn",
    "vrrp process did not run for 2000 ms",
    { process: "vrrp", lasted_ms: 2000.4 },
  ],
  "script.failed": [
    "warn",
    "script /bin/notify failed: exit status 3",
    { script: "/bin/notify", detail: "exit status 3" },
  ],
  "conf.diagnostic": [
    "error",
    'web.conf:2:5: unknown keyword "interfaces" (did you mean interface?)',
    {
      severity: "error",
      rule: "unknown-keyword",
      place: "web.conf:2:5",
      message: 'unknown keyword "interfaces"',
      hint: "did you mean interface?",
    },
  ],
};

const EXPECTED: Readonly<Record<Notice["type"], Expected>> = {
  ...VRRP,
  ...CHECK,
  ...IPVS,
  ...OWN,
};

test.for(Object.values<Notice>(NOTICES))("$type", (notice) => {
  const [level, message, fields] = EXPECTED[notice.type];
  expect(describe(notice, NOW)).toEqual({ level, message, fields });
});

const messageOf = (notice: Notice): string => describe(notice, NOW).message;
const levelOf = (notice: Notice): Level => describe(notice, NOW).level;

group("why an instance changed its state", () => {
  const TEXTS: Readonly<Record<keyof typeof CAUSES, string>> = {
    start: "started",
    stop: "stopped",
    removed: "removed from the conf",
    masterDown: "master 192.168.100.11 has been silent for 3.415 s",
    masterLeft: "master 192.168.100.11 left (priority 0)",
    preempted: "took over from 192.168.100.11, which has the lower priority 100",
    higherPriority: "192.168.100.11 has the higher priority 150",
    equalPriorityHigherAddress: "192.168.100.11 has the same priority 140 and the higher address",
    replacedInStall:
      "192.168.100.11 took over while this process did not run (priority 140, nopreempt)",
    owner: "priority 255 owns the addresses",
    fault: "interface wan is down; interface lan does not exist",
    faultCleared: "what was wrong has cleared",
    addressRemoved: "its address 203.0.113.100 was removed by somebody else",
    regrouped: "joined sync group PAIR",
    group: "with LAN of the same sync group: no master was heard for 3.454 s",
  };
  test.for(Object.values(CAUSES))("$type", (cause) => {
    const message = messageOf({ ...NOTICES["vrrp.transition"], cause });
    expect(message).toBe(`WAN: BACKUP -> MASTER: ${TEXTS[cause.type]}`);
  });

  test("has the log's names for its fields, however deep it lies", () => {
    const { fields } = describe({ ...NOTICES["vrrp.group"], cause: CAUSES.group }, NOW);
    expect(fields["cause"]).toEqual({
      type: "group",
      member: "LAN",
      because: { type: "masterDown", master: undefined, silent_for: 3454 },
    });
  });
});

group("why a check failed", () => {
  const TEXTS: Readonly<Record<keyof typeof FAILURES, string>> = {
    refused: "connection refused",
    timeout: "timed out after 3 s (connecting)",
    network: "EHOSTUNREACH (connecting)",
    tls: "TLS: certificate has expired",
    status: "status 503, expected 200-299 or 401",
    digest: "digest aa, expected bb",
    protocol: "the answer is not HTTP",
    local: "EADDRNOTAVAIL: no such source address",
  };
  test.for(Object.values(FAILURES))("$type", (failure) => {
    const { fields } = describe({ ...NOTICES["check.down"], failure }, NOW);
    expect(fields["reason"]).toBe(TEXTS[failure.type]);
  });
});

group("a message says no more than there is", () => {
  test.for<readonly [string, Notice, string]>([
    [
      "a check without a path that failed once",
      { ...NOTICES["check.down"], url: undefined, attempts: 1 },
      `HTTP_GET of ${place} failed: connection refused`,
    ],
    [
      "the first success",
      { ...NOTICES["check.up"], initial: true },
      `TCP_CHECK of ${place} succeeded at first`,
    ],
    [
      "an inhibited server",
      { ...NOTICES["server.down"], inhibited: true },
      `${place} stays with weight 0: its checks fail`,
    ],
    [
      "a removed server",
      { ...NOTICES["server.down"], reason: "removed" },
      `${place} is out of the pool: the conf no longer has it`,
    ],
    [
      "quorum without a sorry server",
      { ...NOTICES["quorum.lost"], sorryServer: undefined },
      "TCP 203.0.113.100:80 has lost quorum (weight 1, quorum 2)",
    ],
    [
      "an advert for no instance of ours",
      { ...NOTICES["vrrp.refused"], instance: undefined, count: 1 },
      "wan inet raw: refused an advert from 192.168.100.11: wrong password",
    ],
    [
      "the first packet that does not leave",
      { ...NOTICES["send.failed"], count: 1 },
      "WAN to 224.0.0.18 could not be sent: ENETDOWN",
    ],
    [
      "one instance, no virtual server",
      { ...NOTICES["daemon.start"], instances: 1, virtualServers: 0 },
      "daruma 0.1.0 starts with /etc/daruma/daruma.conf: 1 VRRP instance, 0 virtual servers",
    ],
    [
      "several errors",
      { ...NOTICES["daemon.reloadRefused"], errors: 2 },
      "the new conf has 2 errors and is refused, the old one stays: web.conf:2: unknown keyword",
    ],
    [
      "a worker that stays down",
      { ...NOTICES["process.died"], restartInMs: undefined },
      "vrrp process 4711 died: killed by SIGKILL; it is not restarted",
    ],
    [
      "a diagnostic without a hint",
      { ...NOTICES["conf.diagnostic"], hint: undefined },
      'web.conf:2:5: unknown keyword "interfaces"',
    ],
  ])("%s", ([, notice, message]) => {
    expect(messageOf(notice)).toBe(message);
  });
});

group("levels follow what has happened", () => {
  test("FAULT is an error, and no other state", () => {
    const states = ["INIT", "BACKUP", "MASTER", "FAULT"] as const;
    expect(states.map((to) => levelOf({ ...NOTICES["vrrp.transition"], to }))).toEqual([
      "info",
      "info",
      "info",
      "error",
    ]);
  });

  test("a diagnostic has its own", () => {
    const severities = ["error", "warning", "hint"] as const;
    expect(
      severities.map((severity) => levelOf({ ...NOTICES["conf.diagnostic"], severity })),
    ).toEqual(["error", "warn", "info"]);
  });
});

test("thousands of changes are counted, and the first twenty named", () => {
  const ops = Array.from({ length: 3000 }, () => OPS[1]).filter((op) => op !== undefined);
  const { message, fields } = describe({ type: "ipvs.apply", ops }, NOW);
  expect(fields["count"]).toBe(3000);
  expect(fields["changes"]).toHaveLength(20);
  expect(message).toMatch(/; and 2980 more$/);
});

test("took_ms runs from the trigger to the notice, to the microsecond", () => {
  const notice = { ...NOTICES["vrrp.announced"], triggeredAt: millis(0.1) };
  expect(describe(notice, 0.3).fields["took_ms"]).toBe(0.2);
});
