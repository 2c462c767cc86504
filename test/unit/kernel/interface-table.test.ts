/** What the kernel tells of interfaces and addresses, and what of it is news. */
import { describe, expect, test } from "vitest";
import {
  absorb,
  createInterfaceTable,
  type InterfaceTable,
  indexOf,
  retain,
} from "../../../src/kernel/interface-table.ts";
import type { InterfaceNews } from "../../../src/ports/kernel.ts";
import { encodeAddress, RTM_DELADDR, RTM_NEWADDR } from "../../../src/wire/netlink/address.ts";
import { RTM_DELLINK, RTM_NEWLINK } from "../../../src/wire/netlink/link.ts";
import { encodePayload, type Message } from "../../../src/wire/netlink/message.ts";
import { ipOf } from "../ip-of.ts";

const OWN_PORT = 100;
const OTHERS_PORT = 200;
const UP_AND_RUNNING = 0x41;
const ETHERNET = 1;

const message = (type: number, payload: Uint8Array, port = OTHERS_PORT): Message => ({
  type,
  flags: 0,
  sequence: 0,
  port,
  payload,
});

interface LinkFields {
  readonly index?: number;
  readonly name?: string;
  readonly flags?: number;
  readonly mac?: readonly number[];
}

function link(
  { index = 2, name = "eth0", flags = UP_AND_RUNNING, mac = [2, 0, 0, 0, 0, 1] }: LinkFields = {},
  type = RTM_NEWLINK,
): Message {
  const fixed = new Uint8Array(16);
  const view = new DataView(fixed.buffer);
  view.setUint16(2, ETHERNET, true);
  view.setInt32(4, index, true);
  view.setUint32(8, flags, true);
  const attributes = [
    [1, Uint8Array.from(mac)],
    [3, new TextEncoder().encode(`${name}\0`)],
  ] as const;
  return message(type, encodePayload(fixed, attributes));
}

function address(ip: string, length: number, type = RTM_NEWADDR, port = OTHERS_PORT): Message {
  const fields = { index: 2, ip: ipOf(ip), length, scope: 0, broadcast: undefined };
  return message(type, encodeAddress({ ...fields, label: undefined }), port);
}

/** An IPv6 address whose duplicate detection is under way. */
function tentative(ip: string): Message {
  const fixed = Uint8Array.from([10, 64, 0x40, 0, 2, 0, 0, 0]);
  const value = encodeAddress({
    index: 2,
    ip: ipOf(ip),
    length: 64,
    scope: 0,
    broadcast: undefined,
    label: undefined,
  }).subarray(12, 28);
  return message(RTM_NEWADDR, encodePayload(fixed, [[1, value]]));
}

function told(table: InterfaceTable, ...messages: readonly Message[]): readonly InterfaceNews[] {
  return messages.flatMap((each) => absorb(table, each, OWN_PORT));
}

function knowing(...messages: readonly Message[]): InterfaceTable {
  const table = createInterfaceTable();
  told(table, ...messages);
  return table;
}

/** `eth0 up 192.0.2.1/24`, or what is gone. */
const words = (news: readonly InterfaceNews[]): readonly string[] =>
  news.map((each) => {
    if (each.type === "linkGone") return `${each.name} gone`;
    if (each.type === "addressGone") return `${each.ip} gone from ${each.link}`;
    const { name, up, addresses } = each.link;
    return [name, up ? "up" : "down", ...addresses.map(({ ip, length }) => `${ip}/${length}`)].join(
      " ",
    );
  });

