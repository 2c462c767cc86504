/** What holds where the conf says nothing: keepalived's defaults, and who inherits from whom. */
import { describe, expect, test } from "vitest";
import type {
  CheckTiming,
  RealServer,
  VirtualServer,
  VrrpInstance,
} from "../../../src/config/model.ts";
import { instanceText, readClean } from "./read.ts";

const NO_SCRIPTS = {
  master: undefined,
  backup: undefined,
  fault: undefined,
  stop: undefined,
  any: undefined,
};

const instanceOf = (text: string): VrrpInstance | undefined => readClean(text).instances[0];

/** One server with one check; each part takes more lines. */
const text = (
  more: { readonly server?: string; readonly real?: string; readonly check?: string } = {},
  type = "TCP_CHECK",
): string => `virtual_server 192.0.2.1 80 {
  protocol TCP
  ${more.server ?? ""}
  real_server 192.0.2.21 8080 {
    ${more.real ?? ""}
    ${type} {
      ${more.check ?? ""}
    }
  }
}
`;
const HTTP = "url {\n path /\n }";
const serverOf = (conf: string): VirtualServer | undefined => readClean(conf).virtualServers[0];
const realOf = (conf: string): RealServer | undefined => serverOf(conf)?.realServers[0];
const timingOf = (conf: string): CheckTiming | undefined => realOf(conf)?.checks[0]?.timing;

test("global_defs", () => {
  expect(readClean(instanceText()).global).toEqual({
    routerId: undefined,
    scriptUser: undefined,
    enableScriptSecurity: false,
    dynamicInterfaces: false,
    vrrpRtPriority: undefined,
    checkerRtPriority: undefined,
    startupDelay: 0,
    logLevel: "info",
    ipvsResync: 1000,
  });
});

test("vrrp_instance", () => {
  expect(instanceOf(instanceText())).toMatchObject({
    initialState: "BACKUP",
    priority: 100,
    advertInterval: 1000,
    version: 2,
    preempt: true,
    preemptDelay: 0,
    downTimerAdverts: 3,
    authentication: { type: "none" },
    transport: { type: "raw" },
    source: undefined,
    excludedAddresses: [],
    trackPrimary: true,
    notify: NO_SCRIPTS,
    garp: {
      masterDelay: 5000,
      masterRepeat: 5,
      masterRefresh: 0,
      masterRefreshRepeat: 1,
      lowerPrioDelay: 5000,
      lowerPrioRepeat: 5,
      interval: 0,
      gnaInterval: 0,
    },
  });
});

describe("state and priority", () => {
  test.for([
    [[], "BACKUP", 100],
    [["state MASTER"], "MASTER", 255],
    [["priority 255"], "MASTER", 255],
    [["state BACKUP", "priority 255"], "BACKUP", 255],
    [["state MASTER", "priority 150"], "MASTER", 150],
  ] as const)("%j: %s, %i", ([lines, initialState, priority]) => {
    expect(instanceOf(instanceText(...lines))).toMatchObject({ initialState, priority });
  });
});

describe("global words hold for instances that say nothing else", () => {
  const global = `global_defs {
    vrrp_version 3
    vrrp_mcast_group4 224.0.0.99
    vrrp_down_timer_adverts 5
    vrrp_garp_master_delay 7
    vrrp_garp_master_repeat 2
    vrrp_garp_interval 0.1
  }
`;
  test("version, group, patience, announcements", () => {
    expect(instanceOf(global + instanceText())).toMatchObject({
      version: 3,
      destination: { type: "multicast", group: "224.0.0.99" },
      downTimerAdverts: 5,
      garp: {
        masterDelay: 7000,
        masterRepeat: 2,
        lowerPrioDelay: 7000,
        lowerPrioRepeat: 2,
        interval: 100,
      },
    });
  });
  test("and give way to those that do", () => {
    const own = [
      "version 2",
      "mcast_dst_ip 224.0.0.98",
      "down_timer_adverts 4",
      "garp_master_delay 1",
    ];
    expect(instanceOf(global + instanceText(...own))).toMatchObject({
      version: 2,
      destination: { group: "224.0.0.98" },
      downTimerAdverts: 4,
      garp: { masterDelay: 1000, lowerPrioDelay: 1000, masterRepeat: 2 },
    });
  });
  test("though global_defs comes last", () => {
    expect(instanceOf(instanceText() + global)?.version).toBe(3);
  });
});

