/** Gratuitous ARP and unsolicited NA: the same keywords in global_defs (as defaults) and in an instance. */
import { millis } from "../../base/time.ts";
import type { GarpSchedule } from "../model.ts";
import {
  boolean,
  type Declared,
  type Entry,
  entry,
  missing,
  notYet,
  oldNameOf,
  seconds,
  surplus,
  type Table,
  value,
} from "./entry.ts";
import { readInteger, readSeconds } from "./numbers.ts";

export interface GarpDraft {
  masterDelay?: number | undefined;
  masterRepeat?: number | undefined;
  masterRefresh?: number | undefined;
  masterRefreshRepeat?: number | undefined;
  lowerPrioDelay?: number | undefined;
  lowerPrioRepeat?: number | undefined;
  interval?: number | undefined;
  gnaInterval?: number | undefined;
  extraInterfaces?: { readonly all: boolean; readonly interval: number } | undefined;
  minimal?: boolean | undefined;
}

type Numbers = {
  [K in keyof GarpDraft as NonNullable<GarpDraft[K]> extends number ? K : never]: GarpDraft[K];
};

/** What keepalived counts in microseconds of 32 bits. */
const DELAY = { min: 0, max: 4294 } as const;
const UINT32_MAX = 4_294_967_295;
/** More of them would keep this node from everything else. */
const REPEAT_MAX = 1000;
const PACE = { min: 0, max: 4294.967_295 } as const;

/** How often announcements are repeated: at least so often; keepalived would send 4294967295. */
function repeat<K extends "masterRepeat" | "masterRefreshRepeat" | "lowerPrioRepeat">(
  key: K,
  min: 0 | 1,
  declared: Declared,
): Entry<{ [key in K]?: number | undefined }> {
  return value(key, declared, "COUNT", `${min}..${REPEAT_MAX}`, (word, report) => {
    const asked = readInteger(word, { min: 0, max: UINT32_MAX, ...declared }, report);
    if (asked === undefined) return undefined;
    const count = Math.min(REPEAT_MAX, Math.max(min, asked));
    if (count !== asked)
      report.at(word, {
        rule: "changed-number",
        severity: "warning",
        message: `found ${asked}, expected ${min} to ${REPEAT_MAX}: ${count} is used`,
        readAs: `${count}`,
      });
    return count;
  });
}

/** How far two announcements on one interface are apart: of all interfaces, or of a group of them. */
export const garpPace: Readonly<Record<"interval" | "gnaInterval", Entry<GarpDraft>>> = {
  interval: seconds("interval", {
    ...PACE,
    meaning: "between two gratuitous ARPs on one interface",
    byDefault: "0",
  }),
  gnaInterval: seconds("gnaInterval", {
    ...PACE,
    meaning: "between two unsolicited NAs on one interface",
    byDefault: "0",
  }),
};

/** `prefix` is `vrrp_` in global_defs, which holds for instances that say nothing else. */
export function garpKeywords(prefix: "vrrp_" | ""): Table<GarpDraft> {
  /** In global_defs the value itself, in an instance whose value it is. */
  const otherwise = (
    keyword: string,
    byDefault: string,
  ): Pick<Declared, "byDefault" | "inherits"> =>
    prefix === "vrrp_" ? { byDefault } : { inherits: `global_defs vrrp_${keyword}` };
  const block = prefix === "vrrp_" ? "global_defs" : "vrrp_instance";
  return {
    [`${prefix}garp_master_delay`]: seconds("masterDelay", {
      ...DELAY,
      meaning: "from the first burst of announcements to the second; 0: none",
      ...otherwise("garp_master_delay", "5"),
    }),
    [`${prefix}garp_master_repeat`]: repeat("masterRepeat", 1, {
      meaning: "announcements of each address in a burst",
      ...otherwise("garp_master_repeat", "5"),
    }),
    [`${prefix}garp_master_refresh`]: seconds("masterRefresh", {
      min: 0,
      max: UINT32_MAX,
      meaning: "between announcements while MASTER; 0: none",
      ...otherwise("garp_master_refresh", "0"),
    }),
    [`${prefix}garp_master_refresh_repeat`]: repeat("masterRefreshRepeat", 1, {
      meaning: "announcements of each address in a refresh",
      ...otherwise("garp_master_refresh_repeat", "1"),
    }),
    [`${prefix}garp_lower_prio_delay`]: seconds("lowerPrioDelay", {
      ...DELAY,
      meaning: "to the second burst after an advert of a lower priority",
      inherits: `${block} ${prefix}garp_master_delay`,
    }),
    [`${prefix}garp_lower_prio_repeat`]: repeat("lowerPrioRepeat", 0, {
      meaning: "announcements in a burst after an advert of a lower priority; 0: none",
      inherits: `${block} ${prefix}garp_master_repeat`,
    }),
    ...notYet<GarpDraft>(extraKeywords(prefix)),
  };
}

/** Announcements where an address is held on a virtual interface, so that bridges keep the way to it. */
function extraKeywords(prefix: "vrrp_" | ""): Table<GarpDraft> {
  const min = prefix === "vrrp_" ? 1 : 0;
  const extra: Entry<GarpDraft> = entry(
    {
      meaning: "between announcements on virtual interfaces, or with all on those of every address",
    },
    "[all] SECONDS",
    `${min}..86400 s`,
    (draft, { keyword, args }, report) => {
      const all = args[0]?.text === "all";
      const word = all ? args[1] : args[0];
      if (word === undefined) {
        missing(report, keyword, "[all] SECONDS");
        return;
      }
      surplus(args, all ? 2 : 1, report);
      const interval = readSeconds(word, { min, max: 86_400 }, report);
      if (interval !== undefined) draft.extraInterfaces = { all, interval };
    },
  );
  return {
    [`${prefix}garp_extra_if`]: extra,
    [`${prefix}vmac_garp_intvl`]: oldNameOf(`${prefix}garp_extra_if`, extra),
  };
}

/** What global_defs alone has. */
export const globalGarpKeywords: Table<GarpDraft> = {
  vrrp_garp_interval: garpPace.interval,
  vrrp_gna_interval: garpPace.gnaInterval,
  ...notYet<GarpDraft>({
    vrrp_min_garp: boolean("minimal", {
      meaning: "one announcement, and no second burst, where nothing else is said",
    }),
  }),
};

/** An instance's schedule: its own words, else the global ones, else keepalived's defaults. */
export function garpSchedule(own: GarpDraft, global: GarpDraft): GarpSchedule {
  const pick = (key: keyof Numbers, fallback: number): number =>
    own[key] ?? global[key] ?? fallback;
  const masterDelay = pick("masterDelay", 5000);
  const masterRepeat = pick("masterRepeat", 5);
  return {
    masterDelay: millis(masterDelay),
    masterRepeat,
    masterRefresh: millis(pick("masterRefresh", 0)),
    masterRefreshRepeat: pick("masterRefreshRepeat", 1),
    lowerPrioDelay: millis(pick("lowerPrioDelay", masterDelay)),
    lowerPrioRepeat: pick("lowerPrioRepeat", masterRepeat),
    interval: millis(pick("interval", 0)),
    gnaInterval: millis(pick("gnaInterval", 0)),
  };
}
