/** Each form that keywords of virtual and real servers can take, and what is noted of it. */
import { describe, expect, test } from "vitest";
import type { VirtualServerDraft } from "../../../src/config/schema/virtual-server.ts";
import { readDraft, serverText } from "./read.ts";

const NOT_YET = "warning unsupported-keyword";

/** A virtual server with the lines, and what was said of it but for what is not acted on yet. */
function server(...lines: readonly string[]): {
  readonly made: VirtualServerDraft | undefined;
  readonly said: readonly string[];
} {
  const { draft, said } = readDraft(serverText(...lines));
  return { made: draft.virtualServers[0], said: said.filter((each) => each !== NOT_YET) };
}

const IPIP = { type: "ipip", port: undefined, checksum: "nocsum" } as const;

describe("lb_kind", () => {
  test.for([
    ["NAT", "NAT", IPIP],
    ["DR", "DR", IPIP],
    ["TUN", "TUN", IPIP],
    ["TUN type ipip nocsum", "TUN", IPIP],
    ["TUN type gue port 6080", "TUN", { type: "gue", port: 6080, checksum: "nocsum" }],
    ["TUN type gue port 6080 remcsum", "TUN", { type: "gue", port: 6080, checksum: "remcsum" }],
    ["TUN type gre csum", "TUN", { type: "gre", port: undefined, checksum: "csum" }],
  ] as const)("%s", ([words, method, tunnel]) => {
    for (const keyword of ["lb_kind", "lvs_method"]) {
      const { made, said } = server(`${keyword} ${words}`);
      expect(made?.forwarding).toMatchObject({ method, tunnel });
      expect(said).toEqual([]);
    }
  });
  test.for([
    ["", "missing-argument"],
    ["nat", "bad-value"],
    ["TUN type", "missing-argument"],
    ["TUN type vxlan", "bad-value"],
    ["TUN type gue", "bad-value"],
    ["TUN type gue port 0", "out-of-range"],
    ["TUN type gre port 5", "bad-value"],
    ["TUN type gre remcsum", "bad-value"],
    ["TUN csum", "bad-value"],
    ["TUN fast", "bad-value"],
  ] as const)("%s is refused, and what stood before holds", ([words, rule]) => {
    const { made, said } = server("lb_kind DR", `lb_kind ${words}`);
    expect([made?.forwarding?.method, said]).toEqual(["DR", [`error ${rule}`]]);
  });
});

describe("protocol", () => {
  test.for(["TCP", "tcp", "Udp", "SCTP"])("%s", (word) => {
    const { made, said } = server(`protocol ${word}`);
    expect([made?.protocol, said]).toEqual([word.toUpperCase(), []]);
  });
  test("of another name is refused", () => {
    expect(server("protocol DCCP").said).toEqual(["error bad-value"]);
  });
});

describe("persistence_granularity", () => {
  test.for([
    ["255.255.255.0", "255.255.255.0"],
    ["64", 64],
    ["128", 128],
  ] as const)("%s", ([word, granularity]) => {
    const { made, said } = server(`persistence_granularity ${word}`);
    expect([made?.granularity?.value, said]).toEqual([granularity, []]);
  });
  test.for([
    ["129", "error out-of-range"],
    ["255.255.255", "error bad-value"],
    ["x", "error bad-number"],
  ] as const)("%s is refused", ([word, said]) => {
    const read = server(`persistence_granularity ${word}`);
    expect([read.made?.granularity, read.said]).toEqual([undefined, [said]]);
  });
});

test("a name of a persistence_engine that is too long is cut", () => {
  expect(server("persistence_engine sip")).toMatchObject({
    made: { persistenceEngine: "sip" },
    said: [],
  });
  expect(server("persistence_engine sixteen_letters_")).toMatchObject({
    made: { persistenceEngine: "sixteen_letters" },
    said: ["error too-long"],
  });
});

test("flags of schedulers are kept as they are written", () => {
  const words = "hashed ops flag-1 flag-2 flag-3 sh-port sh-fallback mh-port mh-fallback".split(
    " ",
  );
  const { made, said } = server(...words);
  expect(made?.schedulerFlags?.map(({ text }) => text)).toEqual(words);
  expect(said).toEqual([]);
});

test("the rest of a virtual server", () => {
  const { made, said } = server(
    "lb_algo mh",
    "ip_family inet",
    "sorry_server 192.0.2.99 0",
    "sorry_server_inhibit",
    "sorry_server_lvs_method DR",
    'quorum_up "/bin/up a b" web',
    "quorum_down /bin/down",
    "omega",
    "ha_suspend",
    "smtp_alert off",
    "snmp_name web",
    "weight 2147483646",
    "quorum 4294967295",
  );
  expect(said).toEqual([]);
  expect(made).toMatchObject({
    scheduler: "mh",
    family: { family: "inet" },
    sorryServer: { ip: "192.0.2.99", port: undefined },
    sorryForwarding: { method: "DR" },
    sorryInhibit: { text: "sorry_server_inhibit" },
    quorumUp: { command: ["/bin/up", "a", "b"], user: { user: "web" } },
    quorumDown: { command: ["/bin/down"] },
    omega: true,
    haSuspend: { text: "ha_suspend" },
    smtpAlert: false,
    snmpName: "web",
    weight: 2_147_483_646,
    quorum: 4_294_967_295,
  });
});

