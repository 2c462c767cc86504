/** Reads the statements of a block by its table. One mistake gives one message; an unknown block is skipped whole. */
import { parseIp } from "../../base/ip.ts";
import { foreignSign, signedKeyword } from "../foreign.ts";
import type { Body, Statement, Word } from "../pieces.ts";
import { statementsOf } from "../repeated.ts";
import type { Report } from "../report.ts";
import { suggest } from "../suggest.ts";
import type { AnyBlock, Block, Entry } from "./entry.ts";

/**
 * Fills the draft. `note` is told of every statement whose keyword the block knows, and of those that
 * an error has lost by the keyword that was meant: what is wrong with it has been said at its place.
 */
export function readBlock<Draft>(
  block: Block<Draft>,
  draft: Draft,
  body: Body | undefined,
  report: Report,
  note?: (statement: Statement) => void,
): void {
  const statements = statementsOf(body);
  // Once for each block of a conf: neither an iterator nor a closure is made.
  for (let at = 0; at < statements.length; at++) {
    const statement = statements[at];
    if (statement === undefined) continue;
    const keyword = readStatement(block, draft, statement, report);
    if (keyword !== undefined && note !== undefined) note({ ...statement, keyword });
  }
}

/** The same for one statement; its keyword, or the one that was meant. Undefined where the block knows none. */
export function readStatement<Draft>(
  block: Block<Draft>,
  draft: Draft,
  statement: Statement,
  report: Report,
): Word | undefined {
  const { keyword, args, body } = statement;
  const entry = block.lookup.get(keyword.text);
  if (entry === undefined) {
    const meant = unknown(block, statement, report);
    if (meant !== undefined) report.lose(meant, args[0]?.text);
    return meant === undefined || !block.lookup.has(meant)
      ? undefined
      : { ...keyword, text: meant };
  }
  if (entry.takesBlock && body === undefined) {
    report.at(keyword, {
      rule: "missing-block",
      severity: "error",
      message: `${keyword.text} needs a block`,
      hint: `${keyword.text} ${entry.args}`.trim(),
    });
    report.lose(keyword.text, args[0]?.text);
    return keyword;
  }
  if (!entry.takesBlock && body !== undefined) {
    const parts = splitAtBlock(block, statement);
    if (parts !== undefined) return readParts(block, draft, parts, report);
    tellUnexpectedBlock(statement, report);
  }
  remark(entry, keyword, report);
  entry.read(draft, statement, report);
  return keyword;
}

/** What the keyword lacks may be in there. */
function tellUnexpectedBlock({ keyword, args }: Statement, report: Report): void {
  report.at(keyword, {
    rule: "unexpected-block",
    severity: "error",
    message: `${keyword.text} takes no block; the block is left out`,
    holds: true,
    ...(args.length === 0 && { spoils: true }),
  });
}

/** Two statements on one line, of which the second has the block. */
type Parts = readonly [Statement, Statement];

/** Undefined where no keyword stands behind the first that would have the block. */
export function splitAtBlock(
  { keywords }: Pick<AnyBlock, "keywords">,
  { keyword, args, body }: Statement,
): Parts | undefined {
  if (body === undefined || args.length === 0 || takesBlock(keywords, keyword)) return undefined;
  const at = args.findLastIndex((word) => takesBlock(keywords, word));
  const second = args[at];
  if (second === undefined) return undefined;
  const [before, behind] = [args.slice(0, at), args.slice(at + 1)];
  return [
    { keyword, args: before, raw: rawOf(before), body: undefined },
    { keyword: second, args: behind, raw: rawOf(behind), body },
  ];
}

const takesBlock = (keywords: AnyBlock["keywords"], { text }: Word): boolean =>
  Object.hasOwn(keywords, text) && keywords[text]?.takesBlock === true;

const rawOf = (words: readonly Word[]): string =>
  words.map(({ text, quoted }) => (quoted ? `"${text}"` : text)).join(" ");

/** Reads both as what they were meant as: a block that is lost would have much follow from it. */
function readParts<Draft>(
  block: Block<Draft>,
  draft: Draft,
  [first, second]: Parts,
  report: Report,
): Word | undefined {
  report.at(second.keyword, {
    rule: "unexpected-block",
    severity: "error",
    message: `${second.keyword.text} { stands behind ${first.keyword.text} on one line; it is read as if it stood on its own`,
    hint: "one keyword a line",
    holds: true,
  });
  const keyword = readStatement(block, draft, first, report);
  readStatement(block, draft, second, report);
  return keyword;
}

