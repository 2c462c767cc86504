/** A drill as lines of text, coloured for a terminal, plain without one. */
import type { Told } from "./told.ts";

export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
}

const code =
  (open: number, close: number) =>
  (text: string): string =>
    `\u001b[${open}m${text}\u001b[${close}m`;
const COLOURED: Paint = {
  bold: code(1, 22),
  dim: code(2, 22),
  good: code(32, 39),
  bad: code(31, 39),
  warn: code(33, 39),
};
const plain = (text: string): string => text;
const PLAIN: Paint = { bold: plain, dim: plain, good: plain, bad: plain, warn: plain };

export const paintFor = (coloured: boolean): Paint => (coloured ? COLOURED : PLAIN);

/** The lines that show it. */
export function show(told: Told, paint: Paint): readonly string[] {
  const time = paint.dim(clock(told.at));
  switch (told.type) {
    case "step":
      return ["", `${time}  ${paint.bold(`== ${told.text}`)}`];
    case "log":
      return [`${time}    ${told.host}  ${colourOf(told.level, paint)(told.text)}`];
    case "second":
      return [`${time}    ${secondText(told, paint)}`];
    case "table":
      return ["", `${time}    ipvsadm -Ln on ${told.host}:`, ...tableLines(told.text), ""];
    case "check": {
      const sign = told.ok ? paint.good("  ok") : paint.bad("FAIL");
      return [`${time} ${sign} ${told.name}${paint.dim(`: ${told.detail}`)}`];
    }
    case "summary":
      return ["", ...summaryLines(told, paint)];
  }
}

/** Minutes and seconds since the drill began. */
function clock(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const seconds = ((ms % 60_000) / 1000).toFixed(1);
  return `${String(minutes).padStart(2, "0")}:${seconds.padStart(4, "0")}`;
}

function colourOf(level: string, paint: Paint): (text: string) => string {
  if (level === "error" || level === "fatal") return paint.bad;
  return level === "warn" ? paint.warn : plain;
}

function secondText(
  { ok, failed, by, why }: Extract<Told, { type: "second" }>,
  paint: Paint,
): string {
  const bar = paint.good("#".repeat(ok)) + paint.bad("x".repeat(failed));
  const space = " ".repeat(Math.max(1, 24 - ok - failed));
  const good = `${String(ok).padStart(2)} ok`;
  const bad = failed === 0 ? "" : paint.bad(`  ${failed} failed (${counts(why)})`);
  return `requests ${bar}${space}${good}${ok === 0 ? "" : paint.dim(`  ${counts(by)}`)}${bad}`;
}

const counts = (by: Readonly<Record<string, number>>): string =>
  Object.entries(by)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([word, count]) => `${word} ${count}`)
    .join(", ");

const tableLines = (text: string): readonly string[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => `           ${line.trimEnd()}`);

function summaryLines(
  { ok, failed, longestGapMs }: Extract<Told, { type: "summary" }>,
  paint: Paint,
): readonly string[] {
  const gap = `${(longestGapMs / 1000).toFixed(2)} s`;
  return [`${ok} requests served, ${failed} failed; longest gap a client saw: ${paint.bold(gap)}`];
}
