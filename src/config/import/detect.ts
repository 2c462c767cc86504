/** What kind of file it is, told by its first lines that say something. */
import { sourceLines } from "./source.ts";

export type SourceKind = "ipvsadm" | "ldirectord";

const LINES = 10_000;
const RULE =
  /^\s*(?:\S*\s+)?(?:\S*\/)?ipvsadm\s+-|^\s*\$\{?IPVSADM\}?\s+-|^\s*-(?:[AaEeCDd]|-(?:add|edit|delete|clear))/;
const SETTING = /^\s*[a-z]+6?\s*=/i;
const LISTING = /^IP Virtual Server version /;
const CONF = /^\s*(?:virtual_server|vrrp_instance|global_defs)\b/;

/** The kind, or what an operator can do where it is none. */
export function detectKind(text: string): SourceKind | { readonly problem: string } {
  const lines = sourceLines(text.slice(0, 1_000_000)).slice(0, LINES);
  if (lines.some((line) => /^\s*virtual6?\s*=/i.test(line))) return "ldirectord";
  if (lines.some((line) => RULE.test(line))) return "ipvsadm";
  if (lines.some((line) => LISTING.test(line)))
    return {
      problem:
        "this is a listing of ipvsadm -L, which does not tell all: save the table by ipvsadm -Sn",
    };
  if (lines.some((line) => CONF.test(line)))
    return { problem: "this is a conf already: daruma check reads it as it is" };
  if (lines.some((line) => SETTING.test(line))) return "ldirectord";
  return {
    problem:
      "neither rules of ipvsadm nor a file of ldirectord; --from says which it is meant to be",
  };
}
