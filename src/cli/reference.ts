/** `daruma reference [BLOCK [KEYWORD]]`: the conf language, looked up. */
import {
  blockList,
  blockNames,
  FILE,
  type ReferenceEntry,
  reference,
  referenceMarkdown,
  referencePage,
} from "../config/reference.ts";
import { suggest } from "../config/suggest.ts";
import type { Outputs } from "./output.ts";

export interface ReferenceOptions {
  /** One JSON object a keyword, a line each. */
  readonly json?: boolean;
  /** All of it as docs/conf.md has it. */
  readonly markdown?: boolean;
}

/** Exit status 0; 1 where there is no such block or keyword, which `err` is told. */
export function showReference(
  words: readonly string[],
  { out, err }: Outputs,
  { json = false, markdown = false }: ReferenceOptions = {},
): number {
  if (markdown) {
    out.write(referenceMarkdown());
    return 0;
  }
  const [first, keyword] = words;
  const entries = first === undefined ? reference : lookUp(first, keyword);
  if (entries.length === 0) {
    err.write(`daruma: ${absence(words)}\n`);
    return 1;
  }
  if (json) for (const entry of entries) out.write(`${JSON.stringify(entry)}\n`);
  else if (first === undefined) out.write(OVERVIEW);
  else out.write(referencePage(entries, out.colour));
  return 0;
}

const OVERVIEW = `Blocks:\n\n${blockList()}
daruma reference BLOCK           what can stand in it
daruma reference BLOCK KEYWORD   one keyword; without BLOCK, in all blocks that know it
`;

/** Of a block, or of a keyword wherever it is known. */
function lookUp(first: string, keyword: string | undefined): readonly ReferenceEntry[] {
  const block = nameOf(first);
  if (keyword !== undefined)
    return reference.filter((each) => each.block === block && each.keyword === keyword);
  const inBlock = reference.filter((each) => each.block === block);
  return inBlock.length > 0 ? inBlock : reference.filter((each) => each.keyword === first);
}

const nameOf = (word: string): string => (word === "file" ? FILE : word);

function absence([first = "", keyword]: readonly string[]): string {
  const block = nameOf(first);
  if (keyword !== undefined && blockNames.includes(block)) {
    const known = reference.filter((each) => each.block === block).map((each) => each.keyword);
    const elsewhere = reference.filter((each) => each.keyword === keyword);
    if (elsewhere.length > 0)
      return `${block} has no ${keyword}; it belongs in ${elsewhere.map((each) => each.block).join(", ")}`;
    return `${block} has no ${keyword}${meant(keyword, known)}`;
  }
  const known = [
    ...blockNames,
    ...(keyword === undefined ? reference.map((each) => each.keyword) : []),
  ];
  return `there is no ${keyword === undefined ? "block or keyword" : "block"} ${first}${meant(first, known)}`;
}

function meant(word: string, known: readonly string[]): string {
  const near = suggest(word, known);
  return near === undefined ? "" : `; did you mean ${near}?`;
}
