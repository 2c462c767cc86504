/** virtual_ipaddress takes what ip-address(8) knows: prefix, brd, dev, scope, label. */
import { describe, expect, test } from "vitest";
import type { InterfaceAddress, VrrpInstance } from "../../../src/config/model.ts";
import { parseConfig } from "../../../src/config/parse.ts";

const conf = (address: string, more = ""): string => `vrrp_instance WEB {
    interface eth0
    virtual_router_id 51
    ${more}
    virtual_ipaddress {
        ${address}
    }
}
`;

function instanceOf(address: string, more?: string): VrrpInstance {
  const instance = parseConfig(conf(address, more), "conf").config?.instances[0];
  if (instance === undefined) throw new Error("no instance");
  return instance;
}

const addressOf = (text: string): InterfaceAddress | undefined => instanceOf(text).addresses[0];

describe("a prefix length that cannot be read", () => {
  test.for([
    ["192.0.2.1/33", "192.0.2.1", 32, undefined],
    ["192.0.2.1/", "192.0.2.1", 32, undefined],
    ["192.0.2.1/24,", "192.0.2.1", 24, "no , stands between words or behind them"],
    ["192.0.2.1/255.255.255.0", "192.0.2.1", 32, "write 192.0.2.1/24"],
    ["192.0.2.1/255.0.255.0", "192.0.2.1", 32, undefined],
    ["2001:db8::1/129", "2001:db8::1", 128, undefined],
  ] as const)("%s is told, and the address held", ([text, ip, length, hint]) => {
    const { config, diagnostics } = parseConfig(conf(text), "conf");
    expect(config?.instances[0]?.addresses[0]?.prefix).toEqual({ ip, length });
    expect(diagnostics.map((each) => [each.rule, each.hint])).toEqual([["bad-value", hint]]);
  });
  test("is of no use without an address", () => {
    expect(instanceOf("example/24").addresses).toEqual([]);
  });
});

test("addresses of sockets may have a length behind them, as in keepalived, which says nothing", () => {
  const peers = "unicast_src_ip 192.0.2.7/24\n    unicast_peer {\n        192.0.2.8/24\n    }";
  const { config, diagnostics } = parseConfig(conf("192.0.2.1", peers), "conf");
  expect(config?.instances[0]?.source).toBe("192.0.2.7");
  expect(config?.instances[0]?.destination).toMatchObject({ peers: ["192.0.2.8"] });
  expect(diagnostics.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual([
    "warning surplus-argument",
    "warning surplus-argument",
  ]);
});

describe("an address", () => {
  test("alone is a host's, on the instance's interface", () => {
    expect(addressOf("192.0.2.1")).toEqual({
      prefix: { ip: "192.0.2.1", length: 32 },
      dev: "eth0",
      broadcast: undefined,
      scope: 0,
      label: undefined,
    });
    expect(addressOf("2001:db8::1")?.prefix).toEqual({ ip: "2001:db8::1", length: 128 });
  });
  test("may name everything, in any order", () => {
    const all = {
      prefix: { ip: "192.0.2.1", length: 24 },
      dev: "eth1",
      scope: 253,
      label: "eth1:v",
    };
    const want = { ...all, broadcast: "192.0.2.255" };
    expect(addressOf("192.0.2.1/24 brd 192.0.2.255 dev eth1 scope link label eth1:v")).toEqual(
      want,
    );
    expect(addressOf("192.0.2.1/24 label eth1:v scope link dev eth1 brd 192.0.2.255")).toEqual(
      want,
    );
  });
  test("computes its broadcast address from +, and has none with -", () => {
    expect(addressOf("192.0.2.1/24 brd +")?.broadcast).toBe("192.0.2.255");
    expect(addressOf("192.0.2.1/24 broadcast -")?.broadcast).toBeUndefined();
  });
  test.for([
    ["global", 0],
    ["site", 200],
    ["link", 253],
    ["host", 254],
  ] as const)("has scope %s as number %i", ([name, number]) => {
    expect(addressOf(`192.0.2.1/24 scope ${name}`)?.scope).toBe(number);
  });
});

describe("what is no address is left out, and told at its place", () => {
  test.for([
    ["192.0.2.256", "6:9"],
    ["192.0.2.1/33", "6:9"],
    ["2001:db8::1/129", "6:9"],
    ["192.0.2.1/24 brd 2001:db8::1", "6:26"],
    ["192.0.2.1/24 scope galaxy", "6:28"],
    ["192.0.2.1/24 dev", "6:22"],
  ] as const)("%s at %s", ([text, place]) => {
    const { diagnostics } = parseConfig(conf(text), "conf");
    const places = diagnostics.map(({ span }) => `${span.line}:${span.column}`);
    expect(places).toContain(place);
  });
});

describe("families", () => {
  test("the first address decides; version 3 is the only one for IPv6", () => {
    expect(instanceOf("2001:db8::1/64")).toMatchObject({ family: "inet6", version: 3 });
    expect(instanceOf("192.0.2.1/24")).toMatchObject({ family: "inet", version: 2 });
  });
  test("an address of the other family is not advertised", () => {
    const { addresses, excludedAddresses } = instanceOf("fe80::1/64\n192.0.2.1/24");
    expect(addresses.map(({ prefix }) => prefix.ip)).toEqual(["fe80::1"]);
    expect(excludedAddresses.map(({ prefix }) => prefix.ip)).not.toContain("fe80::1");
  });
});

describe("where adverts go", () => {
  test("to the family's group", () => {
    expect(instanceOf("192.0.2.1/24").destination).toEqual({
      type: "multicast",
      group: "224.0.0.18",
    });
    expect(instanceOf("fe80::1/64").destination).toEqual({ type: "multicast", group: "ff02::12" });
  });
  test("to unicast peers, from the source given", () => {
    const more = "unicast_src_ip 192.0.2.11\n unicast_peer {\n 192.0.2.12\n 192.0.2.13\n }";
    expect(instanceOf("192.0.2.1/24", more)).toMatchObject({
      source: "192.0.2.11",
      destination: { type: "unicast", peers: ["192.0.2.12", "192.0.2.13"] },
    });
  });
  test("over UDP, on daruma's port or another", () => {
    expect(instanceOf("192.0.2.1/24", "vrrp_transport udp").transport).toEqual({
      type: "udp",
      port: 8112,
    });
    expect(instanceOf("192.0.2.1/24", "vrrp_transport udp 9000").transport).toEqual({
      type: "udp",
      port: 9000,
    });
    expect(instanceOf("192.0.2.1/24").transport).toEqual({ type: "raw" });
  });
});
