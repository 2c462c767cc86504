/**
 * Words behind a script: keepalived takes them for a user and a group, or drops them, and never for
 * arguments. keepalived.conf(5), "Quoted strings" and "NOTIFY".
 */
import type { Statement, Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import { outerPieces } from "../script.ts";

/** What useradd(8) takes for a name without being forced to, or the number of one. */
const LIKELY_NAME = /^[a-z0-9_][a-z0-9_.-]*\$?$/;

/** Speaks where a word behind the script cannot mean what keepalived takes it for. `takesUser`: USER [GROUP] may stand there. */
export function judgeScriptWords(
  { keyword, args, raw }: Statement,
  takesUser: boolean,
  report: Report,
): void {
  const [script, ...more] = outerPieces(raw);
  // Of quotes that are none, or not closed, it has been told.
  if (script === undefined || args.some((word) => report.leftOut.isRefused(word))) return;
  if (more.some((piece) => piece.includes('"'))) return;
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
      : hintOnUser(takesUser),
  });
}

const hintOnUser = (takesUser: boolean): string | undefined =>
  takesUser ? undefined : "who runs it is named by user, on a line of its own";

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
