/** `daruma check`: every problem of a conf file in one go. */
import { amount } from "../base/amount.ts";
import { type Parsed, parseConfig } from "../config/parse.ts";
import { renderDiagnostic } from "../config/render.ts";
import { readConfFile } from "./conf-file.ts";

export interface Output {
  readonly write: (text: string) => void;
  readonly colour: boolean;
}

/** Exit status 0 where there is no error, else 1. */
export function checkConf(path: string, output: Output): number {
  const text = readConfFile(path);
  if (!text.ok) {
    output.write(`daruma: ${text.fault}\n`);
    return 1;
  }
  const parsed = parseConfig(text.value, path);
  for (const diagnostic of parsed.diagnostics)
    output.write(`${renderDiagnostic(diagnostic, () => text.value, output.colour)}\n`);
  output.write(`${path}: ${verdict(parsed)}\n`);
  return errorsIn(parsed) > 0 ? 1 : 0;
}

export const errorsIn = ({ diagnostics }: Parsed): number =>
  diagnostics.filter(({ severity }) => severity === "error").length;

function verdict(parsed: Parsed): string {
  const errors = errorsIn(parsed);
  const warnings = parsed.diagnostics.filter(({ severity }) => severity === "warning").length;
  const found = [
    ...(errors > 0 ? [amount(errors, "error")] : []),
    ...(warnings > 0 ? [amount(warnings, "warning")] : []),
  ];
  const { config } = parsed;
  if (config === undefined) return found.join(", ");
  const servers = config.virtualServers.flatMap(({ realServers }) => realServers).length;
  const contents = [
    amount(config.instances.length, "VRRP instance"),
    amount(config.virtualServers.length, "virtual server"),
    amount(servers, "real server"),
  ].join(", ");
  return `${found.length === 0 ? "ok" : found.join(", ")} (${contents})`;
}

/**
 * keepalived's exit status under -t: 0 clean, 4 what stops it, 6 insecure scripts, 5 anything else;
 * a file that cannot be read is an error here, not the 0 that keepalived gives.
 */
export function configTestStatus(path: string, output: Output): number {
  const text = readConfFile(path);
  if (!text.ok) {
    output.write(`daruma: ${text.fault}\n`);
    return 4;
  }
  const parsed = parseConfig(text.value, path);
  for (const diagnostic of parsed.diagnostics)
    output.write(`${renderDiagnostic(diagnostic, () => text.value, output.colour)}\n`);
  if (parsed.config === undefined) return 4;
  return parsed.diagnostics.length > 0 ? 5 : 0;
}
