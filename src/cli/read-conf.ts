/** The conf that -f names, from its files. */
import { existsSync } from "node:fs";
import { fail, ok, type Result } from "../base/result.ts";
import type { Diagnostic } from "../config/diagnostic.ts";
import type { Source } from "../config/lexer.ts";
import { type Parsed, parseFiles } from "../config/parse.ts";
import type { Statement } from "../config/pieces.ts";
import type { ConfFiles, Found } from "../config/text/conf-files.ts";
import { confTextOf, readConfFile, readRegularFile } from "./conf-file.ts";
import { confSurroundings } from "./conf-files.ts";

export interface ReadOptions {
  /** keepalived's -i; undefined: the host's name. */
  readonly configId?: string | undefined;
  /** keepalived's -e: whatever names a file has to find it, or the conf is not used. */
  readonly allConfig?: boolean | undefined;
}

/**
 * `name` may be a pattern, glob(7) with braces: what it matches is one conf, in the order of the
 * names. A fault says why a file cannot be read, or that none matches. `keep` gets all that was said.
 */
export function readConf(
  name: string,
  options: ReadOptions = {},
  keep?: Statement[],
): Result<Parsed, string> {
  const around = confSurroundings(options);
  const files = filesNamed(name, around.files, options.allConfig === true);
  if (!files.ok) return files;
  const { sources, missing } = files.value;
  const parsed = parseFiles(sources, around, keep);
  return ok({ ...parsed, diagnostics: [...missing, ...parsed.diagnostics] });
}

interface Files {
  readonly sources: readonly [Source, ...Source[]];
  /** What the pattern names besides, and is not there. */
  readonly missing: readonly Diagnostic[];
}

/** A file of exactly this name comes before what it might match as a pattern. */
function filesNamed(name: string, files: ConfFiles, all: boolean): Result<Files, string> {
  if (!/[*?[{\\]/.test(name) || existsSync(name)) {
    const text = readConfFile(name);
    return text.ok ? ok({ sources: [{ file: name, text: text.value }], missing: [] }) : text;
  }
  const found = files.find(name, "");
  const { names, missing } = found;
  if (names.length === 0 || (all && missing.length > 0)) return fail(faultOf(name, found));
  const sources: Source[] = [];
  for (const file of names) {
    const text = readMatched(file);
    if (!text.ok) return text;
    sources.push({ file, text: text.value });
  }
  const [first, ...others] = sources;
  if (first === undefined) return fail(faultOf(name, found));
  return ok({
    sources: [first, ...others],
    missing: missing.map((each) => notThere(name, each)),
  });
}

const faultOf = (name: string, { missing }: Found): string =>
  missing.length === 0
    ? `no file matches ${name}, expected a conf file`
    : `cannot read ${missing.join(", ")}: there is no such file`;

/** What lies beside conf files, and is matched with them: a script of theirs, say. */
function readMatched(name: string): Result<string, string> {
  const read = readRegularFile(name);
  return read.type === "text" && read.executable
    ? fail(`${name} may be executed, which no conf should be (chmod a-x)`)
    : confTextOf(name, read);
}

const notThere = (file: string, missing: string): Diagnostic => ({
  rule: "include",
  severity: "warning",
  span: { file, line: 1, column: 1, endLine: 1, endColumn: 2 },
  message: `there is no ${missing}; the conf is read without it`,
  hint: undefined,
});
