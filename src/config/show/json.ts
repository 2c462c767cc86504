/** The effective conf for programs: nested like its blocks, with numbers, booleans and lists. */
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

const NUMBER = /^(NUMBER|SECONDS|MILLISECONDS|PORT|\[SECONDS\])$/;
const OFF: ReadonlySet<string> = new Set(["off", "false", "no"]);

/** Null: what holds is no value that a conf could say, such as the address by the route. */
function valueOf({ args, entry, raw, literal }: Shown): Json {
  if (!literal) return null;
  const [first, ...rest] = args;
  const takes = entry?.args ?? "";
  if (takes === "" || takes === "[on|off]") return first === undefined || !OFF.has(first);
  if (raw !== undefined) return raw;
  if (first === undefined) return true;
  if (rest.length > 0) return args;
  return NUMBER.test(takes) && !Number.isNaN(Number(first)) ? Number(first) : first;
}
