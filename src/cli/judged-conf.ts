/** A conf as the daemon takes it: what holds, and all that there is to say about it. */
import { ok, type Result } from "../base/result.ts";
import type { Parsed } from "../config/parse.ts";
import { findingsOf } from "../config/rules/judge.ts";
import { heard } from "../config/silence.ts";
import { type ReadOptions, readConf } from "./read-conf.ts";

export interface JudgedOptions extends ReadOptions {
  /** What -f names. */
  readonly conf: string;
  /** Rules of warnings and hints that are not told. */
  readonly silence: readonly string[];
}

/**
 * The conf, with what `daruma check` would say of it by itself, but for what the operator does not
 * want to hear of; or why a file of it cannot be read.
 */
export function readJudgedConf({
  conf,
  silence,
  ...options
}: JudgedOptions): Result<Parsed, string> {
  const read = readConf(conf, options);
  if (!read.ok) return read;
  const parsed = read.value;
  const textOf = (file: string): string | undefined => parsed.sources.get(file);
  return ok({ ...parsed, diagnostics: heard(findingsOf(parsed, conf), textOf, silence) });
}
