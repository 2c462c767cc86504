/**
 * Lines to a tree of statements: a keyword, its arguments, and the block behind it. A block may
 * open on the line of its keyword or on a later one.
 */
import { LIMITS } from "../base/limits.ts";
import { type Grammar, mendBraces } from "./braces.ts";
import type { Place } from "./diagnostic.ts";
import type { Line, Word } from "./lexer.ts";
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
}

interface Nesting {
  readonly stack: Frame[];
  /** Each } so far has closed a block. */
  matched: boolean;
}

/** The statements of a whole conf. `grammar`: what tells where a brace is missing. */
export function buildTree(
  lines: Iterable<Line>,
  report: Report,
  grammar?: Grammar,
): readonly Statement[] {
  const statements: Statement[] = [];
  eachStatement(mendBraces(lines, report, grammar), report, (each) => statements.push(each));
  return statements;
}

/**
 * Hands over one statement after the other, each whole, so that a long conf need not be held as a
 * tree at once. Answers false where the braces do not match, or the conf is longer or deeper than
 * any: then what was handed over may not be what was meant.
 */
export function eachStatement(
  lines: Iterable<Line>,
  report: Report,
  take: (statement: Statement) => void,
): boolean {
  const { statements }: Frame = { statements: [] };
  const nesting: Nesting = { stack: [{ statements }], matched: true };
  let left = LIMITS.configLines;
  for (const line of lines) {
    if (left-- === 0 || !readLine(line, nesting, report)) {
      nesting.matched = false;
      break;
    }
    // The last one may have its block on the next line.
    if (nesting.stack.length > 1 || statements.length < 2) continue;
    const last = statements.pop();
    statements.forEach(take);
    statements.length = 0;
    if (last !== undefined) statements.push(last);
  }
  statements.forEach(take);
  return nesting.matched && nesting.stack.length === 1;
}

/** False where the nesting is deeper than any conf: reading on would only multiply the messages. */
function readLine(line: Line, nesting: Nesting, report: Report): boolean {
  const { stack } = nesting;
  let first = 0;
  let next = 0;
  for (const token of line.tokens) {
    next++;
    if (token.type === "word") continue;
    addStatement(line, first, next - 1, stack);
    first = next;
    if (token.type === "open") {
      if (!open(token, stack, report)) return false;
    } else if (stack.length > 1) {
      stack.pop();
    } else {
      nesting.matched = false;
    }
  }
  addStatement(line, first, next, stack);
  return true;
}

/** The words from one token to before another, if there are any. */
function addStatement(line: Line, from: number, to: number, stack: Frame[]): void {
  const keyword = wordAt(line, from);
  if (keyword === undefined || from >= to) return;
  const args = argsOf(line, from + 1, to);
  const raw = rawOf(line, from, to, args);
  stack[stack.length - 1]?.statements.push({ keyword, args, raw, body: undefined });
}

function wordAt({ tokens }: Line, at: number): Word | undefined {
  const token = tokens[at];
  return token?.type === "word" ? token : undefined;
}

const NO_ARGS: readonly Word[] = [];

/** An array that grows word by word has room for many more: long confs hold mostly one or none. */
function argsOf(line: Line, from: number, to: number): readonly Word[] {
  if (from >= to) return NO_ARGS;
  const first = wordAt(line, from);
  if (first === undefined) return NO_ARGS;
  if (to - from === 1) return [first];
  const second = wordAt(line, from + 1);
  if (to - from === 2 && second !== undefined) return [first, second];
  return line.tokens.slice(from, to).filter((token) => token.type === "word");
}

/** What stands behind the keyword, up to a brace or the end; of a single plain word that is the word. */
function rawOf({ text, inText }: Line, from: number, to: number, args: readonly Word[]): string {
  const [only] = args;
  const [keyword, first] = [inText[from], inText[from + 1]];
  if (only === undefined || keyword === undefined || first === undefined) return "";
  if (args.length === 1 && first.end - first.column === only.text.length) return only.text;
  const brace = inText[to];
  const end = brace === undefined ? text.length : brace.column - 1;
  return text.slice(keyword.end - 1, end).trim();
}

function open(brace: Place, stack: Frame[], report: Report): boolean {
  const above = stack[stack.length - 1]?.statements;
  const of = above?.[above.length - 1];
  if (stack.length > LIMITS.configDepth) {
    report.at(brace, {
      rule: "too-deep",
      severity: "error",
      message: `blocks are nested more than ${LIMITS.configDepth} deep; the rest is not read`,
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
    stack.push({ statements });
    return true;
  }
  of.body = statements;
  stack.push({ statements });
  return true;
}
