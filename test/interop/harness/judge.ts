/** tshark's verdict on a capture: an implementation that nobody of us has written. */
import { expect } from "vitest";
import { readFields } from "./capture.ts";
import type { Host } from "./lan.ts";

const GROUPS = { 4: "224.0.0.18", 6: "ff02::12" } as const;
const GROUP_MACS = { 4: "01:00:5e:00:00:12", 6: "33:33:00:00:00:12" } as const;
const GOOD = "1";
const TRUE = "1";
const FALSE = "0";

export interface Speaker {
  readonly host: Host;
  readonly family: 4 | 6;
  readonly version: 2 | 3;
  /** Undefined: it speaks to the group. */
  readonly peer: string | undefined;
  /** Its adverts come from here. */
  readonly source: string;
  readonly vips: readonly string[];
}

/** Throws where anything that the speaker has sent is not as the RFCs want it, or is not there. */
export async function judge(file: string, speaker: Speaker): Promise<void> {
  await judgeFrames(file, speaker.host);
  await judgeAdverts(file, speaker);
  const announcement = speaker.family === 4 ? judgeArp : judgeNeighborAdvertisement;
  for (const vip of speaker.vips) await announcement(file, speaker.host, vip);
}

/** What every advert of daruma must look like, field by field. */
async function judgeAdverts(file: string, speaker: Speaker): Promise<void> {
  const { family, version, host, peer, source } = speaker;
  const layer = family === 4 ? "ip" : "ipv6";
  const ttl = family === 4 ? "ip.ttl" : "ipv6.hlim";
  const fields = [
    ...(["eth.dst", "vrrp.version", "vrrp.type", "vrrp.checksum.status"] as const),
    ...([`${layer}.src`, `${layer}.dst`, ttl] as const),
  ];
  // An ICMP error of the kernel quotes the advert that it is about: that is somebody else's.
  const adverts = await readFields(
    file,
    `vrrp && eth.src == ${host.mac} && !icmp && !icmpv6`,
    fields,
  );
  const expected = {
    "vrrp.version": String(version),
    "vrrp.type": "1",
    "vrrp.checksum.status": GOOD,
    [`${layer}.src`]: source,
    [`${layer}.dst`]: peer ?? GROUPS[family],
    [ttl]: "255",
    ...(peer === undefined && { "eth.dst": GROUP_MACS[family] }),
  };
  expectAll(adverts, expected, "advert");
}

/** Nothing that `host` has sent may be malformed or worth a warning to tshark. */
async function judgeFrames(file: string, host: Host): Promise<void> {
  const fault = "_ws.malformed || _ws.expert.severity >= warning";
  // That two hosts have answered for one address is what a takeover looks like.
  const takeover = "arp.duplicate-address-detected";
  const ours = `eth.src == ${host.mac} && (vrrp || arp || icmpv6) && !${takeover}`;
  const fields = ["frame.number", "_ws.col.info", "_ws.expert.message"] as const;
  expect(await readFields(file, `${ours} && (${fault})`, fields)).toEqual([]);
}

/** RFC 5227 section 3: a request for its own address, to everybody. */
async function judgeArp(file: string, { mac }: Host, vip: string): Promise<void> {
  const fields = ["eth.dst", "arp.opcode", "arp.src.hw_mac", "arp.isgratuitous"] as const;
  const filter = `arp.src.proto_ipv4 == ${vip} && arp.dst.proto_ipv4 == ${vip} && eth.src == ${mac}`;
  const expected = {
    "eth.dst": "ff:ff:ff:ff:ff:ff",
    "arp.opcode": "1",
    "arp.src.hw_mac": mac,
    "arp.isgratuitous": TRUE,
  };
  expectAll(await readFields(file, filter, fields), expected, `gratuitous ARP for ${vip}`);
}

/** RFC 9568 section 6.4.2 (375): unsolicited, override and router, with our MAC in its option. */
async function judgeNeighborAdvertisement(file: string, { mac }: Host, vip: string): Promise<void> {
  const fields = [
    ...(["eth.dst", "ipv6.dst", "ipv6.hlim", "icmpv6.checksum.status"] as const),
    ...(["icmpv6.nd.na.flag.r", "icmpv6.nd.na.flag.s", "icmpv6.nd.na.flag.o"] as const),
    ...(["icmpv6.nd.na.target_address", "icmpv6.opt.linkaddr"] as const),
  ];
  // The kernel answers solicitations by itself: those are its own.
  const filter = `icmpv6.type == 136 && ipv6.src == ${vip} && ipv6.dst == ff02::1 && eth.src == ${mac}`;
  const expected = {
    "eth.dst": "33:33:00:00:00:01",
    "ipv6.dst": "ff02::1",
    "ipv6.hlim": "255",
    "icmpv6.checksum.status": GOOD,
    "icmpv6.nd.na.flag.r": TRUE,
    "icmpv6.nd.na.flag.s": FALSE,
    "icmpv6.nd.na.flag.o": TRUE,
    "icmpv6.nd.na.target_address": vip,
    "icmpv6.opt.linkaddr": mac,
  };
  expectAll(await readFields(file, filter, fields), expected, `unsolicited NA of ${vip}`);
}

type Row = Readonly<Record<string, string>>;

/** Equal rows are compared once: a capture has thousands. */
function expectAll(rows: readonly Row[], expected: Row, what: string): void {
  const distinct = new Set(rows.map((row) => JSON.stringify(row)));
  const seen = [...distinct].map((text): unknown => JSON.parse(text));
  expect({ what, seen }).toMatchObject({ what, seen: [expected] });
}