test("the rest of a real server", () => {
  const text = serverText(
    "real_server 192.0.2.31 0 {",
    "lvs_method TUN",
    "uthreshold 100",
    "lthreshold 0",
    'notify_up "/bin/up x"',
    "notify_down /bin/down web www",
    "smtp_alert",
    "snmp_name one",
    "}",
  );
  const { draft, said } = readDraft(text);
  expect(said.filter((each) => each !== NOT_YET)).toEqual([]);
  expect(draft.virtualServers[0]?.realServers?.[0]).toMatchObject({
    endpoint: { ip: "192.0.2.31", port: undefined },
    forwarding: { method: "TUN" },
    upperThreshold: 100,
    lowerThreshold: 0,
    notifyUp: { command: ["/bin/up", "x"] },
    notifyDown: { command: ["/bin/down"], user: { user: "web", group: "www" } },
    smtpAlert: true,
    snmpName: "one",
  });
});

describe("virtual_server", () => {
  test.for([
    ["192.0.2.1 80", { type: "address", ip: "192.0.2.1", port: 80 }],
    ["192.0.2.1", { type: "address", port: undefined }],
    ["192.0.2.1 0", { type: "address", port: undefined }],
    ["2001:db8::1 443", { type: "address", ip: "2001:db8::1", port: 443 }],
    ["fwmark 1", { type: "fwmark", mark: 1 }],
    ["fwmark 4294967295", { type: "fwmark", mark: 4_294_967_295 }],
    ["group WEB", { type: "group", name: "WEB" }],
  ] as const)("%s", ([words, target]) => {
    const { draft, said } = readDraft(`virtual_server ${words} {\n}\n`);
    expect(draft.virtualServers[0]?.target).toMatchObject(target);
    expect(said).toEqual([]);
  });
  test("takes a range or a length behind its address, but not without a word", () => {
    for (const address of ["192.0.2.1/24", "192.0.2.1-5"]) {
      const { draft, said } = readDraft(`virtual_server ${address} 80 {\n}\n`);
      expect(draft.virtualServers[0]?.target).toMatchObject({ ip: "192.0.2.1", port: 80 });
      expect(said).toEqual(["warning surplus-argument"]);
    }
  });
  test.for([
    ["", "missing-argument"],
    ["fwmark", "missing-argument"],
    ["group", "missing-argument"],
    ["fwmark 0", "out-of-range"],
    ["fwmark 4294967296", "out-of-range"],
    ["fwmark x", "bad-number"],
    ["192.0.2.1 65536", "out-of-range"],
    ["www 80", "bad-value"],
    ["x/24", "bad-value"],
  ] as const)("%s is none", ([words, rule]) => {
    const { draft, said } = readDraft(`virtual_server ${words} {\n}\n`);
    expect([draft.virtualServers, said]).toEqual([[], [`error ${rule}`]]);
  });
});

/** The entries of a group, without their words. */
function group(...lines: readonly string[]): readonly [unknown[], readonly string[]] {
  const { draft, said } = readDraft(`virtual_server_group G {\n${lines.join("\n")}\n}\n`);
  const entries = (draft.serverGroups[0]?.entries ?? []).map((entry) => ({
    ...entry,
    word: undefined,
  }));
  return [entries, said.filter((each) => each !== NOT_YET)];
}
const range = (first: string, last: string, port?: number): unknown => ({
  type: "addresses",
  first,
  last,
  port,
  word: undefined,
});

describe("virtual_server_group", () => {
  test.for([
    ["192.0.2.1", range("192.0.2.1", "192.0.2.1")],
    ["192.0.2.1 0", range("192.0.2.1", "192.0.2.1")],
    ["192.0.2.1 80", range("192.0.2.1", "192.0.2.1", 80)],
    ["192.0.2.3-10 80", range("192.0.2.3", "192.0.2.10", 80)],
    ["192.0.2.3-192.0.3.1 80", range("192.0.2.3", "192.0.3.1", 80)],
    ["192.0.2.3-192.0.2.3", range("192.0.2.3", "192.0.2.3")],
    ["192.0.2.16/28 80", range("192.0.2.16", "192.0.2.31", 80)],
    ["192.0.2.1/32", range("192.0.2.1", "192.0.2.1")],
    ["2001:db8::1-a 443", range("2001:db8::1", "2001:db8::a", 443)],
    ["2001:db8::1-2001:db8::1:0", range("2001:db8::1", "2001:db8::1:0")],
    ["2001:db8::/126", range("2001:db8::", "2001:db8::3")],
    ["fwmark 7", { type: "fwmark", mark: 7, family: undefined, word: undefined }],
    ["fwmark 7 inet", { type: "fwmark", mark: 7, family: "inet", word: undefined }],
    ["fwmark 7 inet6", { type: "fwmark", mark: 7, family: "inet6", word: undefined }],
  ] as const)("%s", ([line, entry]) => {
    expect(group(line)).toEqual([[entry], []]);
  });
  test.for([
    ["www 80", "bad-value"],
    ["192.0.2.9-3", "bad-value"],
    ["192.0.2.9-9", "bad-value"],
    ["192.0.2.9-256", "bad-value"],
    ["192.0.2.9-", "bad-value"],
    ["192.0.2.9-192.0.2.1", "bad-value"],
    ["192.0.2.9-2001:db8::1", "bad-value"],
    ["2001:db8::1-12345", "bad-value"],
    ["192.0.2.1/24", "bad-value"],
    ["192.0.2.0/0", "bad-value"],
    ["192.0.2.0/33", "bad-value"],
    ["192.0.2.1 65536", "out-of-range"],
    ["fwmark", "missing-argument"],
    ["fwmark 7 ipv4", "bad-value"],
    ["fwmark -1", "out-of-range"],
  ] as const)("%s is left out", ([line, rule]) => {
    expect(group("192.0.2.1", line)).toEqual([
      [range("192.0.2.1", "192.0.2.1")],
      [`error ${rule}`],
    ]);
  });
});
