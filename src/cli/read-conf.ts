/** A conf as the daemon takes it: what holds, and all that there is to say about it. */
import { ok, type Result } from "../base/result.ts";
import { type Parsed, parseConfig } from "../config/parse.ts";
import { findingsOf } from "../config/rules/judge.ts";
import { heard } from "../config/silence.ts";
import { readConfFile } from "./conf-file.ts";
import { confSurroundings } from "./conf-files.ts";

export interface ReadOptions {
  readonly conf: string;
  /** keepalived's -i; undefined: the host's name. */
  readonly configId: string | undefined;
  /** Rules of warnings and hints that are not told. */
  readonly silence: readonly string[];
}

/**
 * The conf, with what `daruma check` would say of it by itself, but for what the operator does not
 * want to hear of; or why the file cannot be read.
 */
export function readConf({ conf, configId, silence }: ReadOptions): Result<Parsed, string> {
  const text = readConfFile(conf);
  if (!text.ok) return text;
  const parsed = parseConfig(text.value, conf, confSurroundings(configId));
  const textOf = (file: string): string | undefined => parsed.sources.get(file);
  return ok({ ...parsed, diagnostics: heard(findingsOf(parsed, conf), textOf, silence) });
}
