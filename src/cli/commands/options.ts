/** Options that several commands have. */
import { type Command, Option } from "commander";

export const DEFAULT_PID_FILE = "/run/daruma/daruma.pid";

/** The conf file, `what` it is; undefined where it is not named. */
export const confOption = (what = "conf file, or a pattern of several"): Option =>
  new Option(
    "-f, --use-file <conf>",
    `${what} (default: /etc/daruma/daruma.conf, else keepalived's)`,
  );

export const configIdOption = (): Option =>
  new Option(
    "-i, --config-id <id>",
    "id for the conf's conditional lines (default: the host's name up to its first dot)",
  );

export const allConfigOption = (): Option =>
  new Option("-e, --all-config", "do not use a conf of which a file is missing or cannot be read");

export const pidFileOption = (): Option =>
  new Option("-p, --pid <file>", "pid file").default(DEFAULT_PID_FILE);

export const logLevelOption = (): Option =>
  new Option("--log-level <level>", "lowest level to log").choices([
    "trace",
    "debug",
    "info",
    "warn",
    "error",
    "fatal",
  ]);

export const logFormatOption = (description?: string): Option =>
  new Option("--log-format <format>", description).choices(["json", "pretty", "syslog"]);

export const strictOption = (): Option =>
  new Option("--strict", "refuse warnings as well as errors");

export const silenceOption = (): Option =>
  new Option("--silence <rule,...>", "rules to be silent about, by the names in [ ]").argParser(
    (text, before: readonly string[] | undefined) => [...(before ?? []), text],
  );

/** The rules that `--silence` names; the command ends with an error where there is no such rule. */
export async function ruleIdsOf(
  texts: readonly string[] | undefined,
  command: Command,
): Promise<readonly string[]> {
  if (texts === undefined) return [];
  const { ruleIds } = await import("../rule-ids.ts");
  const ids = ruleIds(texts);
  return ids.ok ? ids.value : command.error(`error: option '--silence <rule,...>': ${ids.fault}`);
}