test("virtual_server", () => {
  expect(serverOf(text())).toMatchObject({
    protocol: "TCP",
    scheduler: "wlc",
    forwarding: "NAT",
    persistenceTimeout: undefined,
    quorum: 1,
    hysteresis: 0,
    sorryServer: undefined,
  });
});

test("real_server", () => {
  expect(realOf(text())).toMatchObject({
    port: 8080,
    weight: 1,
    forwarding: "NAT",
    inhibitOnFailure: false,
    alpha: false,
  });
});

describe("checks", () => {
  test("a TCP_CHECK asks the real server every minute, and retries once after a second", () => {
    expect(realOf(text())?.checks).toEqual([
      {
        type: "TCP_CHECK",
        target: { ip: undefined, port: undefined, bindTo: undefined },
        timing: {
          delayLoop: 60_000,
          retry: 1,
          delayBeforeRetry: 1000,
          warmup: 60_000,
          connectTimeout: 5000,
          alpha: false,
        },
      },
    ]);
  });
  test("an HTTP_GET waits three seconds, and takes any status from 200 to 299", () => {
    expect(realOf(text({ check: HTTP }, "HTTP_GET"))?.checks[0]).toMatchObject({
      httpProtocol: "1.0",
      sni: false,
      urls: [
        { path: "/", virtualHost: undefined, digest: undefined, status: [{ from: 200, to: 299 }] },
      ],
      timing: { delayBeforeRetry: 3000, retry: 1 },
    });
  });
  test("warmup is delay_loop where it is not said", () => {
    expect(timingOf(text({ check: "delay_loop 7" }))?.warmup).toBe(7000);
  });
});

const lines = (n: number): string =>
  `delay_loop ${n}\n retry ${n}\n delay_before_retry ${n}\n warmup ${n}\n connect_timeout ${n}`;
const timing = (n: number): Partial<CheckTiming> =>
  ({
    delayLoop: n * 1000,
    retry: n,
    delayBeforeRetry: n * 1000,
    warmup: n * 1000,
    connectTimeout: n * 1000,
  }) as Partial<CheckTiming>;

/** The Host header of the first url. */
const hosts = (more: Parameters<typeof text>[0], check: string): unknown => {
  const made = realOf(text({ ...more, check }, "HTTP_GET"))?.checks[0];
  return made?.type === "TCP_CHECK" ? undefined : made?.urls[0].virtualHost;
};

describe("a check inherits", () => {
  test.for([
    ["from the virtual server", { server: lines(2) }, 2],
    ["rather from the real server", { server: lines(2), real: lines(3) }, 3],
    ["and rather says itself", { server: lines(2), real: lines(3), check: lines(4) }, 4],
  ] as const)("%s", ([, more, n]) => {
    expect(timingOf(text(more))).toMatchObject(timing(n));
  });
  test("alpha, and may say no to it", () => {
    expect(timingOf(text({ server: "alpha" }))?.alpha).toBe(true);
    expect(timingOf(text({ server: "alpha", real: "alpha no" }))?.alpha).toBe(false);
    expect(timingOf(text({ server: "alpha", check: "alpha off" }))?.alpha).toBe(false);
  });
  test("the Host header", () => {
    expect(hosts({ server: "virtualhost a" }, HTTP)).toBe("a");
    expect(hosts({ server: "virtualhost a", real: "virtualhost b" }, HTTP)).toBe("b");
    expect(hosts({ real: "virtualhost b" }, `virtualhost c\n ${HTTP}`)).toBe("c");
    expect(hosts({}, "virtualhost c\n url {\n path /\n virtualhost d\n }")).toBe("d");
  });
});

test("a real server inherits weight, forwarding, inhibit_on_failure", () => {
  const server = "weight 7\n lb_kind TUN\n inhibit_on_failure";
  const real = realOf(text({ server }).replace("8080", "80"));
  expect(real).toMatchObject({ weight: 7, forwarding: "TUN", inhibitOnFailure: true });
  const own = realOf(text({ server, real: "weight 0\n lvs_method NAT\n inhibit_on_failure no" }));
  expect(own).toMatchObject({ weight: 0, forwarding: "NAT", inhibitOnFailure: false });
});

test("a later word wins, lists grow", () => {
  expect(instanceOf(instanceText("priority 10", "priority 20"))?.priority).toBe(20);
  const twice = instanceText("virtual_ipaddress {", "    192.0.2.2/24", "}");
  expect(instanceOf(twice)?.addresses.map(({ prefix }) => prefix.ip)).toEqual([
    "192.0.2.2",
    "192.0.2.1",
  ]);
});
