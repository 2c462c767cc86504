/** keepalived.conf(5), "include": which files a line names, and whether it finds them. */
import { LIMITS } from "../../base/limits.ts";
import type { Place } from "../diagnostic.ts";
import { type ConfFile, type Found, isBinary } from "./conf-files.ts";
import { CHECKS_OF, type IncludeCheck, type IncludeChecks } from "./include-check.ts";
import { cut, type Passage, placeIn } from "./passage.ts";
import type { Reading } from "./reading.ts";

/** An include's pattern: all that stands behind the keyword. */
export interface Directive {
  readonly keyword: Place;
  readonly letter: string;
  readonly pattern: Passage;
}

/** Of a line that begins with `include`, `includer`, `includem`, `includew`, `includeb` or `includea`. */
export function readDirective(passage: Passage): Directive | undefined {
  const [head, keyword, letter] = /^(include([rmwba]?))(?:[ \t]+|$)/.exec(passage.text) ?? [];
  if (head === undefined || keyword === undefined || letter === undefined) return undefined;
  return {
    keyword: placeIn(passage, 0, keyword.length),
    letter,
    pattern: cut(passage, head.length),
  };
}

export interface IncludedFile {
  readonly file: string;
  readonly text: string;
  readonly identity: string;
}

/** The files, one after the other, each read when it is asked for. What is not found or not usable is told. */
export function* includedFiles(
  { keyword, letter, pattern }: Directive,
  reading: Reading,
): Generator<IncludedFile> {
  const { files, open, report } = reading;
  const from = open.at(-1)?.file ?? "";
  if (pattern.text === "") {
    const message = `include${letter} needs the name of a file`;
    report.at(keyword, { rule: "missing-argument", severity: "error", message });
    return;
  }
  const place = placeIn(pattern, 0, pattern.text.length);
  const checks = new Set([...reading.checks, ...(CHECKS_OF[letter] ?? [])]);
  // A mark that begins no comment; any other backslash is the pattern's own.
  const inside = /^"([^"]*)"$/.exec(pattern.text)?.[1];
  const name = (inside ?? pattern.text).replace(/\\([#!])/g, "$1");
  const found = files.find(name, from);
  if (!hasMatches(found, name, checks, place, reading)) return;
  if (inside !== undefined) tellQuotes(place, reading);
  for (const file of found.names) {
    const usable = openOne(file, checks, place, reading);
    if (usable !== undefined) yield usable;
  }
}

function tellQuotes(place: Place, { report }: Reading): void {
  report.at(place, {
    rule: "include",
    severity: "warning",
    message: "to keepalived the quotes are part of the file's name; they are left out here",
  });
}

/** False: nothing of it is read. */
function hasMatches(
  { names, missing }: Found,
  pattern: string,
  checks: IncludeChecks,
  place: Place,
  reading: Reading,
): boolean {
  if (missing.length === 0) {
    if (names.length > 0) return true;
    if (checks.has("wildcard_match"))
      tell(reading, place, checks, "wildcard_match", `no file matches ${pattern}`);
    return false;
  }
  const check = pattern.includes("{") ? "brace_match" : "match";
  const where = reading.files.folderOf(reading.open.at(-1)?.file ?? "");
  const relative = missing.some((each) => !each.startsWith("/")) ? `, seen from ${where}` : "";
  tell(reading, place, checks, check, `there is no ${missing.join(", and no ")}${relative}`);
  return names.length > 0 && !checks.has(check);
}

function openOne(
  file: string,
  checks: IncludeChecks,
  place: Place,
  reading: Reading,
): IncludedFile | undefined {
  const identity = reading.files.identityOf(file);
  if (!mayOpen(file, identity, place, reading)) return undefined;
  const read = reading.files.read(file);
  const problem = problemOf(read);
  if (read.type === "text" && problem === undefined) return { file, text: read.text, identity };
  tell(reading, place, checks, "read", `${file} ${problem ?? "cannot be read"}; it is left out`);
  return undefined;
}

function problemOf(read: ConfFile): string | undefined {
  switch (read.type) {
    case "text":
      return isBinary(read.text) ? "is not text in UTF-8" : undefined;
    case "folder":
      return "is a folder, expected a file";
    case "executable":
      return "may be executed, which no conf should be (chmod a-x)";
    case "special":
      return "is no ordinary file";
    case "unreadable":
      return `cannot be read: ${read.reason}`;
  }
}

function mayOpen(file: string, identity: string, place: Place, reading: Reading): boolean {
  const { open, report } = reading;
  const severity = "error";
  const index = open.findIndex((each) => each.identity === identity);
  if (index >= 0) {
    const way = open.slice(index + 1).map((each) => ` by ${each.file}`);
    const message = `${file} is being read already, and includes itself${way.join("")}; it is left out`;
    report.at(place, { rule: "include-loop", severity, message });
    return false;
  }
  if (open.length > LIMITS.configIncludeDepth) {
    const message = `files include each other more than ${LIMITS.configIncludeDepth} deep; ${file} is left out`;
    report.at(place, { rule: "too-deep", severity, message });
    return false;
  }
  reading.filesLeft--;
  if (reading.filesLeft >= 0) return true;
  const message = `more than ${LIMITS.configFiles} files are included; ${file} and what follows are left out`;
  report.at(place, { rule: "too-large", severity, message });
  reading.stopped = true;
  return false;
}

/** An include that has to find it makes the conf unusable where it does not; any other goes on without. */
function tell(
  reading: Reading,
  place: Place,
  checks: IncludeChecks,
  check: IncludeCheck,
  message: string,
): void {
  const demanded = checks.has(check);
  if (demanded) reading.incomplete = true;
  reading.report.at(place, {
    rule: "include",
    severity: demanded ? "error" : "warning",
    message: demanded ? `${message}: the conf is not whole, and not used` : message,
  });
}
