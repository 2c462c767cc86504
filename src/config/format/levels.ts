/**
 * How deep in blocks each line stands, and whether all braces pair. Where lines are meant for some
 * config ids only (`@ID`), each id reads a text of its own: all of them must pair.
 */
import { LIMITS } from "../../base/limits.ts";
import type { Place } from "../diagnostic.ts";
import type { Report } from "../report.ts";
import type { ConfLine } from "./classify.ts";

/** Config ids that one file may name; more is no conf. */
const MOST_IDS = 32;

interface View {
  /** Undefined: the file names no ids. */
  readonly id: string | undefined;
  readonly open: Place[];
}

/** The depth at the start of each line. What does not pair is reported. */
export function levelsOf(
  lines: readonly ConfLine[],
  file: string,
  report: Report,
): readonly number[] {
  const views = viewsOf(lines, file, report);
  const told = new Set<string>();
  const tell = (place: Place, rule: string, message: string): void => {
    const key = `${place.line}:${place.column}`;
    if (told.has(key)) return;
    told.add(key);
    report.at(place, { rule, severity: "error", message });
  };
  const depths = lines.map((line, i) => {
    const reading = views.filter((view) => isRead(line, view));
    const seen = reading.length > 0 ? reading : views;
    const depth = Math.max(...seen.map(({ open }) => open.length));
    for (const { type, start, end } of bracesOf(line)) {
      const place = { file, line: i + 1, column: start + 1, end: end + 1 };
      for (const view of reading) step(view, type, place, tell);
    }
    return depth;
  });
  for (const { id, open } of views)
    for (const place of open)
      tell(place, "unclosed-brace", `the block that opens here is never closed${forId(id)}`);
  return depths;
}

function step(
  { id, open }: View,
  type: string,
  place: Place,
  tell: (place: Place, rule: string, message: string) => void,
): void {
  if (type === "close") {
    if (open.pop() === undefined)
      tell(place, "stray-brace", `found } but no block is open here${forId(id)}`);
  } else if (open.length > LIMITS.configDepth) {
    tell(place, "too-deep", `blocks are nested more than ${LIMITS.configDepth} deep`);
  } else {
    open.push(place);
  }
}

const forId = (id: string | undefined): string =>
  id === undefined ? "" : ` where the config id is ${id}`;

function viewsOf(lines: readonly ConfLine[], file: string, report: Report): readonly View[] {
  const ids = new Set<string>();
  for (const [i, line] of lines.entries()) {
    if (line.type !== "whole" || line.condition === undefined) continue;
    ids.add(line.condition.id);
    if (ids.size <= MOST_IDS) continue;
    report.at(
      { file, line: i + 1, column: 1, end: 2 },
      {
        rule: "too-many-ids",
        severity: "error",
        message: `lines are for more than ${MOST_IDS} different config ids`,
      },
    );
    break;
  }
  if (ids.size === 0) return [{ id: undefined, open: [] }];
  return [...ids].map((id) => ({ id, open: [] }));
}

function isRead(line: ConfLine, { id }: View): boolean {
  if (line.type !== "whole" || line.condition === undefined) return true;
  return (line.condition.id === id) !== line.condition.others;
}

const bracesOf = (line: ConfLine): readonly { type: string; start: number; end: number }[] => {
  if (line.type === "whole") return line.braces;
  return line.type === "plain" ? line.scanned.pieces.filter(({ type }) => type !== "word") : [];
};
