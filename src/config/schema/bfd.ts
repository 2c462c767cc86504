/** keepalived.conf(5), "BFD CONFIGURATION": RFC 5880 sessions with a neighbour. */
import type { Ip } from "../../base/ip.ts";
import { type Block, boolean, defineBlock, flag, integer, milliseconds } from "./entry.ts";
import type { NamedDraft } from "./named.ts";
import { WEIGHT_MAX, type Weight, weight } from "./tracking.ts";
import { ipAddress } from "./values.ts";

/** Longest name of a session. */
export const BFD_NAME_MAX = 31;

export interface BfdDraft extends NamedDraft {
  neighbor?: Ip | undefined;
  source?: Ip | undefined;
  /** Milliseconds, as the other intervals. */
  minRx?: number | undefined;
  minTx?: number | undefined;
  idleTx?: number | undefined;
  multiplier?: number | undefined;
  passive?: boolean | undefined;
  ttl?: number | undefined;
  maxHops?: number | undefined;
  multihop?: boolean | undefined;
  weight?: Weight | undefined;
  vrrpOnly?: boolean | undefined;
  checkerOnly?: boolean | undefined;
}

/** RFC 5880 carries 32 bits of microseconds. */
const INTERVAL = { min: 1, max: 4_294_967 } as const;

const neighbor = ipAddress("neighbor", "the other end of the session");
const ttl = integer("ttl", {
  strict: true,
  min: 1,
  max: 255,
  meaning: "TTL or hop limit of what is sent",
  byDefault: "with IPv4 255, with IPv6 64",
});

export const bfdInstance: Block<BfdDraft> = defineBlock<BfdDraft>("bfd_instance", {
  neighbor_ip: neighbor,
  neighbour_ip: neighbor,
  source_ip: ipAddress("source", "source of what is sent", "any"),
  min_rx: milliseconds("minRx", {
    strict: true,
    ...INTERVAL,
    meaning: "least time between packets that are taken",
    byDefault: "10",
  }),
  min_tx: milliseconds("minTx", {
    strict: true,
    ...INTERVAL,
    meaning: "least time between packets that are sent",
    byDefault: "10",
  }),
  idle_tx: milliseconds("idleTx", {
    strict: true,
    min: 1000,
    max: INTERVAL.max,
    meaning: "between packets while the session is not up",
    byDefault: "1000",
  }),
  multiplier: integer("multiplier", {
    strict: true,
    min: 1,
    max: 255,
    meaning: "packets that may be missed before the session is down",
    byDefault: "5",
  }),
  passive: flag("passive", true, { meaning: "wait for the other end to begin" }),
  ttl,
  hoplimit: ttl,
  max_hops: integer("maxHops", {
    strict: true,
    min: -1,
    max: 255,
    meaning: "hops that a packet may have come; -1: any number",
    byDefault: "0",
  }),
  multihop: boolean("multihop", {
    meaning: "over routers, RFC 5883: UDP port 4784 instead of 3784",
  }),
  weight: weight(WEIGHT_MAX.bfd, "0"),
  vrrp: flag("vrrpOnly", true, { meaning: "for VRRP alone" }),
  checker: flag("checkerOnly", true, { meaning: "for BFD_CHECK alone" }),
});
