/** Reads lines of a block in a test: what becomes of them, and what is said. */
import type { Diagnostic } from "../../../src/config/diagnostic.ts";
import type { Statement, Word } from "../../../src/config/pieces.ts";
import { createReport, type Report } from "../../../src/config/report.ts";
import { type AnyBlock, type Block, defineBlock } from "../../../src/config/schema/entry.ts";
import { blocks, whereabouts } from "../../../src/config/schema/language.ts";
import { readBlock } from "../../../src/config/schema/read-block.ts";
import { treeOf } from "./read.ts";

type Draft = Record<string, unknown>;

interface Read<T> {
  readonly drafts: readonly T[];
  /** `severity: message`, but not what is not acted on yet. */
  readonly said: readonly string[];
}

/** Each line is an entry of its own. */
export function readLines<T>(
  read: (body: readonly Statement[], report: Report) => readonly T[],
  text: string,
): Read<T> {
  const { report, said } = listen();
  const drafts = read(treeOf(text, report), report);
  return { drafts, said: said() };
}

/** The lines are keywords of the block of that name, read into one draft. */
export function readKeywords(block: string, text: string, draft: Draft = {}): Read<Draft> {
  const { report, said } = listen();
  readBlock(blockOf(block), draft, treeOf(text, report), report);
  return { drafts: [draft], said: said() };
}

function blockOf(name: string): Block<Draft> {
  const found: AnyBlock | undefined = blocks.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no block ${name}`);
  return defineBlock(name, found.keywords as Block<Draft>["keywords"]);
}

function listen(): { readonly report: Report; readonly said: () => readonly string[] } {
  const diagnostics: Diagnostic[] = [];
  return {
    report: createReport(diagnostics, whereabouts),
    said: () =>
      diagnostics
        .filter(({ rule }) => rule !== "unsupported-keyword")
        .map(({ severity, message }) => `${severity}: ${message}`),
  };
}

/** Words are told by their text; what is undefined is left out. */
export const plain = (draft: unknown): unknown =>
  JSON.parse(JSON.stringify(draft, (_, each: unknown) => (isWord(each) ? each.text : each)));

const isWord = (each: unknown): each is Word =>
  typeof each === "object" && each !== null && "quoted" in each;
