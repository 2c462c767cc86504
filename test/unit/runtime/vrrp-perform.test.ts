import { expect, test } from "vitest";
import { parseIp } from "../../../src/base/ip.ts";
import type { InterfaceAddress, VrrpEffect } from "../../../src/director/vrrp-types.ts";
import { performVrrp, type VrrpPorts } from "../../../src/runtime/vrrp-perform.ts";

const address = (text: string): InterfaceAddress => {
  const ip = parseIp(text);
  if (ip === undefined) throw new Error(text);
  return {
    prefix: { ip, length: 24 },
    dev: "eth0",
    broadcast: undefined,
    scope: 0,
    label: undefined,
  };
};
const [a, b, c] = [address("192.0.2.1"), address("192.0.2.2"), address("192.0.2.3")];

function ports(log: string[], missing: string | undefined): VrrpPorts {
  return {
    adverts: {
      open: (channel) => {
        log.push(`open ${channel.key}`);
        return "EPERM";
      },
      close: (key) => log.push(`close ${key}`),
      send: (_key, source, to) => {
        log.push(`send ${source} ${to}`);
        return undefined;
      },
    },
    interfaces: {
      apply: (remove, add) => {
        log.push(`apply -[${names(remove)}] +[${names(add)}]`);
        return add
          .filter((entry) => entry.prefix.ip === missing)
          .map((entry) => ({ ip: entry.prefix.ip, reason: "EINVAL" }));
      },
    },
    frames: {
      send: (link, bytes) => {
        log.push(`frame ${link} ${bytes.length}`);
        return undefined;
      },
    },
    failures: { note: () => undefined },
    notice: (notice) => log.push(notice.type),
  };
}

const names = (list: readonly InterfaceAddress[]): string =>
  list.map((entry) => entry.prefix.ip).join(" ");

test("addresses of neighbouring instances go to the kernel in one batch, each with its own answer", () => {
  const log: string[] = [];
  const effects: VrrpEffect[] = [
    { type: "addresses", instance: "WAN", remove: [], add: [a, b] },
    { type: "addresses", instance: "LAN", remove: [c], add: [] },
    { type: "frame", link: "eth0", bytes: new Uint8Array(42) },
  ];
  const results = performVrrp(ports(log, "192.0.2.2"), effects);
  expect(log).toEqual(["apply -[192.0.2.3] +[192.0.2.1 192.0.2.2]", "frame eth0 42"]);
  expect(results).toEqual([
    { type: "addressesDone", instance: "WAN", failed: [{ ip: "192.0.2.2", reason: "EINVAL" }] },
    { type: "addressesDone", instance: "LAN", failed: [] },
  ]);
});

test("what is taken and let go in one step does not stay", () => {
  const log: string[] = [];
  performVrrp(ports(log, undefined), [
    { type: "addresses", instance: "WAN", remove: [], add: [a] },
    { type: "addresses", instance: "LAN", remove: [], add: [b] },
    { type: "addresses", instance: "WAN", remove: [a], add: [] },
  ]);
  expect(log).toEqual(["apply -[] +[192.0.2.1 192.0.2.2]", "apply -[192.0.2.1] +[]"]);
});

test("order is kept: the advert leaves before the addresses, what follows after them", () => {
  const log: string[] = [];
  const [source, to] = [a.prefix.ip, b.prefix.ip];
  performVrrp(ports(log, undefined), [
    {
      type: "send",
      channel: "x",
      instance: "WAN",
      source,
      to,
      ttl: 255,
      payload: new Uint8Array(),
    },
    { type: "addresses", instance: "WAN", remove: [], add: [c] },
    { type: "closeChannel", key: "x" },
  ]);
  expect(log).toEqual(["send 192.0.2.1 192.0.2.2", "apply -[] +[192.0.2.3]", "close x"]);
});

test("a channel that cannot be opened is told to the engine with its reason", () => {
  const results = performVrrp(ports([], undefined), [
    {
      type: "openChannel",
      channel: {
        key: "x",
        family: "inet",
        transport: { type: "raw" },
        place: { type: "unicast", interface: undefined, local: undefined },
      },
    },
  ]);
  expect(results).toEqual([{ type: "channel", key: "x", problem: "EPERM" }]);
});
