/** What a body must match: keepalived.conf(5), HTTP_GET, url, regex and its kin; pcre2api(3). */

import type { Statement, Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import { parseWords } from "../script.ts";
import { badValue, entry, flag, missing, notYet, surplus, type Table, value } from "./entry.ts";
import { readInteger } from "./numbers.ts";

export interface RegexDraft {
  regex?: string | undefined;
  regexNoMatch?: boolean | undefined;
  regexOptions?: string[] | undefined;
  regexMinOffset?: number | undefined;
  regexMaxOffset?: number | undefined;
  regexStack?: RegexStack | undefined;
}

/** Bytes, pcre2_jit_stack_create(3). */
export interface RegexStack {
  readonly start: number;
  readonly max: number;
}

const OPTIONS: ReadonlySet<string> = new Set(
  `allow_empty_class alt_bsux auto_callout caseless dollar_endonly dotall dupnames extended firstline
  match_unset_backref multiline never_ucp never_utf no_auto_capture no_auto_possess
  no_dotstar_anchor no_start_optimize ucp ungreedy utf never_backslash_c alt_circumflex
  alt_verbnames use_offset_limit`.split(/\s+/),
);
const BYTES = { strict: true, min: 0, max: Number.MAX_SAFE_INTEGER } as const;

export const regexKeywords: Table<RegexDraft> = notYet<RegexDraft>(
  {
    regex: entry(
      { meaning: "Perl-compatible expression that the body must match" },
      "REGEX",
      undefined,
      readRegex,
    ),
    regex_no_match: flag("regexNoMatch", true, { meaning: "the body must not match" }),
    regex_options: entry(
      { meaning: "options of the expression, by their names in pcre2api(3)" },
      "NAME ...",
      undefined,
      readOptions,
    ),
    regex_min_offset: value(
      "regexMinOffset",
      { meaning: "where in the body the match may begin at first", byDefault: "0" },
      "BYTES",
      undefined,
      readBytes,
    ),
    regex_max_offset: value(
      "regexMaxOffset",
      { meaning: "where in the body the match may begin at last", byDefault: "anywhere" },
      "BYTES",
      undefined,
      readBytes,
    ),
    regex_stack: entry(
      { meaning: "first and largest size of the stack, for expressions that take much" },
      "START MAX",
      undefined,
      readStack,
    ),
  },
  "the body is not compared with it",
);

function readBytes(word: Word, report: Report): number | undefined {
  return readInteger(word, BYTES, report);
}

function readRegex(draft: RegexDraft, { keyword, args, raw }: Statement, report: Report): void {
  const [first] = args;
  const [pattern, ...more] = parseWords(raw);
  if (pattern === undefined || first === undefined) missing(report, keyword, "REGEX");
  else if (more.length > 0)
    badValue(report, first, "expected one word: quote an expression with blanks");
  else draft.regex = pattern;
}

function readOptions(draft: RegexDraft, { keyword, args }: Statement, report: Report): void {
  if (args.length === 0) missing(report, keyword, "NAME ...");
  for (const word of args)
    if (OPTIONS.has(word.text)) (draft.regexOptions ??= []).push(word.text);
    else
      badValue(report, word, "expected an option of pcre2api(3) in lower case, such as caseless");
}

function readStack(draft: RegexDraft, { keyword, args }: Statement, report: Report): void {
  const [first, second] = args;
  if (first === undefined || second === undefined) {
    missing(report, keyword, "START MAX");
    return;
  }
  surplus(args, 2, report);
  const start = readBytes(first, report);
  const max = readBytes(second, report);
  if (start === undefined || max === undefined) return;
  if (start > max) badValue(report, first, `expected at most ${max}, the largest size`);
  else draft.regexStack = { start, max };
}

/** Words that make no sense as they stand together; undefined where they do. */
export function regexProblem(draft: RegexDraft): string | undefined {
  const { regex, regexMinOffset: min, regexMaxOffset: max, regexStack, regexNoMatch } = draft;
  if (regex === undefined) {
    const parts = [draft.regexOptions, min, max, regexStack, regexNoMatch];
    return parts.some((part) => part !== undefined)
      ? "the url has words about a regex, but no regex: they have no effect"
      : undefined;
  }
  if (min !== undefined && max !== undefined && min > max)
    return `regex_min_offset ${min} is above regex_max_offset ${max}: both are ignored`;
  return undefined;
}
