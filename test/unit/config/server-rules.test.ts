/** Rules between keywords of a virtual server, its real servers and their checks: what is done instead, and what is said. */
import { describe, expect, test } from "vitest";
import type { VirtualServer } from "../../../src/config/model.ts";
import { parseConfig } from "../../../src/config/parse.ts";
import { serverText } from "./read.ts";

interface Judged {
  readonly server: VirtualServer | undefined;
  /** `severity: message` of each, but for keywords that are not acted on yet. */
  readonly said: readonly string[];
}

function judge(text: string): Judged {
  const { config, diagnostics } = parseConfig(text, "conf");
  const said = diagnostics
    .filter(({ rule }) => rule !== "unsupported-keyword" && rule !== "empty")
    .map(({ severity, message }) => `${severity}: ${message}`);
  return { server: config?.virtualServers[0], said };
}

/** A virtual server of any kind with one real server. */
const of = (target: string, lines: readonly string[], real = "192.0.2.21 {\n}"): string =>
  `virtual_server ${target} {\n${lines.join("\n")}\nreal_server ${real}\n}\n`;

const TCP = "protocol TCP";

describe("ports", () => {
  test("none needs persistence", () => {
    const { server, said } = judge(of("192.0.2.1", [TCP]));
    expect(server).toMatchObject({ port: 0, persistenceTimeout: 360 });
    expect(said).toEqual([
      "warning: a service of all ports must be persistent: persistence_timeout 360 is used",
    ]);
    expect(judge(of("192.0.2.1", [TCP, "persistence_timeout 60"])).said).toEqual([]);
  });
  test("persistence_granularity is persistence too", () => {
    const { server, said } = judge(
      of("192.0.2.1 80", [TCP, "persistence_granularity 255.255.255.0"]),
    );
    expect([server?.persistenceTimeout, said]).toEqual([360, []]);
  });
  test.for(["DR", "TUN"])("of a sorry_server cannot be changed by %s", (method) => {
    const { server, said } = judge(
      serverText("sorry_server 192.0.2.99 8080", `sorry_server_lvs_method ${method}`),
    );
    expect(server?.sorryServer).toEqual({ ip: "192.0.2.99", port: 80, forwarding: method });
    expect(said).toEqual([`warning: ${method} cannot change the port: 80 is used instead of 8080`]);
  });
  test("a firewall mark has none", () => {
    const real = "192.0.2.21 80 {\n}";
    expect(judge(of("fwmark 3", [], real)).said).toEqual([]);
    expect(judge(of("fwmark 3", ["lb_kind DR"], real)).said).toEqual([
      "warning: DR cannot change the port: that of the real_server is left out, for a firewall mark has none",
    ]);
  });
  test("of a group may be several", () => {
    const group = "virtual_server_group G {\n192.0.2.1 80\n192.0.2.1 443\n}\n";
    expect(judge(group + of("group G", [TCP], "192.0.2.21 80 {\n}")).said).toEqual([]);
    expect(judge(group + of("group G", [TCP, "lb_kind DR"], "192.0.2.21 80 {\n}")).said).toEqual([
      "warning: DR cannot change the port: the group has 80, 443, and the real_server 80",
    ]);
  });
  test("of a group may be all, and then it must be persistent", () => {
    const group = "virtual_server_group G {\n192.0.2.1\n}\n";
    expect(judge(group + of("group G", [TCP])).said).toEqual([
      "warning: a service of all ports must be persistent: persistence_timeout 360 is used",
    ]);
  });
});

