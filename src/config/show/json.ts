/** The effective conf for programs: nested like its blocks, with numbers, booleans and lists. */
import { outerPieces } from "../script.ts";
import type { Shown } from "./effective.ts";

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/** Blocks of a kind are lists, each with `arguments`; seconds are numbers; a flag that is there is true. */
export function showJson(conf: readonly Shown[]): { readonly [key: string]: Json } {
  const result: Record<string, Json> = {};
  const blocks = new Map<string, readonly Json[]>();
  for (const shown of conf) {
    const { keyword } = shown;
    const before = result[keyword];
    if (shown.body === undefined) result[keyword] = valueOf(shown);
    else
      result[keyword] = [
        ...(Array.isArray(before) ? (before as readonly Json[]) : []),
        ...blockOf(shown),
      ];
  }
  return { ...result, ...Object.fromEntries(blocks) };
}

/** A block with keywords is an object; the lines of another one are texts. */
function blockOf({ args, body = [], entry }: Shown): readonly Json[] {
  if (entry?.block === undefined || entry.block.ofLine === true) return body.map(lineOf);
  return [{ ...(args.length > 0 && { arguments: args }), ...showJson(body) }];
}

const lineOf = ({ keyword, args }: Shown): string => [keyword, ...args].join(" ");

const OFF: ReadonlySet<string> = new Set(["off", "false", "no"]);

/** Null: what holds is no value that a conf could say, such as the address by the route. */
function valueOf({ args, entry, raw, literal }: Shown): Json {
  if (!literal) return null;
  const [first, ...rest] = args;
  const takes = entry?.args ?? "";
  if (takes === "" || takes === "[on|off]") return first === undefined || !OFF.has(first);
  if (raw !== undefined) return commandOf(raw, takes);
  if (first === undefined) return true;
  const values = typed(args, takes.split(" "));
  return rest.length > 0 ? values : (values[0] ?? first);
}

/** Without its outer quotes; a list where a user stands behind it. */
function commandOf(raw: string, takes: string): Json {
  const pieces = outerPieces(raw);
  const [command = ""] = pieces;
  // Only a script has more than one argument: elsewhere blanks belong to it.
  if (pieces.length <= 1) return command;
  return takes.includes("SCRIPT") ? pieces : raw;
}

const NUMBER = /^\[?(NUMBER|SECONDS|MILLISECONDS|PORT|\d+(\|\d+)*)\]?$/;

/** Each argument by what the manual calls it. */
function typed(args: readonly string[], parts: readonly string[]): readonly (string | number)[] {
  let at = 0;
  return args.map((arg) => {
    while (isOptionalWord(parts[at]) && parts[at]?.slice(1, -1).split("|").includes(arg) === false)
      at++;
    const isNumber = NUMBER.test(parts[at] ?? "") && !Number.isNaN(Number(arg));
    at++;
    return isNumber ? Number(arg) : arg;
  });
}

/** `[all]`, not `[PORT]`. */
const isOptionalWord = (part: string | undefined): boolean =>
  part !== undefined && /^\[[a-z|]+\]$/.test(part);
