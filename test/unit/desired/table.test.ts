/** What the table should hold: a service for each virtual server, with whom it forwards to now. */
import { describe, expect, test } from "vitest";
import type { VirtualServer } from "../../../src/config/model.ts";
import { parseConfig } from "../../../src/config/parse.ts";
import { desiredTable, type Forwarding } from "../../../src/desired/table.ts";
import { ipOf } from "../ip-of.ts";

const servers = (text: string): readonly VirtualServer[] =>
  parseConfig(text, "conf").config?.virtualServers ?? [];

/** Everybody is well. */
const forwardings = (text: string): readonly Forwarding[] =>
  servers(text).map((virtualServer) => ({ virtualServer, members: virtualServer.realServers }));

const TWO = `virtual_server 192.0.2.1 443 {
  protocol TCP
  lvs_sched rr
  lvs_method DR
  persistence_timeout 300
  real_server 192.0.2.21 443 {
    weight 3
  }
}
virtual_server 2001:db8::1 53 {
  protocol UDP
  lvs_method TUN
  real_server 2001:db8::21 53 {
  }
}`;

describe("the desired table", () => {
  const table = desiredTable(forwardings(TWO));
  test("names services by protocol and endpoint", () => {
    expect([...table.keys()]).toEqual(["TCP 192.0.2.1:443", "UDP [2001:db8::1]:53"]);
  });
  test("has scheduler and persistence of the conf, and nothing that it does not say", () => {
    expect(table.get("TCP 192.0.2.1:443")).toMatchObject({
      scheduler: "rr",
      persistenceTimeout: 300,
      extra: [],
    });
    expect(table.get("UDP [2001:db8::1]:53")).toMatchObject({ persistenceTimeout: 0, extra: [] });
  });
  test("has destinations by endpoint, with what IPVS needs of them and no more", () => {
    expect([...(table.get("TCP 192.0.2.1:443")?.destinations ?? [])]).toMatchObject([
      ["192.0.2.21:443", { ip: "192.0.2.21", port: 443, forwarding: "DR", weight: 3 }],
    ]);
    expect([...(table.get("UDP [2001:db8::1]:53")?.destinations ?? [])]).toMatchObject([
      ["[2001:db8::21]:53", { forwarding: "TUN", weight: 1 }],
    ]);
  });
});

test("a service nobody stands behind is there all the same: who asks is refused, not lost", () => {
  const pools = servers(TWO).map((virtualServer) => ({ virtualServer, members: [] }));
  expect([...desiredTable(pools).values()].map(({ destinations }) => destinations.size)).toEqual([
    0, 0,
  ]);
});

test("the same protocol, address and port is one service, the same address by UDP another", () => {
  const text = ["TCP", "UDP"]
    .map(
      (protocol) => `virtual_server 192.0.2.1 53 {
        protocol ${protocol}
        real_server 192.0.2.21 53 {
        }
      }`,
    )
    .join("\n");
  expect([...desiredTable(forwardings(text)).keys()]).toEqual([
    "TCP 192.0.2.1:53",
    "UDP 192.0.2.1:53",
  ]);
});

test("a sorry server at the address of a real server that stays with weight 0 takes its place", () => {
  const member = { ip: ipOf("192.0.2.21"), port: 443, forwarding: "NAT" } as const;
  const members = [
    { ...member, weight: 0 },
    { ...member, weight: 1 },
  ];
  const pools = servers(TWO).map((virtualServer) => ({ virtualServer, members }));
  const destinations = desiredTable(pools).get("TCP 192.0.2.1:443")?.destinations;
  expect([...(destinations?.values() ?? [])]).toEqual([{ ...member, weight: 1 }]);
});
