/** What may stand behind an address, word by word: keepalived.conf(5), "virtual_ipaddress", "static_ipaddress". */
import { describe, expect, test } from "vitest";
import {
  type AddressDraft,
  readAddresses,
  staticAddress,
  virtualAddress,
} from "../../../src/config/schema/address-list.ts";
import { plain, readLines } from "./lines.ts";
import { findings, instanceText } from "./read.ts";

const read = (
  line: string,
  table = virtualAddress,
): { readonly address: unknown; readonly said: readonly string[] } => {
  const { drafts, said } = readLines((body, report) => readAddresses(table, body, report), line);
  const { word: _, ...address }: Partial<AddressDraft> = drafts[0] ?? {};
  return { address: drafts.length === 0 ? undefined : plain(address), said };
};

const V4 = { prefix: { ip: "192.0.2.1", length: 24 } };
const V6 = { prefix: { ip: "2001:db8::1", length: 64 } };

describe("an address", () => {
  test.for<readonly [string, object]>([
    ["192.0.2.1/24", V4],
    ["192.0.2.1/24 scope 7", { ...V4, scope: 7 }],
    [
      "192.0.2.1 peer 192.0.2.2/31",
      { prefix: { ip: "192.0.2.1", length: 32 }, peer: { ip: "192.0.2.2", length: 31 } },
    ],
    [
      "2001:db8::1/64 home -nodad mngtmpaddr",
      { ...V6, home: true, dad: true, managesTemporary: true },
    ],
    [
      "2001:db8::1/64 noprefixroute autojoin no_track",
      { ...V6, prefixRoute: false, autojoin: true, tracked: false },
    ],
    ["2001:db8::1/64 preferred_lft 0 use_vmac", { ...V6, preferredLifetime: 0, useVmac: true }],
    [
      "192.0.2.1/24 preferred_lft forever dev eth1",
      { ...V4, preferredLifetime: "forever", dev: "eth1" },
    ],
    ["192.0.2.1/24 preferred_lft 4294967295", { ...V4, preferredLifetime: 4_294_967_295 }],
  ])("%s", ([line, want]) => {
    expect(read(line)).toEqual({ address: want, said: [] });
  });
  test("of static_ipaddress may name a track_group", () => {
    expect(read("192.0.2.1/24 dev eth0 track_group G", staticAddress)).toEqual({
      address: { ...V4, dev: "eth0", trackGroup: "G" },
      said: [],
    });
  });
});

describe("a word that is wrong is left out, with one message, and the address stays", () => {
  test.for<readonly [string, object, string]>([
    [
      "192.0.2.1/24 peer there",
      V4,
      'error: found "there", expected an address, such as 192.0.2.1/24 or 2001:db8::1/64',
    ],
    [
      "192.0.2.1/24 preferred_lft soon",
      V4,
      'error: found "soon", expected a whole number from 0 to 4294967295',
    ],
    ["192.0.2.1/24 scope 256", V4, "error: found 256, expected 0 to 255"],
    [
      "192.0.2.1/24 label eth0:much-too-long",
      V4,
      'error: found "eth0:much-too-long", expected at most 15 characters',
    ],
    ["192.0.2.1/24 dev", V4, "error: dev needs INTERFACE"],
    ["192.0.2.1/24 brd", V4, 'error: found "brd", expected IP, + or - behind it'],
    [
      "192.0.2.1/24 192.0.2.2/24",
      V4,
      "error: 192.0.2.2/24 is a second address on this line; it is left out",
    ],
    ["192.0.2.1/24 labell eth0:1", V4, 'error: unknown word "labell" in virtual_ipaddress'],
    ["192.0.2.1/24 track_group G", V4, 'error: unknown word "track_group" in virtual_ipaddress'],
    [
      "192.0.2.1/32 brd +",
      { prefix: { ip: "192.0.2.1", length: 32 } },
      "warning: a prefix of 32 bits has no broadcast address",
    ],
    [
      "192.0.2.1/24 peer 2001:db8::2",
      V4,
      "warning: the peer 2001:db8::2 is of another family: it is left out",
    ],
    [
      "192.0.2.1/24 brd + peer 192.0.2.2",
      { ...V4, peer: { ip: "192.0.2.2", length: 32 } },
      "warning: 192.0.2.1 has a peer, and so no broadcast address",
    ],
    [
      "2001:db8::1/64 label x",
      V6,
      "warning: label has no meaning for the IPv6 address 2001:db8::1: it is left out",
    ],
    [
      "2001:db8::1/64 scope link",
      V6,
      "warning: scope has no meaning for the IPv6 address 2001:db8::1: it is left out",
    ],
  ])("%s", ([line, want, message]) => {
    expect(read(line)).toEqual({ address: want, said: [message] });
  });
  test("two typos are two messages", () => {
    expect(read("192.0.2.1/24 labell x devv eth0").said).toEqual([
      'error: unknown word "labell" in virtual_ipaddress',
      'error: unknown word "devv" in virtual_ipaddress',
    ]);
  });
  test("use_vmac belongs to instances", () => {
    expect(read("192.0.2.1/24 use_vmac", staticAddress).said).toEqual([
      'error: unknown word "use_vmac" in static_ipaddress',
    ]);
  });
});

test("each word that is not acted on yet is told at its place", () => {
  const text = instanceText("virtual_ipaddress {", "192.0.2.2/24 no_track home", "}");
  expect(findings(text)).toEqual(["5:18 unsupported-keyword", "5:27 unsupported-keyword"]);
});