describe("families", () => {
  const other =
    "error: the real_server is of another family than the virtual server; it is left out";
  test("ip_family must be the address's", () => {
    expect(judge(of("192.0.2.1 80", [TCP, "ip_family inet"])).said).toEqual([]);
    expect(judge(of("192.0.2.1 80", [TCP, "ip_family inet6"])).said).toEqual([
      "error: found inet6, but the address of the virtual server is inet; it is left out",
    ]);
  });
  test("a granularity must fit the address", () => {
    expect(judge(of("192.0.2.1 80", [TCP, "persistence_granularity 64"])).said[0]).toBe(
      'error: found "64", expected a netmask such as 255.255.255.0 for inet; it is left out',
    );
  });
  test.for([
    ["its ip_family", ["ip_family inet6"], "192.0.2.21 {\n}"],
    ["its granularity", ["persistence_granularity 64"], "192.0.2.21 {\n}"],
    ["its first real server", [], "192.0.2.20 {\n}\nreal_server 2001:db8::21 {\n}"],
  ] as const)("a firewall mark's is told by %s", ([, lines, real]) => {
    expect(judge(of("fwmark 3", lines, real)).said).toContain(other);
  });
  test("a tunnel tells none", () => {
    const real = "192.0.2.20 {\nlvs_method TUN\n}\nreal_server 2001:db8::21 {\n}";
    expect(judge(of("fwmark 3", [], real)).said).toEqual([]);
  });
});

describe("protocol", () => {
  test("is of no use with a firewall mark", () => {
    expect(judge(of("fwmark 3", [TCP])).said).toEqual([
      "hint: protocol TCP has no effect: a firewall mark stands for packets of any",
    ]);
    expect(judge(of("fwmark 3", [])).said).toEqual([]);
  });
  test("is needed where a group has addresses", () => {
    const group = "virtual_server_group G {\n192.0.2.1 80\nfwmark 3\n}\n";
    expect(judge(group + of("group G", [])).said[0]).toContain("group G names no protocol");
  });
});

describe("flags", () => {
  test.for([
    [["lb_algo sh", "sh-port", "sh-fallback"], undefined],
    [["mh-port", "lb_algo mh"], undefined],
    [["sh-port"], "sh-port has no effect: lb_algo is wlc, not sh"],
    [["lb_algo sh", "mh-fallback"], "mh-fallback has no effect: lb_algo is sh, not mh"],
    [["ops"], "ops has no effect: it is for UDP, and protocol is TCP"],
    [["ops", "protocol UDP"], undefined],
    [["ha_suspend"], undefined],
  ] as const)("%j", ([lines, said]) => {
    expect(judge(serverText(...lines)).said).toEqual(
      said === undefined ? [] : [`warning: ${said}`],
    );
  });
  test("ha_suspend needs an address", () => {
    expect(judge(of("fwmark 3", ["ha_suspend"])).said).toEqual([
      "warning: ha_suspend has no effect: a firewall mark has no address that this node could hold",
    ]);
  });
});

describe("sorry_server", () => {
  test.for(["sorry_server_inhibit", "sorry_server_lvs_method DR"])("%s needs one", (line) => {
    expect(judge(serverText(line)).said).toEqual([
      "warning: there is no sorry_server in this virtual server: this has no effect",
    ]);
  });
  test("that is a real server too is inhibited as that is", () => {
    const sorry = "sorry_server 192.0.2.21 80";
    expect(judge(serverText(sorry)).said).toEqual([]);
    expect(judge(serverText(sorry, "sorry_server_inhibit")).said).toEqual([
      "warning: the sorry_server is a real_server as well, and inhibited as that is: no",
    ]);
    expect(judge(serverText(sorry, "inhibit_on_failure")).said).toEqual([
      "warning: the sorry_server is a real_server as well, and inhibited as that is: yes",
    ]);
    const both = serverText(sorry, "sorry_server_inhibit", "inhibit_on_failure");
    expect(judge(both).said).toEqual([]);
  });
});

const real = (method: string): string => `real_server 192.0.2.31 80 {\nlvs_method ${method}\n}`;

describe("what cannot be built yet is left out", () => {
  test.for(["TUN type gre", "TUN type gue port 6080", "TUN type gre csum"])("%s", (method) => {
    const text = serverText(real(method));
    expect(parseConfig(text, "conf").diagnostics).toMatchObject([
      { severity: "warning", rule: "unsupported-keyword" },
    ]);
    expect(judge(text).server?.realServers.map(({ ip }) => ip)).toEqual(["192.0.2.21"]);
  });
  test("but not a plain tunnel", () => {
    expect(judge(serverText(real("TUN type ipip"))).server?.realServers).toHaveLength(2);
  });
  test.for(["fwmark 3", "group G"])("virtual_server %s", (target) => {
    const text = `virtual_server_group G {\n192.0.2.1 80\n}\n${of(target, [TCP])}`;
    const { config, diagnostics } = parseConfig(serverText() + text, "conf");
    expect(config?.virtualServers).toHaveLength(1);
    expect(diagnostics.map(({ message }) => message)).toContain(
      `daruma does not act on virtual_server ${target.split(" ")[0]} yet: it is left out, and nothing is forwarded by it`,
    );
  });
});

