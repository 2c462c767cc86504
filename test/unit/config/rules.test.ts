/** Rules between keywords: what is put right is a warning, what cannot be is an error; both say what is done. */
import { describe, expect, test } from "vitest";
import type { Config, VirtualServer, VrrpInstance } from "../../../src/config/model.ts";
import { parseConfig } from "../../../src/config/parse.ts";
import { instanceText } from "./read.ts";

interface Judged {
  readonly config: Config | undefined;
  /** `severity: message` of each. */
  readonly said: readonly string[];
  readonly instance: VrrpInstance | undefined;
  readonly server: VirtualServer | undefined;
}

function judge(text: string): Judged {
  const { config, diagnostics } = parseConfig(text, "conf");
  const said = diagnostics.map(({ severity, message }) => `${severity}: ${message}`);
  return { config, said, instance: config?.instances[0], server: config?.virtualServers[0] };
}

describe("advert_int", () => {
  test.for([
    ["version 2", "1.4", 1000],
    ["version 2", "0.3", 1000],
    ["version 3", "0.015", 20],
    ["version 3", "41", 40_950],
  ] as const)("of %s cannot be %s s", ([version, asked, given]) => {
    const { instance, said } = judge(instanceText(version, `advert_int ${asked}`));
    expect(instance?.advertInterval).toBe(given);
    expect(said).toEqual([
      `warning: ${version} cannot carry ${Number(asked)} s: ${given / 1000} s is used`,
    ]);
  });
  test("of version 3 has hundredths of a second", () => {
    const { instance, said } = judge(instanceText("version 3", "advert_int 0.25"));
    expect([instance?.advertInterval, said]).toEqual([250, []]);
  });
});

describe("preemption", () => {
  test.for([
    [["state MASTER", "priority 150", "nopreempt"], "nopreempt has no effect with state MASTER"],
    [["priority 255", "nopreempt"], "nopreempt has no effect with priority 255"],
    [
      ["state MASTER", "priority 150", "preempt_delay 5"],
      "preempt_delay has no effect with state MASTER",
    ],
  ] as const)("%j", ([lines, message]) => {
    const { instance, said } = judge(instanceText(...lines));
    expect(instance).toMatchObject({ preempt: true, preemptDelay: 0 });
    expect(said).toEqual([`warning: ${message}`]);
  });
  test("nopreempt makes preempt_delay void", () => {
    const { instance, said } = judge(instanceText("nopreempt", "preempt_delay 5"));
    expect(instance).toMatchObject({ preempt: false, preemptDelay: 0 });
    expect(said).toEqual(["warning: preempt_delay has no effect with nopreempt"]);
  });
});

const auth = (...lines: readonly string[]): readonly string[] => [
  "authentication {",
  ...lines,
  "}",
];

describe("authentication", () => {
  test("PASS takes eight characters", () => {
    const { instance, said } = judge(
      instanceText(...auth("auth_type PASS", "auth_pass 123456789")),
    );
    expect(instance?.authentication).toEqual({ type: "pass", password: "12345678" });
    expect(said).toEqual(["warning: only the first 8 characters of auth_pass count"]);
  });
  test.for([
    [
      ["version 3", ...auth("auth_type PASS", "auth_pass x")],
      "VRRP version 3 has no authentication: it is left out",
    ],
    [auth("auth_type PASS"), "no auth_pass: adverts are sent without authentication"],
    [
      auth("auth_type AH", "auth_pass x"),
      "daruma does not do auth_type AH yet: adverts are sent without authentication, and a keepalived with AH drops them: both are MASTER",
    ],
  ] as const)("%j is none", ([lines, message]) => {
    const { instance, said } = judge(instanceText(...lines));
    expect(instance?.authentication).toEqual({ type: "none" });
    expect(said).toEqual([`warning: ${message}`]);
  });
});

const AH = auth("auth_type AH", "auth_pass x");
const AH_MASTER = /state MASTER does not count with auth_type AH.*: WEB starts as BACKUP/;

