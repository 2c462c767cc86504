/** Entries of virtual_rules and static_rules: the words of ip-rule(8), in full, one rule a line. */
import type { Statement, Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import {
  badValue,
  type Declared,
  type Entry,
  entry,
  flag,
  integer,
  list,
  type Table,
  text,
  value,
} from "./entry.ts";
import { interfaceName } from "./links.ts";
import { readInteger } from "./numbers.ts";
import {
  BYTE_MAX,
  type Code,
  checkProtocol,
  code,
  type Destination,
  familyOfDestination,
  onlyFamily,
  type Realms,
  readCNumber,
  readCode,
  readDestination,
  realms,
  type SharedDraft,
  sharedWords,
  UINT32_MAX,
} from "./route-values.ts";
import { defineLine, type Line, readWhole } from "./words.ts";

interface Span {
  readonly from: number;
  readonly to: number;
}

interface Mark {
  readonly value: number;
  /** Undefined: all of its bits count. */
  readonly mask: number | undefined;
}

const REFUSALS = ["nop", "blackhole", "unreachable", "prohibit"] as const;

type Action =
  | { readonly type: "table"; readonly table: Code }
  | { readonly type: "l3mdev" }
  | { readonly type: "goto"; readonly target: number }
  | { readonly type: (typeof REFUSALS)[number] };

export interface RuleDraft extends SharedDraft {
  not?: boolean | undefined;
  from?: Destination | undefined;
  to?: Destination | undefined;
  action?: Action | undefined;
  preference?: number | undefined;
  tos?: Code | undefined;
  mark?: Mark | undefined;
  realms?: Realms | undefined;
  suppressPrefixLength?: number | undefined;
  suppressGroup?: Code | undefined;
  iif?: string | undefined;
  oif?: string | undefined;
  /** Up to 64 bits, in digits. */
  tunnelId?: string | undefined;
  uids?: Span | undefined;
  ipProtocol?: Code | undefined;
  sourcePorts?: Span | undefined;
  destinationPorts?: Span | undefined;
}

const INT32_MAX = 2_147_483_647;
const PORT_MAX = 65_535;
const UINT64_MAX = 18_446_744_073_709_551_615n;

const prefix = <K extends string>(
  key: K,
  meaning: string,
): Entry<{ [key in K]?: Destination | undefined }> =>
  value(key, { meaning }, "PREFIX|default", undefined, readDestination);

const preference = value(
  "preference",
  { meaning: "rules are asked in this order, the lowest first" },
  "NUMBER",
  undefined,
  (word, report) => readCNumber(word, UINT32_MAX, report),
);
const tos = code("tos", BYTE_MAX, { meaning: "packets of this type of service" });
const iif = interfaceName("iif", { meaning: "packets that came by this interface" });
const ipProtocol = code("ipProtocol", BYTE_MAX, { meaning: "packets of this IP protocol" });
const suppressLength = integer("suppressPrefixLength", {
  strict: true,
  min: 0,
  max: INT32_MAX,
  meaning: "do not take routes of prefixes of this length or shorter",
});
const suppressGroup = code("suppressGroup", INT32_MAX, {
  meaning: "do not take routes by interfaces of this group",
});

/** [FROM-]TO: a single number stands for itself. */
function span<K extends string>(
  key: K,
  max: number,
  declared: Declared,
): Entry<{ [key in K]?: Span | undefined }> {
  return value(key, declared, "FROM[-TO]", `0..${max}`, (word, report) => {
    const [, first = "", second = first] = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(word.text) ?? [];
    const [from, to] = [Number(first), Number(second)];
    if (first !== "" && from <= to && to <= max) return { from, to };
    badValue(report, word, `expected FROM-TO, from 0 to ${max}`);
    return undefined;
  });
}

/** A rule does one thing. */
function act(draft: RuleDraft, action: Action, keyword: Word, report: Report): void {
  if (draft.action === undefined) draft.action = action;
  else badValue(report, keyword, `but the rule does ${draft.action.type} already`);
}

const table: Entry<RuleDraft> = entry(
  { meaning: "the routing table that is asked" },
  "TABLE",
  undefined,
  (draft, { keyword, args: [word] }, report) => {
    const found = word === undefined ? undefined : readCode(word, UINT32_MAX, report);
    if (word === undefined || found === 0) badValue(report, word ?? keyword, "expected a table");
    else if (found !== undefined) act(draft, { type: "table", table: found }, keyword, report);
  },
);

const target: Entry<RuleDraft> = entry(
  { meaning: "go on with the rule of this preference" },
  "NUMBER",
  undefined,
  (draft, { keyword, args: [word] }, report) => readGoto(draft, keyword, word, report),
);

function readGoto(draft: RuleDraft, keyword: Word, word: Word | undefined, report: Report): void {
  if (word === undefined) {
    badValue(report, keyword, "expected the preference of a rule behind it");
    return;
  }
  const found = readInteger(word, { strict: true, min: 0, max: UINT32_MAX }, report);
  if (found !== undefined) act(draft, { type: "goto", target: found }, keyword, report);
}

const refusal = (type: (typeof REFUSALS)[number], meaning: string): Entry<RuleDraft> =>
  entry({ meaning }, "", undefined, (draft, { keyword }, report) => {
    act(draft, { type }, keyword, report);
  });

/** `type ACTION`: the same as ACTION alone. */
const typeWord: Entry<RuleDraft> = entry(
  { meaning: "what becomes of packets" },
  `[goto] ${REFUSALS.join("|")}|NUMBER`,
  undefined,
  (draft, { keyword, args: [word, number] }, report) => {
    const type = REFUSALS.find((each) => each === word?.text);
    if (type !== undefined) act(draft, { type }, keyword, report);
    else if (word?.text === "goto") readGoto(draft, word, number, report);
    else badValue(report, word ?? keyword, `expected ${list([...REFUSALS, "goto NUMBER"])}`);
  },
);

const common: Table<RuleDraft> = {
  ...sharedWords,
  not: flag("not", true, { meaning: "packets that are not so" }),
  from: prefix("from", "packets from there"),
  to: prefix("to", "packets to there"),
  table,
  lookup: table,
  preference,
  order: preference,
  priority: preference,
  tos,
  dsfield: tos,
  fwmark: value("mark", { meaning: "packets with this mark" }, "MARK[/MASK]", undefined, readMark),
  realms,
  suppress_prefixlength: suppressLength,
  sup_pl: suppressLength,
  suppress_ifgroup: suppressGroup,
  sup_group: suppressGroup,
  dev: iif,
  iif,
  oif: interfaceName("oif", { meaning: "packets of sockets bound to this interface" }),
  "tunnel-id": value(
    "tunnelId",
    { meaning: "packets of this tunnel" },
    "ID",
    undefined,
    readTunnel,
  ),
  uidrange: span("uids", UINT32_MAX, { meaning: "packets of these users" }),
  l3mdev: entry(
    { meaning: "ask the table of the interface's VRF" },
    "",
    undefined,
    (draft, { keyword }, report) => {
      act(draft, { type: "l3mdev" }, keyword, report);
    },
  ),
  protocol: code("protocol", BYTE_MAX, {
    meaning: "who made it; tracked rules always have keepalived's number",
    byDefault: "18",
  }),
  ipproto: ipProtocol,
  ip_proto: ipProtocol,
  sport: span("sourcePorts", PORT_MAX, { meaning: "packets from these ports" }),
  dport: span("destinationPorts", PORT_MAX, { meaning: "packets to these ports" }),
  type: typeWord,
  goto: target,
  nop: refusal("nop", "nothing"),
  blackhole: refusal("blackhole", "packets are dropped without a word"),
  unreachable: refusal("unreachable", "packets are dropped, and their sender is told: unreachable"),
  prohibit: refusal("prohibit", "packets are dropped, and their sender is told: prohibited"),
};

/** What may stand on a line of virtual_rules. */
export const virtualRule: Line<RuleDraft> = defineLine("virtual_rules", common);

/** What may stand on a line of static_rules. */
export const staticRule: Line<RuleDraft> = defineLine<RuleDraft>("static_rules", {
  ...common,
  track_group: text(
    "trackGroup",
    { meaning: "the track_group whose instances are FAULT without it" },
    "GROUP",
  ),
});

/** How a manual writes such a line. */
export const RULE_ARGS = "{ [from PREFIX] [to PREFIX] table TABLE [preference NUMBER] ... }";

function readMark(word: Word, report: Report): Mark | undefined {
  const [first = "", second, ...rest] = word.text.split("/");
  if (rest.length > 0) {
    badValue(report, word, "expected MARK or MARK/MASK");
    return undefined;
  }
  const mark = readCNumber(word, UINT32_MAX, report, first);
  if (mark === undefined || second === undefined)
    return mark === undefined ? undefined : { value: mark, mask: undefined };
  const mask = readCNumber(word, UINT32_MAX, report, second);
  return mask === undefined ? undefined : { value: mark, mask };
}

function readTunnel(word: Word, report: Report): string | undefined {
  if (/^\d{1,20}$/.test(word.text) && BigInt(word.text) <= UINT64_MAX) return word.text;
  badValue(report, word, "expected a whole number of at most 64 bits");
  return undefined;
}

/** The rules of a block; a rule with a mistake is left out whole, as keepalived does. */
export const readRules = (
  line: Line<RuleDraft>,
  body: readonly Statement[],
  report: Report,
): readonly RuleDraft[] =>
  readWhole(line, body, report, {
    what: "the rule",
    create: (word) => ({ word }),
    check: checkRule,
  });

function checkRule(draft: RuleDraft, report: Report): void {
  const problem = problemOf(draft);
  if (problem !== undefined) {
    report.at(draft.word, { rule: "bad-value", severity: "error", message: problem });
    return;
  }
  const { from, to, realms: realm, word } = draft;
  const families = [from, to].map(familyOfDestination);
  draft.family = onlyFamily(draft, [...families, realm === undefined ? undefined : "inet"], report);
  checkProtocol(draft, report);
  if (draft.preference === undefined)
    report.at(word, {
      rule: "missing-keyword",
      severity: "warning",
      message: "this rule names no preference: it gets one below 16385, in the order of the file",
      hint: "add preference NUMBER",
    });
}

function problemOf({ action, preference: own, ...more }: RuleDraft): string | undefined {
  if (action === undefined) return `a rule needs table TABLE, or ${list(REFUSALS)}`;
  if (action.type === "goto") return gotoProblem(own, action.target);
  const ofTables = [more.realms, more.suppressPrefixLength, more.suppressGroup];
  if (
    action.type !== "table" &&
    action.type !== "l3mdev" &&
    ofTables.some((each) => each !== undefined)
  )
    return `realms and suppress_... have no meaning with ${action.type}`;
  return undefined;
}

function gotoProblem(own: number | undefined, to: number): string | undefined {
  if (own === undefined) return `goto ${to} needs a preference of the rule itself`;
  return own < to ? undefined : `goto ${to} leads back: the rule's preference is ${own}`;
}
