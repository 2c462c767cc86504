/**
 * Lines to a tree of statements: a keyword, its arguments, and the block behind it. A block may
 * open on the line of its keyword or on a later one. One stray or missing brace gives one message.
 */
import { LIMITS } from "../base/limits.ts";
import type { Place } from "./diagnostic.ts";
import { type Line, lexLines, type Source, type Word } from "./lexer.ts";
import type { Report } from "./report.ts";

export interface Statement {
  readonly keyword: Word;
  readonly args: readonly Word[];
  /** What stands behind the keyword on its line, as it is written. */
  readonly raw: string;
  /** Undefined: it has no block. */
  readonly body: readonly Statement[] | undefined;
}

interface Open {
  readonly keyword: Word;
  readonly args: readonly Word[];
  readonly raw: string;
  body: Statement[] | undefined;
}

interface Frame {
  readonly statements: Open[];
  /** Where its brace is; undefined for the file itself. */
  readonly brace: Place | undefined;
  readonly of: Open | undefined;
}

/** The statements of a whole file. */
export function buildTree(source: Source, report: Report): readonly Statement[] {
  const file: Frame = { statements: [], brace: undefined, of: undefined };
  const stack: Frame[] = [file];
  for (const line of lexLines(source, report)) if (!readLine(line, stack, report)) break;
  for (const { brace, of } of stack) {
    if (brace === undefined) continue;
    const name = of === undefined ? "" : ` of ${of.keyword.text}`;
    report.at(brace, {
      rule: "unclosed-brace",
      severity: "error",
      message: `the block${name} that opens here is never closed`,
      hint: "add a }",
    });
  }
  return file.statements;
}

/** False where the nesting is deeper than any conf: reading on would only multiply the messages. */
function readLine(line: Line, stack: Frame[], report: Report): boolean {
  let words: Word[] = [];
  const flush = (end: number): void => {
    const [keyword, ...args] = words;
    words = [];
    if (keyword === undefined) return;
    const raw = line.text.slice(keyword.end - 1, end).trim();
    stack.at(-1)?.statements.push({ keyword, args, raw, body: undefined });
  };
  for (const token of line.tokens) {
    if (token.type === "word") {
      words.push(token.word);
      continue;
    }
    flush(token.column - 1);
    const { column } = token;
    const brace = { file: line.file, line: line.number, column, end: column + 1 };
    if (token.type === "close") close(brace, stack, report);
    else if (!open(brace, stack, report)) return false;
  }
  flush(line.text.length);
  return true;
}

function open(brace: Place, stack: Frame[], report: Report): boolean {
  const of = stack.at(-1)?.statements.at(-1);
  if (stack.length > LIMITS.configDepth) {
    report.at(brace, {
      rule: "too-deep",
      severity: "error",
      message: `blocks are nested more than ${LIMITS.configDepth} deep; the rest of the file is not read`,
    });
    return false;
  }
  const statements: Open[] = [];
  if (of === undefined || of.body !== undefined) {
    report.at(brace, {
      rule: "stray-brace",
      severity: "error",
      message: "found { without a keyword before it; what it encloses is left out",
    });
    stack.push({ statements, brace, of: undefined });
    return true;
  }
  of.body = statements;
  stack.push({ statements, brace, of });
  return true;
}

function close(brace: Place, stack: Frame[], report: Report): void {
  if (stack.length > 1) {
    stack.pop();
    return;
  }
  report.at(brace, {
    rule: "stray-brace",
    severity: "error",
    message: "found } but no block is open here",
    hint: "an earlier block was closed too soon, or this } is one too many",
  });
}
