/**
 * Words behind a script: keepalived takes them for a user and a group, or drops them, and never for
 * arguments. keepalived.conf(5), "Quoted strings" and "NOTIFY".
 */
import type { Statement, Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import { outerPieces } from "../script.ts";
import { tellOddText } from "./entry.ts";

/** What useradd(8) takes for a name without being forced to, or the number of one. */
const LIKELY_NAME = /^[a-z0-9_][a-z0-9_.-]*\$?$/;

/** Speaks where a word behind the script cannot mean what keepalived takes it for. `takesUser`: USER [GROUP] may stand there. */
export function judgeScriptWords(
  { keyword, args, raw }: Statement,
  takesUser: boolean,
  report: Report,
): void {
  const [script, ...more] = outerPieces(raw);
  if (script === undefined || hasBadQuotes(args, raw, more, report)) return;
  if (more.length === 0) args.slice(0, 1).forEach((word) => tellOddText(word, report));
  const lost = takesUser ? more.slice(2) : more;
  const isBare = !/^["']/.test(raw.trimStart());
  const names = takesUser && isBare ? more.slice(0, 2) : [];
  const odd = names.find((name) => !LIKELY_NAME.test(name)) ?? lost[0];
  if (odd === undefined) return;
  for (const word of args.slice(args.length - lost.length)) report.drop(word);
  report.at(placeOf(args, more, odd) ?? keyword, {
    rule: "script-words",
    severity: "warning",
    message: `"${odd}" is no argument of ${script}: ${fateOf(script, more, takesUser)}`,
    hint: isBare
      ? `quotes around the command and all of its arguments: ${keyword.text} "${[script, ...more].join(" ")}"`
      : hintBehindQuotes(odd, takesUser, report),
  });
}

/** Whether there are quotes that are none, or not closed, which is told. */
const hasBadQuotes = (
  args: readonly Word[],
  raw: string,
  more: readonly string[],
  report: Report,
): boolean =>
  args.some((word) => report.leftOut.isRefused(word)) ||
  more.some((piece) => piece.includes('"')) ||
  tellUnclosed(args[0], raw, report);

/** Single quotes are quotes of scripts alone; whether one is not closed. */
function tellUnclosed(first: Word | undefined, raw: string, report: Report): boolean {
  if (first === undefined || !/^'[^']*$/.test(raw)) return false;
  report.at(first, {
    rule: "unclosed-quote",
    severity: "error",
    message: "found an opening ' without its closing one on this line",
  });
  return true;
}

function hintBehindQuotes(odd: string, takesUser: boolean, report: Report): string | undefined {
  if (report.whereabouts(odd).length > 0 && odd !== "user") return "one keyword a line";
  return takesUser ? undefined : "who runs it is named by user, on a line of its own";
}

function fateOf(
  script: string,
  [user = "", group, ...lost]: readonly string[],
  takesUser: boolean,
): string {
  if (!takesUser) return `what stands behind it is ignored, and ${script} alone is run`;
  const whose = group === undefined ? `user ${user}` : `user ${user} and group ${group}`;
  const rest = lost.length === 0 ? "" : ", and what follows is ignored";
  return `${script} alone is to run, as ${whose}${rest}`;
}

/** Words and pieces are alike where no single quotes join words. */
const placeOf = (args: readonly Word[], more: readonly string[], odd: string): Word | undefined =>
  args.length === more.length + 1 ? args[more.indexOf(odd) + 1] : args.at(-1);
