/** A starting conf from what came before: ipvsadm's rules or table, or ldirectord's file. Pure; never throws. */
import { LIMITS } from "../../base/limits.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { detectKind, type SourceKind } from "./detect.ts";
import { importRules } from "./ipvsadm.ts";
import { importDirector } from "./ldirectord.ts";
import type { Names } from "./names.ts";
import { createRemarks } from "./remarks.ts";
import { writeConf } from "./write.ts";

export interface ImportResult {
  /** Undefined where no service could be imported. */
  readonly conf: string | undefined;
  /** In the order of the source. Each stands in the conf as a comment as well. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * `file` is what diagnostics and the conf call the source; `kind` undefined: told by the text. Names
 * of hosts and ports are looked up in `names`.
 */
export function importConf(
  text: string,
  file: string,
  kind: SourceKind | undefined,
  names: Names,
): ImportResult {
  const diagnostics: Diagnostic[] = [];
  const remark = createRemarks(diagnostics, file);
  const start = { text: "", line: 1, start: 0, end: 1 };
  if (text.length > LIMITS.configBytes) {
    remark(
      start,
      "unreadable",
      `the file has ${text.length} characters, and at most ${LIMITS.configBytes} are read`,
    );
    return { conf: undefined, diagnostics };
  }
  const found = kind ?? detectKind(text);
  if (typeof found !== "string") {
    remark(start, "unreadable", found.problem);
    return { conf: undefined, diagnostics };
  }
  const imported =
    found === "ldirectord" ? importDirector(text, names, remark) : importRules(text, names, remark);
  const conf = writeConf(imported, `${file} (${found})`);
  if (conf === undefined)
    remark(start, "unreadable", "no service with a real server could be imported");
  return {
    conf,
    diagnostics: diagnostics.toSorted(
      (a, b) => a.span.line - b.span.line || a.span.column - b.span.column,
    ),
  };
}
