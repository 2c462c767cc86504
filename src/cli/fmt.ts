/** `daruma fmt`: conf files in canonical layout, to standard output, in place, or only checked. */
import { readFileSync } from "node:fs";
import { amount } from "../base/amount.ts";
import { fail, ok, type Result } from "../base/result.ts";
import { formatConf } from "../config/format/format.ts";
import { renderDiagnostic } from "../config/render.ts";
import { reasonOf } from "./conf-file.ts";
import { shortDiff } from "./diff.ts";
import type { Outputs } from "./output.ts";
import { replaceFile } from "./replace-file.ts";

/** print: the text to standard output; check: name what would change; write: in place. */
export type FmtMode = "print" | "check" | "write";

/**
 * Exit status 0; 1 where a file cannot be read, laid out or written, and under check where one would
 * change. A file that cannot be laid out is left as it is. `-` is standard input.
 */
export function fmtConfs(paths: readonly string[], mode: FmtMode, output: Outputs): number {
  const statuses = paths.map((path) => fmtOne(path, mode, output));
  const changing = statuses.filter((status) => status === "would change").length;
  if (mode === "check" && changing > 0)
    output.err.write(`${amount(changing, "file")} not in canonical layout: daruma fmt --write\n`);
  return statuses.every((status) => status === "fine") ? 0 : 1;
}

type Status = "fine" | "would change" | "failed";

function fmtOne(path: string, mode: FmtMode, { out, err }: Outputs): Status {
  const read = readText(path);
  if (!read.ok) {
    err.write(`daruma: ${read.fault}\n`);
    return "failed";
  }
  const { text, encoding } = read.value;
  const formatted = formatConf(text, path);
  if (!formatted.ok) {
    for (const diagnostic of formatted.fault)
      err.write(`${renderDiagnostic(diagnostic, () => text, err.colour)}\n`);
    err.write(`${path}: left as it is\n`);
    return "failed";
  }
  if (mode === "print" || (mode === "write" && path === "-")) {
    out.write(formatted.value);
    return "fine";
  }
  if (formatted.value === text) return "fine";
  if (mode === "check") {
    out.write(`${path}\n${shortDiff(text, formatted.value)}`);
    return "would change";
  }
  const fault = replaceFile(path, Buffer.from(formatted.value, encoding));
  if (fault === undefined) out.write(`${path}\n`);
  else err.write(`daruma: ${fault}\n`);
  return fault === undefined ? "fine" : "failed";
}

interface Text {
  readonly text: string;
  readonly encoding: "utf8" | "latin1";
}

/** Old confs have comments in other encodings: byte for byte they come out as they went in. */
function readText(path: string): Result<Text, string> {
  try {
    const bytes = readFileSync(path === "-" ? 0 : path);
    const text = bytes.toString("utf8");
    if (Buffer.from(text).equals(bytes)) return ok({ text, encoding: "utf8" });
    return ok({ text: bytes.toString("latin1"), encoding: "latin1" });
  } catch (error) {
    return fail(`cannot read ${path}: ${reasonOf(error)}`);
  }
}