describe("state MASTER with auth_type AH", () => {
  test("starts as BACKUP, for which nopreempt and preempt_delay count", () => {
    const wish = ["state MASTER", "priority 150"];
    const { instance, said } = judge(instanceText(...wish, "nopreempt", ...AH));
    expect(instance).toMatchObject({ initialState: "BACKUP", priority: 150, preempt: false });
    expect(said).toEqual([
      expect.stringMatching(AH_MASTER),
      expect.stringContaining("daruma does not do auth_type AH yet"),
    ]);
    const patient = judge(instanceText(...wish, "preempt_delay 5", ...AH));
    expect(patient.instance).toMatchObject({ preempt: true, preemptDelay: 5000 });
    expect(patient.said).toHaveLength(2);
  });

  test.for([
    ["the owner's", ["state MASTER", ...AH]],
    ["version 3", ["state MASTER", "priority 150", "version 3", ...AH]],
    ["no password", ["state MASTER", "priority 150", ...auth("auth_type AH")]],
    ["PASS", ["state MASTER", "priority 150", ...auth("auth_type PASS", "auth_pass x")]],
  ] as const)("counts where no number has to be heard: %s", ([, lines]) => {
    const { instance, said } = judge(instanceText(...lines));
    expect(instance?.initialState).toBe("MASTER");
    expect(said).not.toContainEqual(expect.stringMatching(AH_MASTER));
  });
});

const listed = (count: number): string =>
  instanceText(
    "virtual_ipaddress {",
    ...Array.from({ length: count }, (_, i) => `10.0.${i >> 8}.${i & 255}`),
    "}",
  );

describe("addresses", () => {
  test("beyond 255 are held, but not advertised", () => {
    const { instance, said } = judge(listed(299));
    expect([instance?.addresses.length, instance?.excludedAddresses.length]).toEqual([255, 45]);
    expect(said).toEqual([
      "warning: an advert carries 255 addresses: the other 45 are held but not advertised",
    ]);
  });
  test("twice are one", () => {
    const { instance, said } = judge(instanceText("virtual_ipaddress {", "    192.0.2.1/32", "}"));
    expect(instance?.addresses).toHaveLength(1);
    expect(said).toEqual(["warning: 192.0.2.1 stands already at line 5; this one is left out"]);
  });
  test("are what version 3 lives by", () => {
    const none = instanceText("version 3").replace("192.0.2.1/24", "");
    expect(judge(none).said).toContain(
      "error: vrrp_instance WEB has no usable virtual_ipaddress; it is left out",
    );
  });
});

describe("unicast", () => {
  test("needs no interface where the source is said, but then each address its dev", () => {
    const text = instanceText("unicast_src_ip 192.0.2.11", "unicast_peer {", "192.0.2.12", "}")
      .replace("interface eth0", "")
      .replace("192.0.2.1/24", "192.0.2.1/24 dev eth0");
    expect(judge(text)).toMatchObject({ said: [], instance: { interface: "" } });
    expect(judge(text.replace(" dev eth0", "")).said[0]).toContain("must name its dev");
  });
  test("source without peers is multicast", () => {
    const { instance, said } = judge(instanceText("unicast_src_ip 192.0.2.11"));
    expect(instance?.destination.type).toBe("multicast");
    expect(said).toEqual(["warning: no unicast_peer: adverts are sent by multicast"]);
  });
});

const group = (...names: readonly string[]): string =>
  `vrrp_sync_group G {\n group {\n ${names.join("\n ")}\n }\n}\n`;

describe("vrrp_sync_group", () => {
  const other = instanceText()
    .replace("WEB", "API")
    .replace("51", "52")
    .replace("192.0.2.1/", "192.0.2.2/");
  test("may name several members on a line", () => {
    const { config } = judge(instanceText() + other + group("WEB API"));
    expect(config?.syncGroups[0]?.members).toEqual(["WEB", "API"]);
  });
  test("leaves out who is unknown, and otherwise warns of a group of one", () => {
    const { config, said } = judge(instanceText() + other + group("WEB", "NOBODY"));
    expect(config?.syncGroups[0]?.members).toEqual(["WEB"]);
    expect(said).toEqual(["error: there is no usable vrrp_instance NOBODY; left out"]);
    expect(judge(instanceText() + group("WEB")).said).toEqual([
      "warning: sync group G has one member",
    ]);
  });
  test("has its members to itself", () => {
    const second = group("WEB", "API").replace("G {", "H {");
    const { said } = judge(instanceText() + other + group("WEB", "API") + second);
    expect(said).toContain("error: WEB is already in sync group G; left out");
  });
});

