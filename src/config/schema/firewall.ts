/** What keeps packets to addresses from those who do not accept them: iptables, nftables. */
import type { Statement, Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import {
  badValue,
  type Declared,
  type Entry,
  entry,
  flag,
  integer,
  notYet,
  surplus,
  type Table,
} from "./entry.ts";

interface ChainsDraft {
  readonly input: string;
  /** Undefined: none. */
  readonly output: string | undefined;
}

export interface FirewallDraft {
  iptables?: ChainsDraft | undefined;
  /** Without names: none are used. */
  ipsets?: readonly string[] | undefined;
  nftables?: string | undefined;
  nftablesPriority?: number | undefined;
  nftablesIfindex?: boolean | undefined;
  nftablesCounters?: boolean | undefined;
  nftablesIpvs?: string | undefined;
  nftablesIpvsPriority?: number | undefined;
  nftablesIpvsMark?: number | undefined;
}

/** XT_EXTENSION_MAXNAMELEN less its NUL. */
const CHAIN_MAX = 28;
/** IPSET_MAXNAMELEN less its NUL. */
const IPSET_MAX = 31;
const IPSETS_MAX = 6;
/** NFT_TABLE_MAXNAMELEN. */
const TABLE_MAX = 255;
const INT32 = { min: -2_147_483_648, max: 2_147_483_647 } as const;

export const firewallKeywords: Table<FirewallDraft> = notYet<FirewallDraft>({
  vrrp_iptables: entry(
    {
      meaning: "keep packets to addresses out by iptables, in these chains; alone INPUT and OUTPUT",
    },
    "[IN [OUT]]",
    undefined,
    (draft, { args }, report) => {
      const [input, output] = args;
      surplus(args, 2, report);
      if (!args.slice(0, 2).every((word) => fits(word, CHAIN_MAX, report))) return;
      draft.iptables =
        input === undefined
          ? { input: "INPUT", output: "OUTPUT" }
          : { input: input.text, output: output?.text };
    },
  ),
  vrrp_ipsets: entry(
    { meaning: "names of the sets that vrrp_iptables uses; alone: none" },
    "[NAME ...]",
    undefined,
    readIpsets,
  ),
  nftables: table("nftables", "keepalived", {
    meaning: "keep packets to addresses out by nftables, in this table",
  }),
  nftables_priority: integer("nftablesPriority", {
    strict: true,
    ...INT32,
    meaning: "priority of the chains, nft(8)",
    byDefault: "-1",
  }),
  nftables_ifindex: flag("nftablesIfindex", true, {
    meaning: "link-local addresses are told apart by the interface's number",
  }),
  nftables_counters: flag("nftablesCounters", true, { meaning: "count what the rules meet" }),
  nftables_ipvs: table("nftablesIpvs", "keepalived_ipvs", {
    meaning: "groups of virtual servers are one service by a mark that this table sets",
  }),
  nftables_ipvs_priority: integer("nftablesIpvsPriority", {
    strict: true,
    ...INT32,
    meaning: "priority of the chains of nftables_ipvs, nft(8)",
    byDefault: "-1",
  }),
  nftables_ipvs_start_fwmark: integer("nftablesIpvsMark", {
    strict: true,
    min: 1,
    max: 4_294_967_295,
    meaning: "the first mark that nftables_ipvs sets",
    byDefault: "1000",
  }),
});

function table<K extends string>(
  key: K,
  name: string,
  { meaning }: Declared,
): Entry<{ [key in K]?: string | undefined }> {
  return entry(
    { meaning: `${meaning}; alone ${name}` },
    "[TABLE]",
    undefined,
    (draft, { args }, report) => {
      const [word] = args;
      surplus(args, 1, report);
      if (word === undefined) draft[key] = name;
      else if (fits(word, TABLE_MAX, report)) draft[key] = word.text;
    },
  );
}

function readIpsets(draft: FirewallDraft, { args }: Statement, report: Report): void {
  surplus(args, IPSETS_MAX, report);
  const names = args.slice(0, IPSETS_MAX);
  if (names.every((word) => fits(word, IPSET_MAX, report)))
    draft.ipsets = names.map(({ text }) => text);
}

function fits(word: Word, max: number, report: Report): boolean {
  if (word.text !== "" && word.text.length <= max) return true;
  badValue(report, word, `expected a name of at most ${max} characters`);
  return false;
}
