/** The figures as people read them. */
import { PROGRAMS } from "./daemon.ts";
import type { Measure } from "./samples.ts";
import { median, quantile } from "./statistics.ts";

const HEAD = ["measure", "unit", "daruma", "p99", "keepalived", "p99", "ratio", "n", "where"];
/** The first two and the last are words. */
const isWord = (column: number): boolean => column < 2 || column === HEAD.length - 1;

/** Medians side by side; a 99th percentile only where there are samples enough to have a tail. */
export function formatTable(measures: readonly Measure[]): string {
  const rows = [HEAD, ...measures.map(rowOf)];
  const widths = HEAD.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, i) => (isWord(i) ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
  return lines.join("\n");
}

function rowOf({ name, unit, where, samples, comparable }: Measure): readonly string[] {
  const cells = PROGRAMS.flatMap((program) => {
    const own = samples[program];
    return [median(own), own.length > 2 ? quantile(own, 0.99) : undefined].map(formatNumber);
  });
  const ratio = comparable ? median(samples.daruma) / median(samples.keepalived) : undefined;
  const count = PROGRAMS.map((program) => samples[program].length);
  return [name, unit, ...cells, formatNumber(ratio), [...new Set(count)].join("/"), where];
}

/** Three digits that count. */
function formatNumber(value: number | undefined): string {
  if (value === undefined) return "";
  const digits =
    Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
  return value.toFixed(digits);
}
