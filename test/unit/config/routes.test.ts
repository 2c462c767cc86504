/** virtual_routes and static_routes take what ip-route(8) takes, in full words. */
import { describe, expect, test } from "vitest";
import {
  type RouteDraft,
  readRoutes,
  staticRoute,
  virtualRoute,
} from "../../../src/config/schema/routes.ts";
import { plain, readLines } from "./lines.ts";

const TO = { to: { ip: "192.0.2.0", length: 24 } };
const INET = { family: "inet" };
const INET6 = { family: "inet6", to: { ip: "2001:db8::", length: 32 } };

const read = (line: string): { readonly route: unknown; readonly said: readonly string[] } => {
  const { drafts, said } = readLines(
    (body, report) => readRoutes(virtualRoute, body, report),
    line,
  );
  const { word: _, ...route }: Partial<RouteDraft> = drafts[0] ?? {};
  return { route: drafts.length === 0 ? undefined : plain(route), said };
};

describe("a route", () => {
  test.for<readonly [string, object]>([
    ["192.0.2.0/24", TO],
    ["to 192.0.2.0/24", TO],
    ["inet 192.0.2.0/24", TO],
    ["192.0.2.1", { to: { ip: "192.0.2.1", length: 32 } }],
    ["default", { to: "default" }],
    ["to any", { to: "default" }],
    ["all dev eth0", { to: "default", dev: "eth0" }],
    ["inet6 to default", { to: "default", family: "inet6" }],
    ["inet6 2001:db8::/32", INET6],
    ["blackhole 192.0.2.0/24", { ...TO, type: "blackhole" }],
    ["to unreachable 192.0.2.0/24", { ...TO, type: "unreachable" }],
    ["brd 192.0.2.0/24", { ...TO, type: "broadcast" }],
    ["throw default", { to: "default", type: "throw" }],
    [
      "src 192.0.2.9 192.0.2.0/24 via 192.0.2.1 dev eth0",
      { ...TO, source: "192.0.2.9", via: "192.0.2.1", dev: "eth0" },
    ],
    [
      "192.0.2.0/24 via inet 192.0.2.1 oif eth0 onlink",
      { ...TO, via: "192.0.2.1", dev: "eth0", onlink: true },
    ],
    ["2001:db8::/32 via inet6 fe80::1 dev eth0", { ...INET6, via: "fe80::1", dev: "eth0" }],
    [
      "192.0.2.0/24 table 100 protocol 18 scope link",
      { ...TO, table: 100, protocol: 18, scope: 253 },
    ],
    ["192.0.2.0/24 table 0x64 protocol keepalived", { ...TO, table: 100, protocol: "keepalived" }],
    [
      "192.0.2.0/24 table isp-1 protocol bird no_track",
      { ...TO, table: "isp-1", protocol: "bird", tracked: false },
    ],
    ["192.0.2.0/24 metric 10", { ...TO, metric: 10 }],
    ["192.0.2.0/24 priority 4294967295", { ...TO, metric: 4_294_967_295 }],
    ["192.0.2.0/24 preference 0 tos 0x10", { ...TO, metric: 0, tos: 16 }],
    ["192.0.2.0/24 dsfield AF11 vrf blue", { ...TO, tos: "AF11", vrf: "blue" }],
    ["192.0.2.0/24 realms 3/cosmos", { ...TO, realms: { from: 3, to: "cosmos" } }],
    ["192.0.2.0/24 realms 4", { ...TO, realms: { to: 4 } }],
    ["192.0.2.0/24 mtu 1400", { ...TO, mtu: { value: 1400, locked: false } }],
    [
      "192.0.2.0/24 mtu lock 1400 advmss lock 1360",
      { ...TO, mtu: { value: 1400, locked: true }, advmss: { value: 1360, locked: true } },
    ],
    [
      "192.0.2.0/24 rtt 300ms rttvar 1.5s rto_min 200",
      {
        ...TO,
        rtt: { value: 300, locked: false },
        rttvar: { value: 1500, locked: false },
        rtoMin: { value: 200, locked: false },
      },
    ],
    [
      "192.0.2.0/24 rtt 800 rttvar lock 800",
      { ...TO, rtt: { value: 100, locked: false }, rttvar: { value: 200, locked: true } },
    ],
    [
      "192.0.2.0/24 reordering 3 cwnd lock 10 ssthresh 20",
      {
        ...TO,
        reordering: { value: 3, locked: false },
        cwnd: { value: 10, locked: true },
        ssthresh: { value: 20, locked: false },
      },
    ],
    [
      "192.0.2.0/24 congctl lock bbr window 5",
      { ...TO, congctl: { name: "bbr", locked: true }, window: 5 },
    ],
    [
      "192.0.2.0/24 hoplimit 255 initcwnd 10 initrwnd 20",
      { ...TO, hoplimit: 255, initcwnd: 10, initrwnd: 20 },
    ],
    [
      "192.0.2.0/24 quickack 1 features ecn fastopen_no_cookie 0",
      { ...TO, quickack: true, ecn: true, fastopenNoCookie: false },
    ],
    ["2001:db8::/32 expires 60 pref low", { ...INET6, expires: 60, preference: 3 }],
    [
      "2001:db8::/32 from 2001:db8:1::/48 pref 1",
      { ...INET6, from: { ip: "2001:db8:1::", length: 48 }, preference: 1 },
    ],
    ["default pref high", { to: "default", family: "inet6", preference: 1 }],
    ["192.0.2.0/24 ttl-propagate disabled append", { ...TO, ttlPropagate: false, mode: "append" }],
    ["192.0.2.0/24 append add", { ...TO, mode: "add" }],
    [
      "192.0.2.0/24 encap mpls 100/200 dev eth0",
      { ...TO, encap: { type: "mpls", labels: [100, 200] }, dev: "eth0" },
    ],
    [
      "192.0.2.0/24 encap ip id 5 dst 198.51.100.1 ttl 9 dev eth0",
      { ...TO, encap: { type: "ip", id: "5", destination: "198.51.100.1", ttl: 9 }, dev: "eth0" },
    ],
    [
      "192.0.2.0/24 encap ip6 id 5 src 2001:db8::9 tc 3 hoplimit 4",
      { ...TO, encap: { type: "ip6", id: "5", source: "2001:db8::9", tos: 3, ttl: 4 } },
    ],
    [
      "2001:db8::/32 encap ila 2001:db8:0:1 dev eth0",
      { ...INET6, encap: { type: "ila", locator: "2001:db8:0:1" }, dev: "eth0" },
    ],
    [
      "192.0.2.0/24 table 9 nexthop via 192.0.2.1 dev eth0 weight 2 nexthop via 192.0.2.2 dev eth1 onlink realms 3",
      {
        ...TO,
        table: 9,
        hops: [
          { via: "192.0.2.1", dev: "eth0", weight: 2 },
          { via: "192.0.2.2", dev: "eth1", onlink: true, realms: { to: 3 } },
        ],
      },
    ],
  ])("%s", ([line, want]) => {
    expect(read(line)).toEqual({ route: { ...INET, ...want }, said: [] });
  });
  test("has two ways by the old words, which name the new ones", () => {
    expect(read("192.0.2.0/24 gw 192.0.2.1 or 192.0.2.2")).toEqual({
      route: { ...INET, ...TO, hops: [{ via: "192.0.2.1" }, { via: "192.0.2.2" }] },
      said: ["hint: gw is the old name of via", "hint: or is the old name of nexthop"],
    });
  });
  test("that is tracked has keepalived's protocol", () => {
    expect(read("192.0.2.0/24 protocol bird").said).toEqual([
      "warning: protocol bird is not used: what is tracked has 18, keepalived",
    ]);
  });
});

