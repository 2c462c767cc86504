/** Reads the statements of a block by its table. One mistake gives one message; an unknown block is skipped whole. */
import { each } from "../../base/each.ts";
import type { Statement, Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import { suggest } from "../suggest.ts";
import type { Block, Entry } from "./entry.ts";

const NOTHING = (): void => undefined;

/** Fills the draft. `note` is told of every statement whose keyword the block knows. */
export function readBlock<Draft>(
  block: Block<Draft>,
  draft: Draft,
  statements: readonly Statement[],
  report: Report,
  note: (statement: Statement) => void = NOTHING,
): void {
  each(statements, (statement) => {
    if (readStatement(block, draft, statement, report)) note(statement);
  });
}

/** The same for one statement; false where the block does not know its keyword. */
export function readStatement<Draft>(
  block: Block<Draft>,
  draft: Draft,
  statement: Statement,
  report: Report,
): boolean {
  const { keyword, body } = statement;
  const entry = block.lookup.get(keyword.text);
  if (entry === undefined) {
    unknown(block, statement, report);
    return false;
  }
  if (entry.takesBlock && body === undefined) {
    report.at(keyword, {
      rule: "missing-block",
      severity: "error",
      message: `${keyword.text} needs a block`,
      hint: `${keyword.text} ${entry.args}`.trim(),
    });
    return false;
  }
  if (!entry.takesBlock && body !== undefined)
    report.at(keyword, {
      rule: "unexpected-block",
      severity: "error",
      message: `${keyword.text} takes no block; the block is left out`,
      holds: true,
    });
  remark(entry, keyword, report);
  entry.read(draft, statement, report);
  return true;
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

function unknown<Draft>(block: Block<Draft>, { keyword, body }: Statement, report: Report): void {
  if (report.full()) return;
  if (block.unsupported.has(keyword.text)) {
    report.at(keyword, {
      rule: "unsupported-keyword",
      severity: "warning",
      message: `daruma does not act on ${keyword.text} yet: it is left out`,
    });
    return;
  }
  const skipped = body === undefined ? "" : "; its block is left out";
  const names = [...Object.keys(block.keywords), ...block.unsupported];
  const elsewhere = report.whereabouts(keyword.text).filter((name) => name !== block.name);
  // A slip of one character is likelier than a keyword of another block.
  if (elsewhere.length > 0 && suggest(keyword.text, names, 1) === undefined) {
    report.at(keyword, {
      rule: "misplaced-keyword",
      severity: "error",
      message: `${keyword.text} does not belong in ${block.name}${skipped}`,
      hint: `it belongs in ${elsewhere.slice(0, 4).join(", ")}`,
    });
    return;
  }
  const meant = suggest(keyword.text, names);
  report.at(keyword, {
    rule: "unknown-keyword",
    severity: "error",
    message: `unknown keyword "${keyword.text}" in ${block.name}${skipped}`,
    hint: meant === undefined ? undefined : `did you mean ${meant}?`,
  });
}
