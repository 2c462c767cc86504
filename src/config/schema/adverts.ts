/** How adverts are judged and answered: the same keywords in global_defs (as defaults) and in an instance. */
import {
  boolean,
  type Declared,
  entry,
  flag,
  notYet,
  oldNameOf,
  seconds,
  surplus,
  type Table,
} from "./entry.ts";
import { readInteger } from "./numbers.ts";

export interface AdvertsDraft {
  strict?: boolean | undefined;
  skipCheckAddresses?: boolean | undefined;
  checksumAsV2?: boolean | undefined;
  ignoresLower?: boolean | undefined;
  advertisesBeforeYield?: boolean | undefined;
  ownerIgnores?: boolean | undefined;
}

const KEYWORDS = {
  strict_mode: ["strict", "hold to the letter of the RFC"],
  skip_check_adv_addr: [
    "skipCheckAddresses",
    "do not compare the addresses of an advert again where the master is the same",
  ],
  v3_checksum_as_v2: ["checksumAsV2", "version 3's checksum without pseudo-header, IPv4"],
  lower_prio_no_advert: ["ignoresLower", "do not answer an advert of a lower priority"],
  higher_prio_send_advert: [
    "advertisesBeforeYield",
    "send one advert before yielding to a higher priority",
  ],
  owner_ignore_adverts: ["ownerIgnores", "with priority 255 ignore all adverts"],
} as const;

/** What global_defs calls them. */
const globalName = (keyword: string): string =>
  keyword === "strict_mode"
    ? "vrrp_strict"
    : keyword.startsWith("v3_")
      ? keyword
      : `vrrp_${keyword}`;

const table = (
  nameOf: (keyword: string) => string,
  otherwise: (keyword: string) => Pick<Declared, "byDefault" | "inherits">,
): Table<AdvertsDraft> =>
  notYet<AdvertsDraft>(
    Object.fromEntries(
      Object.entries(KEYWORDS).map(([keyword, [key, meaning]]) => [
        nameOf(keyword),
        boolean(key, { meaning, ...otherwise(keyword) }),
      ]),
    ),
  );

export const advertKeywords: Table<AdvertsDraft> = table(
  (keyword) => keyword,
  (keyword) => ({ inherits: `global_defs ${globalName(keyword)}` }),
);

export const globalAdvertKeywords: Table<AdvertsDraft> = table(globalName, () => ({
  byDefault: "off",
}));

export interface LatenessDraft {
  /** The priority of whoever would have taken over. */
  timerExpiredBackup?: number | undefined;
}

const PRIORITY = { strict: true, min: 1, max: 254 } as const;
const late = entry<LatenessDraft>(
  {
    meaning:
      "a MASTER that was so late that a router of this priority took over becomes BACKUP; alone 254",
    byDefault: "stay MASTER",
  },
  "[NUMBER]",
  `${PRIORITY.min}..${PRIORITY.max}`,
  (draft, { args }, report) => {
    const [word] = args;
    surplus(args, 1, report);
    const number = word === undefined ? PRIORITY.max : readInteger(word, PRIORITY, report);
    if (number !== undefined) draft.timerExpiredBackup = number;
  },
);

export const latenessKeywords: Table<LatenessDraft> = notYet<LatenessDraft>({
  timer_expired_backup: late,
  thread_timer_expired: oldNameOf("timer_expired_backup", late),
});

export interface StartDraft {
  delayAfterBoot?: number | undefined;
  logUnknownVrids?: boolean | undefined;
  noLocalIgmp?: boolean | undefined;
}

/** Of global_defs alone. */
export const startKeywords: Table<StartDraft> = notYet<StartDraft>({
  vrrp_delay_after_boot: seconds("delayAfterBoot", {
    min: 0.001,
    max: 4294.967295,
    meaning: "no VRRP until this long after the boot",
    byDefault: "at once",
  }),
  log_unknown_vrids: flag("logUnknownVrids", true, {
    meaning: "log adverts of VRIDs that no instance has",
  }),
  disable_local_igmp: flag("noLocalIgmp", true, {
    meaning: "no IGMP reports of link-local groups, igmp_link_local_mcast_reports",
  }),
});
