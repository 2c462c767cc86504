/** What the text level makes of a conf: a line for each statement or }, and what it complains of. */
import type { Diagnostic } from "../../../../src/config/diagnostic.ts";
import { collecting, type Piece } from "../../../../src/config/pieces.ts";
import { createReport } from "../../../../src/config/report.ts";
import type { ConfFile, ConfFiles } from "../../../../src/config/text/conf-files.ts";
import { readText } from "../../../../src/config/text/read-text.ts";
import { createReading, type Surroundings } from "../../../../src/config/text/reading.ts";

export interface Expanded {
  /** Words and braces with a blank between them; a quoted word in quotes. */
  readonly lines: readonly string[];
  /** The same with the place of each word: `word@line:column-end`. */
  readonly placed: readonly string[];
  /** `line:column rule`; of another file than the main one with its name before. */
  readonly said: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: ReadonlyMap<string, string>;
  readonly incomplete: boolean;
}

/** Of a text called `conf`. */
export function expandText(text: string, around: Surroundings = {}): Expanded {
  const diagnostics: Diagnostic[] = [];
  const pieces: Piece[] = [];
  const report = createReport(diagnostics, () => []);
  const reading = createReading(around, report, collecting(pieces));
  readText({ file: "conf", text }, "conf", reading);
  const lines: string[] = [];
  const placed: string[] = [];
  for (const piece of pieces) {
    if ("type" in piece) {
      const brace = piece.type === "open" ? "{" : "}";
      const line = lines.at(-1);
      if (line === undefined || line.endsWith("}") || brace === "}") lines.push(brace);
      else lines[lines.length - 1] = `${line} ${brace}`;
      continue;
    }
    const words = [piece.keyword, ...piece.args];
    lines.push(words.map(({ text: word, quoted }) => (quoted ? `"${word}"` : word)).join(" "));
    for (const { text: word, file, line, column, end } of words)
      placed.push(`${word}@${file === "conf" ? "" : `${file}:`}${line}:${column}-${end}`);
  }
  const said = diagnostics.map(({ rule, span }) => {
    const file = span.file === "conf" ? "" : `${span.file}:`;
    return `${file}${span.line}:${span.column} ${rule}`;
  });
  const { sources, incomplete } = reading;
  return { lines, placed, said, diagnostics, sources, incomplete };
}

/** Files in memory; patterns name them as they stand, with `*` at the end for all that begin so. */
export function filesOf(files: Readonly<Record<string, ConfFile | string>>): ConfFiles {
  const names = Object.keys(files);
  return {
    find(pattern) {
      const wild = pattern.endsWith("*");
      const found = names.filter((name) =>
        wild ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
      );
      const none = found.length === 0 ? [pattern] : [];
      return { names: found, missing: wild ? [] : none, unmatched: wild ? none : [] };
    },
    read(name) {
      const file = files[name];
      if (file === undefined) return { type: "unreadable", reason: "there is no such file" };
      return typeof file === "string" ? { type: "text", text: file } : file;
    },
    folderOf: (name) => `/etc/${name}.d`,
    identityOf: (name) => name,
  };
}