describe("groups", () => {
  test("are known by name", () => {
    expect(judge(of("group NOBODY", [TCP])).said).toEqual([
      "error: there is no usable virtual_server_group NOBODY; the virtual_server is left out",
    ]);
  });
  test.for([
    [[], "has no usable entries"],
    [
      ["192.0.2.1", "2001:db8::1", "fwmark 3"],
      "has both families and a fwmark that names none of them",
    ],
  ] as const)("%j are none", ([lines, problem]) => {
    expect(judge(`virtual_server_group G {\n${lines.join("\n")}\n}\n`).said).toEqual([
      `error: virtual_server_group G ${problem}; it is left out`,
    ]);
  });
  test("may have both families where each mark names its own", () => {
    const text = "virtual_server_group G {\n192.0.2.1\n2001:db8::1\nfwmark 3 inet\n}\n";
    expect(judge(text).said).toEqual([]);
  });
});

test("a weight that ipvsadm would refuse is the most it takes", () => {
  const { server, said } = judge(serverText("weight 65536"));
  expect(server?.realServers[0]?.weight).toBe(65_535);
  expect(said).toEqual(["warning: weight 65536 is more than ipvsadm takes: 65535 is used"]);
  expect(judge(serverText("weight 65535")).said).toEqual([]);
});

describe("a check that daruma does not act on yet", () => {
  test.for([
    ["SMTP_CHECK", ""],
    ["DNS_CHECK", ""],
    ["PING_CHECK", ""],
    ["UDP_CHECK", ""],
    ["MISC_CHECK", "misc_path /bin/true"],
    ["FILE_CHECK", "track_file F"],
    ["BFD_CHECK", "name B"],
  ] as const)("%s leaves its real server in, and says so", ([type, line]) => {
    const text = serverText(`real_server 192.0.2.31 {\n${type} {\n${line}\n}\n}`);
    const { config, diagnostics } = parseConfig(text, "conf");
    expect(config?.virtualServers[0]?.realServers[0]).toMatchObject({
      ip: "192.0.2.31",
      checks: [],
    });
    expect(diagnostics).toMatchObject([
      {
        severity: "warning",
        rule: "unsupported-keyword",
        message: `daruma does not act on ${type} yet: its real server is judged by its other checks, and counts as up where it has none`,
      },
    ]);
  });
});

const local = (type: string, line: string): string =>
  `virtual_server 2001:db8::1 80 {\n${TCP}\nreal_server fe80::21 {\n${type} {\n${line}\n}\n}\n}\n`;
const unbound = (type: string): string =>
  `error: ${type} of the link-local address fe80::21 has no bind_if; it is left out`;

describe("link-local", () => {
  test.for([
    ["TCP_CHECK", ""],
    ["HTTP_GET", "url {\npath /\n}"],
    ["SMTP_CHECK", ""],
    ["PING_CHECK", ""],
  ] as const)("%s needs bind_if", ([type, line]) => {
    const { server, said } = judge(local(type, line));
    expect([server?.realServers[0]?.checks, said]).toEqual([[], [unbound(type)]]);
    const bound = judge(local(type, `${line}\nbind_if eth0`));
    expect([bound.server?.realServers[0]?.checks, bound.said]).toEqual([[], []]);
    expect(judge(local(type, `${line}\nconnect_ip 2001:db8::21`)).said).toEqual([]);
  });
  test("each host of an SMTP_CHECK does", () => {
    const lines = "bind_if eth0\nhost {\nbind_if eth0\n}\nhost {\n}";
    expect(judge(local("SMTP_CHECK", lines)).said).toEqual([
      unbound("SMTP_CHECK").replace("SMTP_CHECK", "host"),
    ]);
  });
});