const server = (lines: string, ...reals: readonly string[]): string =>
  `virtual_server 192.0.2.1 80 {\n protocol TCP\n ${lines}\n ${reals
    .map((real) => (real.includes("{") ? real : `real_server ${real} {\n }`))
    .join("\n")}\n}\n`;

describe("virtual_server", () => {
  test("without a protocol is UDP's, as keepalived's, with a warning", () => {
    const text = server("", "192.0.2.21 80").replace("protocol TCP", "");
    expect(judge(text).server?.protocol).toBe("UDP");
    expect(judge(text).said[0]).toContain("names no protocol");
  });
  test("without real servers is none", () => {
    expect(judge(server("")).said).toContain(
      "error: virtual_server 192.0.2.1 has no usable real_server; it is left out",
    );
  });
  test("twice is one", () => {
    const text = server("", "192.0.2.21 80");
    const { config, said } = judge(text + text);
    expect(config?.virtualServers).toHaveLength(1);
    expect(said).toHaveLength(1);
  });
  test("of all ports is persistent", () => {
    const text = server("", "192.0.2.21").replace("192.0.2.1 80", "192.0.2.1");
    expect(judge(text).server).toMatchObject({ port: 0, persistenceTimeout: 360 });
  });
  test("persistence_timeout alone is six minutes; a bad one changes nothing", () => {
    expect(judge(server("persistence_timeout", "192.0.2.21")).server?.persistenceTimeout).toBe(360);
    const bad = server("persistence_timeout 50\n persistence_timeout x", "192.0.2.21");
    expect(judge(bad).server?.persistenceTimeout).toBe(50);
  });
  test("cannot have more quorum than weight, nor more hysteresis than quorum", () => {
    const { server: made, said } = judge(
      server("quorum 9\n hysteresis 5", "192.0.2.21", "192.0.2.22"),
    );
    expect(made).toMatchObject({ quorum: 2, hysteresis: 1 });
    expect(said).toEqual([
      "warning: quorum 9 is more than all weights together: 2 is used",
      "warning: hysteresis must be below quorum: 1 is used",
    ]);
  });
});

describe("real_server", () => {
  test("without a port has the virtual server's", () => {
    expect(judge(server("", "192.0.2.21")).server?.realServers[0]?.port).toBe(80);
  });
  test.for(["DR", "TUN"])("%s cannot change the port", (method) => {
    const { server: made, said } = judge(server(`lb_kind ${method}`, "192.0.2.21 8080"));
    expect(made?.realServers[0]?.port).toBe(80);
    expect(said).toEqual([`warning: ${method} cannot change the port: 80 is used instead of 8080`]);
  });
  test("twice is one", () => {
    const { server: made, said } = judge(server("", "192.0.2.21 80", "192.0.2.21"));
    expect(made?.realServers).toHaveLength(1);
    expect(said[0]).toContain("real_server 192.0.2.21:80 stands already");
  });
  test("of the other family is out, unless by a tunnel", () => {
    expect(judge(server("", "2001:db8::21", "192.0.2.21")).server?.realServers).toHaveLength(1);
    expect(judge(server("lb_kind TUN", "2001:db8::21")).server?.realServers).toHaveLength(1);
  });
  test("with an HTTP_GET that asks nothing has no check", () => {
    const { server: made, said } = judge(
      server("", "real_server 192.0.2.21 80 {\n HTTP_GET {\n }\n }"),
    );
    expect(made?.realServers[0]?.checks).toEqual([]);
    expect(said).toEqual(["error: HTTP_GET has no url; it is left out"]);
  });
});

describe("sorry_server", () => {
  test("without a port has the virtual server's, and its way of forwarding", () => {
    const text = server("lb_kind DR\n sorry_server 192.0.2.99", "192.0.2.21");
    expect(judge(text).server?.sorryServer).toEqual({
      ip: "192.0.2.99",
      port: 80,
      forwarding: "DR",
    });
  });
  test("of the other family is none", () => {
    const { server: made, said } = judge(server("sorry_server 2001:db8::99", "192.0.2.21"));
    expect(made?.sorryServer).toBeUndefined();
    expect(said[0]).toContain("another family");
  });
});
