/** The reference of the language, from the same tables that read it: for a terminal, for programs, for docs/conf.md. */
import type { AnyBlock, AnyEntry } from "./schema/entry.ts";
import { blocks, file } from "./schema/language.ts";

/** A keyword as programs are told of it. */
export interface ReferenceEntry {
  readonly block: string;
  readonly keyword: string;
  readonly arguments: string;
  /** `s` where the argument is seconds; null where it is a bare number or none. */
  readonly unit: string | null;
  readonly range: string | null;
  readonly default: string | null;
  /** `BLOCK KEYWORD`, whose value holds first where the keyword is absent. */
  readonly inherits: string | null;
  /** Null: known by its name alone. */
  readonly meaning: string | null;
  /** Whether daruma acts on it. */
  readonly inEffect: boolean;
  readonly deprecatedBy: string | null;
  /** The block that it opens, where that has keywords of its own. */
  readonly opens: string | null;
}

/** What the outermost level is called. */
export const FILE: string = file.name;

/** The blocks that daruma acts on, by one way to them at least. */
const acting: ReadonlySet<string> = new Set(actingBlocks());

/** Of all blocks, as they come to be opened: the file's own keywords first. */
export const reference: readonly ReferenceEntry[] = blocks.flatMap(entriesOf);

/** The names of the blocks, each once. */
export const blockNames: readonly string[] = [...new Set(blocks.map(({ name }) => name))];

function actingBlocks(): readonly string[] {
  const found = new Set<AnyBlock>([file]);
  for (const { keywords } of found)
    for (const { block, inEffect } of Object.values(keywords))
      if (block !== undefined && inEffect) found.add(block);
  return [...found].map(({ name }) => name);
}

function entriesOf({ name: block, keywords, unsupported }: AnyBlock): readonly ReferenceEntry[] {
  return [
    ...Object.entries(keywords).map(([keyword, entry]) => known(block, keyword, entry)),
    ...[...unsupported].map((keyword) => byNameAlone(block, keyword)),
  ];
}

function known(block: string, keyword: string, entry: AnyEntry): ReferenceEntry {
  const { args, byDefault, inherits, range, meaning, inEffect, meanwhile, deprecatedBy } = entry;
  const { bare, unit } = splitRange(range);
  return {
    block,
    keyword,
    arguments: args,
    unit: unit ?? (args.includes("SECONDS") ? "s" : null),
    range: bare ?? null,
    default: byDefault ?? null,
    inherits: inherits ?? null,
    meaning: meanwhile === undefined ? meaning : `${meaning} (not yet: ${meanwhile})`,
    inEffect: inEffect && acting.has(block),
    deprecatedBy: deprecatedBy ?? null,
    opens: entry.block?.name ?? null,
  };
}

/** `0.01..255 s` to range and unit; what is in other words has no unit. */
function splitRange(range: string | undefined): { bare: string | undefined; unit?: string } {
  const [, bare, unit] = /^(\S+\.\.\S+) ([a-z]+)$/.exec(range ?? "") ?? [];
  return bare === undefined || unit === undefined ? { bare: range } : { bare, unit };
}

function byNameAlone(block: string, keyword: string): ReferenceEntry {
  return {
    block,
    keyword,
    arguments: "",
    unit: null,
    range: null,
    default: null,
    inherits: null,
    meaning: null,
    inEffect: false,
    deprecatedBy: null,
    opens: null,
  };
}

const rangeOf = ({ range, unit }: ReferenceEntry): string =>
  range === null ? "" : unit === null ? range : `${range} ${unit}`;

/** What holds where the keyword is absent. */
function absentOf({ default: literal, inherits }: ReferenceEntry): string {
  if (inherits === null) return literal ?? "";
  return literal === null ? `that of ${inherits}` : `that of ${inherits}, else ${literal}`;
}

function remarkOf({ meaning, inEffect, deprecatedBy }: ReferenceEntry): string {
  if (meaning === null) return "known by name, not acted on yet";
  if (deprecatedBy !== null) return `old name of ${deprecatedBy}`;
  return inEffect ? meaning : `${meaning}; not acted on yet`;
}

// For a terminal --------------------------------------------------------------------------------

const BOLD = "\u001b[1m";
const DIM = "\u001b[2m";
const RESET = "\u001b[0m";

/** A page of keywords, under the names of their blocks. Ends with a newline. */
export function referencePage(entries: readonly ReferenceEntry[], colour: boolean): string {
  const paint = (code: string, words: string): string => (colour ? code + words + RESET : words);
  const lines: string[] = [];
  for (const [index, entry] of entries.entries()) {
    if (entry.block !== entries[index - 1]?.block) {
      if (index > 0) lines.push("");
      lines.push(paint(BOLD, headingOf(entry.block)), "");
    }
    const absent = absentOf(entry);
    const facts = [rangeOf(entry), absent === "" ? "" : `default ${absent}`];
    const behind = facts.filter((fact) => fact !== "").join(", ");
    const args = entry.arguments === "" ? "" : ` ${entry.arguments}`;
    const head = `  ${paint(BOLD, entry.keyword)}${args}`;
    lines.push(behind === "" ? head : `${head}  ${paint(DIM, `(${behind})`)}`);
    lines.push(`      ${remarkOf(entry)}`);
  }
  return `${lines.join("\n")}\n`;
}

/** `vrrp_instance NAME { ... }: a virtual router`. */
function headingOf(block: string): string {
  const opened = reference.find(({ opens }) => opens === block);
  if (opened === undefined) return block;
  const within = opened.block === FILE ? "" : ` in ${opened.block}`;
  return `${block} ${opened.arguments}${within}: ${opened.meaning ?? ""}`;
}

/** The blocks there are, one a line. */
export function blockList(): string {
  const width = Math.max(...blockNames.map((name) => name.length));
  const lines = blockNames.map((name) => {
    const opened = reference.find(({ opens }) => opens === name);
    return `  ${name.padEnd(width)}  ${opened?.meaning ?? "what stands outside of all blocks"}`;
  });
  return `${lines.join("\n")}\n`;
}

// For docs/conf.md ------------------------------------------------------------------------------

const INTRODUCTION = `# The conf, keyword by keyword

From the tables that read it: \`npm run reference\` writes this file anew, \`daruma reference\` shows
the same in a terminal, and \`daruma reference --json\` gives it to programs. A default in plain
words is worked out where it is needed; one in \`this type\` is what one would write.
`;

/** All of it: one line a keyword, so that a change of one is a change of one line. */
export function referenceMarkdown(): string {
  const parts = blockNames.map((name) => {
    const rows = reference.filter(({ block }) => block === name).map(rowOf);
    const table = [
      "| keyword | arguments | range | default | meaning |",
      "|---|---|---|---|---|",
      ...new Set(rows),
    ];
    return `\n## ${name}\n\n${table.join("\n")}\n`;
  });
  return `${INTRODUCTION}${parts.join("")}`;
}

function rowOf(entry: ReferenceEntry): string {
  const { keyword, default: literal, inherits } = entry;
  const absent = inherits === null && literal !== null && !literal.includes(" ");
  const cells = [
    code(keyword),
    code(entry.arguments),
    rangeOf(entry),
    absent ? code(literal) : absentOf(entry),
    remarkOf(entry),
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

const code = (text: string): string => (text === "" ? "" : `\`${text}\``);
