/**
 * Lines to a tree of statements: a keyword, its arguments, and the block behind it. A block may
 * open on the line of its keyword or on a later one.
 */
import { LIMITS } from "../base/limits.ts";
import { type Grammar, mendBraces } from "./braces.ts";
import type { Place } from "./diagnostic.ts";
import type { Line, Token, Word } from "./lexer.ts";
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

/** The statements of a whole conf. `grammar`: what tells where a brace is missing. */
export const buildTree = (
  lines: Iterable<Line>,
  report: Report,
  grammar?: Grammar,
): readonly Statement[] => [...readStatements(lines, report, grammar)];

/** The same one after the other, each whole, so that a long file need not be held as a tree at once. */
export function* readStatements(
  lines: Iterable<Line>,
  report: Report,
  grammar?: Grammar,
): Generator<Statement> {
  const file: Frame = { statements: [] };
  const stack: Frame[] = [file];
  for (const line of mendBraces(lines, report, grammar)) {
    if (!readLine(line, stack, report)) break;
    // The last one may have its block on the next line.
    if (stack.length === 1 && file.statements.length > 1) {
      const last = file.statements.pop();
      yield* file.statements;
      file.statements.length = 0;
      if (last !== undefined) file.statements.push(last);
    }
  }
  yield* file.statements;
}

/** False where the nesting is deeper than any conf: reading on would only multiply the messages. */
function readLine(line: Line, stack: Frame[], report: Report): boolean {
  let first = 0;
  let next = 0;
  for (const token of line.tokens) {
    next++;
    if (token.type === "word") continue;
    addStatement(line, first, next - 1, token.from, stack);
    first = next;
    if (token.type === "close") stack.pop();
    else if (!open(token.place, stack, report)) return false;
  }
  addStatement(line, first, next, line.text.length, stack);
  return true;
}

/** The words from one token to before another, if there are any; `end` is where they end in the line. */
function addStatement(line: Line, from: number, to: number, end: number, stack: Frame[]): void {
  const first = tokenAt(line, from);
  if (first === undefined || from >= to) return;
  const args = argsOf(line, from + 1, to);
  const raw = rawOf(line, first.to, tokenAt(line, from + 1), args, end);
  stack[stack.length - 1]?.statements.push({ keyword: first.word, args, raw, body: undefined });
}

type WordToken = Extract<Token, { readonly type: "word" }>;

function tokenAt({ tokens }: Line, at: number): WordToken | undefined {
  const token = tokens[at];
  return token?.type === "word" ? token : undefined;
}

const wordAt = (line: Line, at: number): Word | undefined => tokenAt(line, at)?.word;

const NO_ARGS: readonly Word[] = [];

/** An array that grows word by word has room for many more: long confs hold mostly one or none. */
function argsOf(line: Line, from: number, to: number): readonly Word[] {
  if (from >= to) return NO_ARGS;
  const first = wordAt(line, from);
  if (first === undefined) return NO_ARGS;
  if (to - from === 1) return [first];
  const second = wordAt(line, from + 1);
  if (to - from === 2 && second !== undefined) return [first, second];
  return line.tokens
    .slice(from, to)
    .flatMap((token) => (token.type === "word" ? [token.word] : []));
}

/** What stands behind the keyword; of a single plain word that is the word. */
function rawOf(
  line: Line,
  behind: number,
  second: WordToken | undefined,
  args: readonly Word[],
  end: number,
): string {
  if (args.length === 0 || second === undefined) return "";
  const { word, from, to } = second;
  const isPlain = args.length === 1 && to - from === word.text.length;
  return isPlain ? word.text : line.text.slice(behind, end).trim();
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
