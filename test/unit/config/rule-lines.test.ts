/** virtual_rules and static_rules take what ip-rule(8) takes, in full words. */
import { describe, expect, test } from "vitest";
import {
  type RuleDraft,
  readRules,
  staticRule,
  virtualRule,
} from "../../../src/config/schema/rules.ts";
import { plain, readLines } from "./lines.ts";

const read = (line: string): { readonly rule: unknown; readonly said: readonly string[] } => {
  const { drafts, said } = readLines((body, report) => readRules(virtualRule, body, report), line);
  const { word: _, ...rule }: Partial<RuleDraft> = drafts[0] ?? {};
  return { rule: drafts.length === 0 ? undefined : plain(rule), said };
};

const TABLE = { family: "inet", preference: 9, action: { type: "table", table: 1 } };
const NET = { ip: "192.0.2.0", length: 24 };
const NET6 = { ip: "2001:db8::", length: 32 };

describe("a rule", () => {
  test.for<readonly [string, object]>([
    ["from 192.0.2.0/24 table 1 preference 9", { ...TABLE, from: NET }],
    ["to 192.0.2.0/24 lookup 1 order 9", { ...TABLE, to: NET }],
    [
      "from all table isp priority 0x9",
      { ...TABLE, from: "default", action: { type: "table", table: "isp" } },
    ],
    ["inet6 to 2001:db8::/32 table 1 priority 011", { ...TABLE, to: NET6, family: "inet6" }],
    ["not from 192.0.2.0/24 table 1 priority 9", { ...TABLE, from: NET, not: true }],
    ["iif eth0 oif eth1 table 1 priority 9", { ...TABLE, iif: "eth0", oif: "eth1" }],
    ["dev eth0 tos 22 table 1 priority 9", { ...TABLE, iif: "eth0", tos: 22 }],
    ["fwmark 24 table 1 priority 9", { ...TABLE, mark: { value: 24 } }],
    ["fwmark 0x18/0xff table 1 priority 9", { ...TABLE, mark: { value: 24, mask: 255 } }],
    ["realms 30/20 table 1 priority 9", { ...TABLE, realms: { from: 30, to: 20 } }],
    ["suppress_prefixlength 0 table 1 priority 9", { ...TABLE, suppressPrefixLength: 0 }],
    [
      "sup_pl 1 sup_group 4 table 1 priority 9",
      { ...TABLE, suppressPrefixLength: 1, suppressGroup: 4 },
    ],
    [
      "tunnel-id 18446744073709551615 table 1 priority 9",
      { ...TABLE, tunnelId: "18446744073709551615" },
    ],
    ["uidrange 10000-19999 table 1 priority 9", { ...TABLE, uids: { from: 10_000, to: 19_999 } }],
    [
      "ipproto udp sport 10-20 dport 53 table 1 priority 9",
      {
        ...TABLE,
        ipProtocol: "udp",
        sourcePorts: { from: 10, to: 20 },
        destinationPorts: { from: 53, to: 53 },
      },
    ],
    ["ip_proto 17 table 1 priority 9", { ...TABLE, ipProtocol: 17 }],
    ["table 1 priority 9 protocol 18", { ...TABLE, protocol: 18 }],
    ["table 1 priority 9 protocol 12 no_track", { ...TABLE, protocol: 12, tracked: false }],
    ["iif eth0 l3mdev priority 9", { ...TABLE, iif: "eth0", action: { type: "l3mdev" } }],
    ["goto 40 priority 9", { ...TABLE, action: { type: "goto", target: 40 } }],
    ["type goto 40 priority 9", { ...TABLE, action: { type: "goto", target: 40 } }],
    ["nop priority 9", { ...TABLE, action: { type: "nop" } }],
    [
      "from 192.0.2.0/24 blackhole priority 9",
      { ...TABLE, from: NET, action: { type: "blackhole" } },
    ],
    ["type prohibit priority 9", { ...TABLE, action: { type: "prohibit" } }],
    [
      "unreachable priority 4294967295",
      { ...TABLE, preference: 4_294_967_295, action: { type: "unreachable" } },
    ],
  ])("%s", ([line, want]) => {
    expect(read(line)).toEqual({ rule: want, said: [] });
  });
  test("without a preference gets one, and that is told", () => {
    expect(read("from 192.0.2.0/24 table 1")).toEqual({
      rule: { family: "inet", from: NET, action: { type: "table", table: 1 } },
      said: [
        "warning: this rule names no preference: it gets one below 16385, in the order of the file",
      ],
    });
  });
  test("that is tracked has keepalived's protocol", () => {
    expect(read("table 1 priority 9 protocol 12").said).toEqual([
      "warning: protocol 12 is not used: what is tracked has 18, keepalived",
    ]);
  });
});

