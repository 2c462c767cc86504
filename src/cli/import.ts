/** `daruma import`: a starting conf from a running IPVS table, from rules of ipvsadm, or from ldirectord's file. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fail, ok, type Result } from "../base/result.ts";
import { importConf } from "../config/import/import.ts";
import { parseNames } from "../config/import/names.ts";
import { renderDiagnostic } from "../config/render.ts";
import { reasonOf } from "./conf-file.ts";
import type { Outputs } from "./output.ts";

export interface ImportOptions {
  /** Undefined, and `-` with `from` table: the running table; `-`: standard input. */
  readonly file: string | undefined;
  /** Undefined: told by the text. */
  readonly from: "ipvsadm" | "ldirectord" | "table" | undefined;
  /** Undefined: standard output. */
  readonly output: string | undefined;
  /** Write over a file that is there. */
  readonly force: boolean;
}

const TABLE = "ipvsadm -Sn";
const LONGEST_TABLE = 67_108_864;

/**
 * Exit status 0 where a conf was written, with or without remarks; 1 where nothing could be read or
 * imported, or the output is there already. Remarks go to `err` with their place in the source.
 */
export function importTo(options: ImportOptions, { out, err }: Outputs): number {
  const { output, force } = options;
  if (output !== undefined && !force && existsSync(output)) {
    err.write(`daruma: ${output} is there already; --force writes over it\n`);
    return 1;
  }
  const source = readSource(options);
  if (!source.ok) {
    err.write(`daruma: ${source.fault}\n`);
    return 1;
  }
  const { name, text } = source.value;
  const kind = options.from === "table" || name === TABLE ? "ipvsadm" : options.from;
  const names = parseNames(readIfThere("/etc/hosts"), readIfThere("/etc/services"));
  const { conf, diagnostics } = importConf(text, name, kind, names);
  const quoted = withoutSecrets(text);
  for (const diagnostic of diagnostics)
    err.write(`${renderDiagnostic(diagnostic, () => quoted, err.colour)}\n`);
  if (conf === undefined) return 1;
  if (output === undefined) {
    out.write(conf);
    return 0;
  }
  const fault = writeConf(output, conf, force);
  if (fault !== undefined) err.write(`daruma: ${fault}\n`);
  return fault === undefined ? 0 : 1;
}

/** Diagnostics quote the source; what ldirectord logs in with is not for terminals and logs. */
const withoutSecrets = (text: string): string =>
  text.replace(/^([ \t]*(?:passwd|secret)[ \t]*=).*$/gim, "$1 ...");

interface Source {
  readonly name: string;
  readonly text: string;
}

function readSource({ file, from }: ImportOptions): Result<Source, string> {
  if (file !== undefined && from === "table")
    return fail("--from table reads the running table, and no file besides");
  if (file === undefined && from !== undefined && from !== "table")
    return fail(`--from ${from} needs a file; - is standard input`);
  if (file === undefined) return runningTable();
  const name = file === "-" ? "standard input" : file;
  try {
    return ok({ name, text: readFileSync(file === "-" ? 0 : file, "utf8") });
  } catch (error) {
    return fail(`cannot read ${name}: ${reasonOf(error)}`);
  }
}

/** Root may read it, where ipvsadm is installed. */
function runningTable(): Result<Source, string> {
  const { error, status, stdout, stderr } = spawnSync("ipvsadm", ["-Sn"], {
    encoding: "utf8",
    maxBuffer: LONGEST_TABLE,
    timeout: 30_000,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (error !== undefined && "code" in error && error.code === "ENOENT")
    return fail(`there is no ipvsadm on this machine to run ${TABLE} with`);
  if (status === 0) return ok({ name: TABLE, text: stdout });
  const reason = error?.message ?? stderr.trim();
  return fail(`${TABLE} failed: ${reason === "" ? `status ${status}` : reason}`);
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Undefined, or why it could not be written. A file that came meanwhile is not overwritten either. */
function writeConf(path: string, conf: string, force: boolean): string | undefined {
  try {
    writeFileSync(path, conf, { flag: force ? "w" : "wx", mode: 0o644 });
    return undefined;
  } catch (error) {
    return `cannot write ${path}: ${reasonOf(error)}`;
  }
}