describe("a route with a mistake is left out, with one message", () => {
  test.for([
    ["via 192.0.2.1", "a route needs a destination"],
    ["192.0.2.0/33", 'found "192.0.2.0/33", expected a prefix, such as 192.0.2.0/24, or default'],
    [
      "192.0.2.0/24 192.0.3.0/24",
      'found "192.0.3.0/24", but the route has a destination already; one route a line',
    ],
    ["192.0.2.0/24 via", 'found "via", expected an IP address behind it'],
    ["192.0.2.0/24 via gateway", 'found "gateway", expected an IP address'],
    ["192.0.2.0/24 via inet6 192.0.2.1", 'found "192.0.2.1", expected an address of inet6'],
    ["192.0.2.0/24 via fe80::1", "found IPv4 and IPv6 on one line"],
    ["inet 2001:db8::/32", "found IPv4 and IPv6 on one line"],
    ["inet6 inet default", 'found "inet", behind the other family'],
    ["192.0.2.0/24 expires 60", "found IPv4 and IPv6 on one line"],
    ["2001:db8::/32 realms 3", "found IPv4 and IPv6 on one line"],
    ["192.0.2.0/24 nexthop via fe80::1", "found IPv4 and IPv6 on one line"],
    ["2001:db8::/32 from default", 'found "default", expected an IPv6 prefix'],
    ["blackhole", 'found "blackhole", expected a prefix or default behind it'],
    ["to throw", 'found "to", expected a prefix or default behind it'],
    [
      "192.0.2.0/24 table 4294967296",
      'found "4294967296", expected a name, or a number from 0 to 4294967295',
    ],
    ["192.0.2.0/24 protocol 256", 'found "256", expected a name, or a number from 0 to 255'],
    [
      "192.0.2.0/24 scope galaxy",
      'found "galaxy", expected global, site, link, host or nowhere, or 0 to 255',
    ],
    ["192.0.2.0/24 metric low", 'found "low", expected a whole number from 0 to 4294967295'],
    ["192.0.2.0/24 metric -1", "found -1, expected 0 to 4294967295"],
    ["192.0.2.0/24 mtu lock", 'found "mtu", expected a number behind it'],
    ["192.0.2.0/24 rtt 121s", 'found "121s", expected a time up to 120 s, such as 2s or 300ms'],
    ["192.0.2.0/24 rtt 1e3", 'found "1e3", expected a time up to 120 s, such as 2s or 300ms'],
    ["192.0.2.0/24 congctl", 'found "congctl", expected a name behind it'],
    ["192.0.2.0/24 quickack 2", 'found "2", expected 0 or 1'],
    ["192.0.2.0/24 features sack", 'found "sack", expected ecn'],
    ["192.0.2.0/24 realms 1/2/3", 'found "1/2/3", expected REALM or FROM/TO'],
    ["192.0.2.0/24 realms 256", 'found "256", expected a name, or a number from 0 to 255'],
    ["192.0.2.0/24 nexthop via 192.0.2.1 weight 0", "found 0, expected 1 to 256"],
    ["192.0.2.0/24 nexthop via 192.0.2.1 weight 257", "found 257, expected 1 to 256"],
    ["192.0.2.0/24 or 192.0.2.2", 'found "or", expected via IP before it and IP behind it'],
    ["192.0.2.0/24 encap", 'found "encap", expected ip, ip6, mpls or ila behind encap'],
    ["192.0.2.0/24 encap gre 4", 'found "gre", expected ip, ip6, mpls or ila behind encap'],
    [
      "192.0.2.0/24 encap mpls 1048576",
      'found "1048576", expected labels from 0 to 1048575, such as 100 or 100/200',
    ],
    ["192.0.2.0/24 encap ip ttl 256", "found 256, expected 0 to 255"],
    [
      "2001:db8::/32 encap ila 7",
      'found "7", expected a locator of four groups, such as 2001:db8:0:1',
    ],
    [
      "2001:db8::/32 pref best",
      'found "best", expected low, medium, high, or a number from 0 to 255',
    ],
    [
      "192.0.2.0/24 dev an-interface-too-long",
      'found "an-interface-too-long", expected the name of an interface, at most 15 characters',
    ],
    ["192.0.2.0/24 metrik 3", 'unknown word "metrik" in virtual_routes'],
    ["192.0.2.0/24 track_group G", 'unknown word "track_group" in virtual_routes'],
  ] as const)("%s", ([line, message]) => {
    const { route, said } = read(line);
    expect(route).toBeUndefined();
    expect(said.filter((each) => !each.startsWith("hint: "))).toEqual([
      `error: ${message}; the route is left out`,
    ]);
  });
  test("and the routes beside it are not", () => {
    const text = "192.0.2.0/24 dev eth0\nnonsense\ndefault via 192.0.2.1";
    const { drafts } = readLines((body, report) => readRoutes(virtualRoute, body, report), text);
    expect(drafts.map(({ word }) => word.text)).toEqual(["192.0.2.0/24", "default"]);
  });
});

test("a static route may name a track_group", () => {
  const text = "192.0.2.0/24 dev eth0 track_group G";
  const { drafts, said } = readLines((body, report) => readRoutes(staticRoute, body, report), text);
  expect([drafts[0]?.trackGroup, said]).toEqual(["G", []]);
});