/** One message for what is not acted on yet, or goes by an old name. */
export function remark(
  {
    inEffect,
    meanwhile,
    deprecatedBy,
  }: Pick<Entry<never>, "inEffect" | "meanwhile" | "deprecatedBy">,
  keyword: Word,
  report: Report,
): void {
  if (!inEffect)
    report.at(keyword, {
      rule: "unsupported-keyword",
      severity: "warning",
      message: `daruma does not act on ${keyword.text} yet${meanwhile === undefined ? "" : `: ${meanwhile}`}`,
    });
  else if (deprecatedBy !== undefined)
    report.at(keyword, {
      rule: "deprecated-keyword",
      severity: "hint",
      message: `${keyword.text} is the old name of ${deprecatedBy}`,
    });
}

/** The keyword that was meant; undefined where none is near, or nothing is lost. */
function unknown<Draft>(
  block: Block<Draft>,
  { keyword, body }: Statement,
  report: Report,
): string | undefined {
  if (report.full()) return undefined;
  if (block.unsupported.has(keyword.text)) {
    report.at(keyword, {
      rule: "unsupported-keyword",
      severity: "warning",
      message: `daruma does not act on ${keyword.text} yet: it is left out`,
    });
    return undefined;
  }
  const skipped = body === undefined ? "" : "; its block is left out";
  const names = [...Object.keys(block.keywords), ...block.unsupported];
  const elsewhere = report.whereabouts(keyword.text).filter((name) => name !== block.name);
  // A slip of one character is likelier than a keyword of another block.
  const isNear = suggest(keyword.text, names, 1) ?? aliasOf(keyword.text, names);
  if (elsewhere.length > 0 && isNear === undefined) {
    report.at(keyword, {
      rule: "misplaced-keyword",
      severity: "error",
      message: `${keyword.text} does not belong in ${block.name}${skipped}`,
      hint: `it belongs in ${elsewhere.slice(0, 4).join(", ")}`,
    });
    return keyword.text;
  }
  const meant = meantBy(keyword.text, names);
  report.at(keyword, {
    rule: "unknown-keyword",
    severity: "error",
    message: `unknown keyword "${keyword.text}" in ${block.name}${skipped}`,
    hint: hintOn(keyword.text, meant),
  });
  return meant;
}

/** Words that others have for the same, and that no slip explains; what each may stand for, by where it stands. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  HTTP_CHECK: ["HTTP_GET"],
  HTTPS_CHECK: ["SSL_GET"],
  HTTPS_GET: ["SSL_GET"],
  SSL_CHECK: ["SSL_GET"],
  notify_slave: ["notify_backup"],
  vrid: ["virtual_router_id"],
  prio: ["priority"],
  iface: ["interface"],
  password: ["auth_pass"],
  virtual_ip: ["virtual_ipaddress"],
  virtual_address: ["virtual_ipaddress"],
  vip: ["virtual_ipaddress"],
  vrrp: ["vrrp_instance"],
  vrrp_script: ["track_script"],
  command: ["script"],
  script: ["vrrp_script", "misc_path"],
  script_path: ["script"],
  misc_script: ["misc_path"],
  instances: ["group"],
  proto: ["protocol"],
  algo: ["lb_algo"],
  scheduler: ["lb_algo"],
  server: ["real_server"],
  port: ["connect_port"],
  timeout: ["connect_timeout", "misc_timeout"],
  retries: ["retry"],
  status: ["status_code"],
  initial_state: ["state"],
  global: ["global_defs"],
  user: ["script_user"],
  MISC: ["MISC_CHECK"],
};

const aliasOf = (keyword: string, names: readonly string[]): string | undefined =>
  Object.hasOwn(ALIASES, keyword)
    ? ALIASES[keyword]?.find((meant) => names.includes(meant))
    : undefined;

function meantBy(keyword: string, names: readonly string[]): string | undefined {
  if (foreignSign(keyword) !== undefined) return undefined;
  const signed = signedKeyword(keyword);
  if (signed !== undefined && names.includes(signed.keyword)) return signed.keyword;
  if (names.includes(ADDRESSES) && isAddress(keyword)) return ADDRESSES;
  return aliasOf(keyword, names) ?? suggest(keyword, names);
}

const ADDRESSES = "virtual_ipaddress";

const isAddress = (text: string): boolean => parseIp(text.replace(/\/.*/, "")) !== undefined;

function hintOn(keyword: string, meant: string | undefined): string | undefined {
  if (meant === undefined) return undefined;
  const signed = signedKeyword(keyword);
  if (signed?.keyword === meant) return signed.hint;
  return isAddress(keyword) ? `${meant} { ${keyword} }` : `did you mean ${meant}?`;
}