describe("a rule with a mistake is left out, with one message", () => {
  test.for([
    [
      "from 192.0.2.0/24 priority 9",
      "a rule needs table TABLE, or nop, blackhole, unreachable or prohibit",
    ],
    ["table 0 priority 9", 'found "0", expected a table'],
    ["priority 9 table", 'found "table", expected a table'],
    ["table 1 blackhole priority 9", 'found "blackhole", but the rule does table already'],
    ["l3mdev table 1 priority 9", 'found "table", but the rule does l3mdev already'],
    [
      "type sleep priority 9",
      'found "sleep", expected nop, blackhole, unreachable, prohibit or goto NUMBER',
    ],
    ["priority 9 type goto", 'found "goto", expected the preference of a rule behind it'],
    ["goto 40", "goto 40 needs a preference of the rule itself"],
    ["goto 40 priority 40", "goto 40 leads back: the rule's preference is 40"],
    ["goto x priority 9", 'found "x", expected a whole number from 0 to 4294967295'],
    ["realms 3 nop priority 9", "realms and suppress_... have no meaning with nop"],
    ["sup_pl 3 blackhole priority 9", "realms and suppress_... have no meaning with blackhole"],
    ["sup_pl 2147483648 table 1 priority 9", "found 2147483648, expected 0 to 2147483647"],
    ["from 192.0.2.0/24 to 2001:db8::/32 table 1 priority 9", "found IPv4 and IPv6 on one line"],
    ["inet6 realms 3 table 1 priority 9", "found IPv4 and IPv6 on one line"],
    [
      "from nowhere table 1 priority 9",
      'found "nowhere", expected a prefix, such as 192.0.2.0/24, or default',
    ],
    ["fwmark 1/2/3 table 1 priority 9", 'found "1/2/3", expected MARK or MARK/MASK'],
    ["fwmark 1/x table 1 priority 9", 'found "1/x", expected a number from 0 to 4294967295'],
    ["fwmark -1 table 1 priority 9", 'found "-1", expected a number from 0 to 4294967295'],
    ["priority 4294967296 table 1", 'found "4294967296", expected a number from 0 to 4294967295'],
    [
      "tunnel-id 18446744073709551616 table 1 priority 9",
      'found "18446744073709551616", expected a whole number of at most 64 bits',
    ],
    ["uidrange 5-4 table 1 priority 9", 'found "5-4", expected FROM-TO, from 0 to 4294967295'],
    ["sport 65536 table 1 priority 9", 'found "65536", expected FROM-TO, from 0 to 65535'],
    ["dport 1-65536 table 1 priority 9", 'found "1-65536", expected FROM-TO, from 0 to 65535'],
    ["protocol 256 table 1 priority 9", 'found "256", expected a name, or a number from 0 to 255'],
    [
      "iif a/b table 1 priority 9",
      'found "a/b", expected the name of an interface, at most 15 characters',
    ],
    ["tabel 1 priority 9", 'unknown word "tabel" in virtual_rules'],
    ["track_group G table 1 priority 9", 'unknown word "track_group" in virtual_rules'],
  ] as const)("%s", ([line, message]) => {
    const { rule, said } = read(line);
    expect({ rule, said }).toEqual({
      rule: undefined,
      said: [`error: ${message}; the rule is left out`],
    });
  });
});

test("a static rule may name a track_group", () => {
  const text = "from 192.0.2.0/24 table 1 priority 9 track_group G";
  const { drafts, said } = readLines((body, report) => readRules(staticRule, body, report), text);
  expect([drafts[0]?.trackGroup, said]).toEqual(["G", []]);
});