describe("a link", () => {
  test("is told when it is first heard of, with all that is known of it", () => {
    expect(told(createInterfaceTable(), link())).toEqual([
      {
        type: "link",
        link: {
          index: 2,
          name: "eth0",
          up: true,
          loopback: false,
          multicast: false,
          noArp: false,
          mac: "02:00:00:00:00:01",
          mtu: 0,
          addresses: [],
        },
      },
    ]);
  });
  test("heard of again unchanged is no news", () => {
    expect(told(knowing(link()), link(), link())).toEqual([]);
  });
  test("without carrier is down, though it is meant to be up", () => {
    expect(words(told(knowing(link()), link({ flags: 0x1 })))).toEqual(["eth0 down"]);
  });
  test("keeps its addresses when it changes", () => {
    const table = knowing(link(), address("192.0.2.1", 24));
    expect(words(told(table, link({ flags: 0 })))).toEqual(["eth0 down 192.0.2.1/24"]);
  });
  test("of another name is gone under the old one first", () => {
    const table = knowing(link());
    expect(words(told(table, link({ name: "wan0" })))).toEqual(["eth0 gone", "wan0 up"]);
    expect([indexOf(table, "wan0"), indexOf(table, "eth0")]).toEqual([2, undefined]);
  });
  test("that goes is told once, and comes back without its addresses", () => {
    const table = knowing(link(), address("192.0.2.1", 24));
    expect(words(told(table, link({}, RTM_DELLINK), link({}, RTM_DELLINK)))).toEqual(["eth0 gone"]);
    expect(words(told(table, link()))).toEqual(["eth0 up"]);
  });
});

describe("an address", () => {
  test("is told as the whole truth of its link", () => {
    const table = knowing(link(), address("192.0.2.1", 24));
    expect(words(told(table, address("2001:db8::1", 64)))).toEqual([
      "eth0 up 192.0.2.1/24 2001:db8::1/64",
    ]);
  });
  test("heard of again is no news", () => {
    const table = knowing(link(), address("192.0.2.1", 24));
    expect(told(table, address("192.0.2.1", 24))).toEqual([]);
  });
  test("with another prefix length is another one", () => {
    const table = knowing(link(), address("192.0.2.1", 24));
    expect(words(told(table, address("192.0.2.1", 32)))).toEqual([
      "eth0 up 192.0.2.1/24 192.0.2.1/32",
    ]);
  });
  test("that somebody else removes is told as theirs", () => {
    const table = knowing(link(), address("192.0.2.1", 24));
    expect(words(told(table, address("192.0.2.1", 24, RTM_DELADDR)))).toEqual([
      "eth0 up",
      "192.0.2.1 gone from eth0",
    ]);
  });
  test("that we remove ourselves is not", () => {
    const table = knowing(link(), address("192.0.2.1", 24));
    expect(words(told(table, address("192.0.2.1", 24, RTM_DELADDR, OWN_PORT)))).toEqual([
      "eth0 up",
    ]);
  });
  test("does not count while it is looked for duplicates", () => {
    const table = knowing(link());
    expect(told(table, tentative("2001:db8::1"))).toEqual([]);
    expect(words(told(table, address("2001:db8::1", 64)))).toEqual(["eth0 up 2001:db8::1/64"]);
  });
  test("of a link that nobody knows is left out", () => {
    expect(told(createInterfaceTable(), address("192.0.2.1", 24))).toEqual([]);
  });
});

test("what is cut short, or speaks of something else, is no news", () => {
  const table = knowing(link());
  for (const { type, payload } of [link(), address("192.0.2.1", 24)])
    for (let size = 0; size < 12; size++)
      expect(told(table, message(type, payload.subarray(0, size)))).toEqual([]);
  expect(told(table, message(99, link().payload))).toEqual([]);
});

describe("after messages were lost, a full listing", () => {
  test("takes away what it does not name", () => {
    const table = knowing(link(), address("192.0.2.1", 24), address("192.0.2.2", 24));
    expect(words(retain(table, new Set([2]), new Set(["2 192.0.2.1/24"])))).toEqual([
      "eth0 up 192.0.2.1/24",
      "192.0.2.2 gone from eth0",
    ]);
    expect(words(retain(table, new Set(), new Set()))).toEqual(["eth0 gone"]);
  });
  test("that names all is no news", () => {
    const table = knowing(link(), address("192.0.2.1", 24));
    expect(retain(table, new Set([2]), new Set(["2 192.0.2.1/24"]))).toEqual([]);
  });
});
