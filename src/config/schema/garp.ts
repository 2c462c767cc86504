/** Gratuitous ARP and unsolicited NA: the same keywords in global_defs (as defaults) and in an instance. */
import { millis } from "../../base/time.ts";
import type { GarpSchedule } from "../model.ts";
import { type Entry, integer, seconds } from "./entry.ts";

export interface GarpDraft {
  masterDelay?: number | undefined;
  masterRepeat?: number | undefined;
  masterRefresh?: number | undefined;
  masterRefreshRepeat?: number | undefined;
  lowerPrioDelay?: number | undefined;
  lowerPrioRepeat?: number | undefined;
  interval?: number | undefined;
  gnaInterval?: number | undefined;
}

const DELAY = { min: 0, max: 86_400 } as const;
const REPEAT = { min: 0, max: 1000 } as const;
const PACE = { min: 0, max: 60 } as const;

/** `prefix` is `vrrp_` in global_defs. The intervals exist there alone. */
export function garpKeywords(prefix: "vrrp_" | ""): Readonly<Record<string, Entry<GarpDraft>>> {
  const common: Readonly<Record<string, Entry<GarpDraft>>> = {
    [`${prefix}garp_master_delay`]: seconds("masterDelay", {
      ...DELAY,
      meaning: "from the first burst of announcements to the second; 0: none",
      byDefault: "5",
    }),
    [`${prefix}garp_master_repeat`]: integer("masterRepeat", {
      ...REPEAT,
      meaning: "announcements of each address in a burst",
      byDefault: "5",
    }),
    [`${prefix}garp_master_refresh`]: seconds("masterRefresh", {
      ...DELAY,
      meaning: "between announcements while MASTER; 0: none",
      byDefault: "0",
    }),
    [`${prefix}garp_master_refresh_repeat`]: integer("masterRefreshRepeat", {
      ...REPEAT,
      meaning: "announcements of each address in a refresh",
      byDefault: "1",
    }),
    [`${prefix}garp_lower_prio_delay`]: seconds("lowerPrioDelay", {
      ...DELAY,
      meaning: "to the second burst after an advert of a lower priority",
      byDefault: "garp_master_delay",
    }),
    [`${prefix}garp_lower_prio_repeat`]: integer("lowerPrioRepeat", {
      ...REPEAT,
      meaning: "announcements in a burst after an advert of a lower priority; 0: none",
      byDefault: "garp_master_repeat",
    }),
  };
  if (prefix === "") return common;
  return {
    ...common,
    vrrp_garp_interval: seconds("interval", {
      ...PACE,
      meaning: "between two gratuitous ARPs on one interface",
      byDefault: "0",
    }),
    vrrp_gna_interval: seconds("gnaInterval", {
      ...PACE,
      meaning: "between two unsolicited NAs on one interface",
      byDefault: "0",
    }),
  };
}

/** An instance's schedule: its own words, else the global ones, else keepalived's defaults. */
export function garpSchedule(own: GarpDraft, global: GarpDraft): GarpSchedule {
  const pick = (key: keyof GarpDraft, fallback: number): number =>
    own[key] ?? global[key] ?? fallback;
  const masterDelay = pick("masterDelay", 5000);
  // keepalived.conf(5): 0 repetitions of what has to be announced mean one.
  const masterRepeat = Math.max(1, pick("masterRepeat", 5));
  return {
    masterDelay: millis(masterDelay),
    masterRepeat,
    masterRefresh: millis(pick("masterRefresh", 0)),
    masterRefreshRepeat: Math.max(1, pick("masterRefreshRepeat", 1)),
    lowerPrioDelay: millis(pick("lowerPrioDelay", masterDelay)),
    lowerPrioRepeat: pick("lowerPrioRepeat", masterRepeat),
    interval: millis(pick("interval", 0)),
    gnaInterval: millis(pick("gnaInterval", 0)),
  };
}
