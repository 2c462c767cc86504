/** `daruma check`: every problem of a conf file in one go, and of two that belong together. */
import { amount } from "../base/amount.ts";
import type { Diagnostic } from "../config/diagnostic.ts";
import { type Parsed, parseConfig } from "../config/parse.ts";
import { renderDiagnostic } from "../config/render.ts";
import { type ConfHost, judgeHost } from "../config/rules/host.ts";
import { judge } from "../config/rules/judge.ts";
import { compare, SETTLED_BY_PEER } from "../config/rules/peer/compare.ts";
import { inOrder } from "../config/rules/rule.ts";
import { takeoverLines } from "../config/rules/takeover.ts";
import { type ConfView, viewOf } from "../config/rules/view.ts";
import { readConfFile } from "./conf-file.ts";
import { confSurroundings } from "./conf-files.ts";

export interface Output {
  readonly write: (text: string) => void;
  readonly colour: boolean;
}

export interface CheckOptions {
  /** The conf file of the other balancer. */
  readonly peer?: string | undefined;
  /** Ids for conditional lines: of this one, and of the other. */
  readonly configId?: string | undefined;
  readonly peerId?: string | undefined;
  /** Ids of rules that the operator does not want to hear of. */
  readonly ignore?: readonly string[];
  /** The machine that the conf is for; undefined: this is another. */
  readonly host?: ConfHost | undefined;
}

/** A file that has been read and judged. */
interface Checked {
  readonly path: string;
  readonly parsed: Parsed;
  readonly view: ConfView | undefined;
  readonly found: readonly Diagnostic[];
}

/** Exit status 0 where there is no error, else 1. */
export function checkConf(path: string, output: Output, options: CheckOptions = {}): number {
  const { peer, host, configId, ignore = [] } = options;
  const one = readChecked(path, host, configId, output);
  if (peer === undefined) return one === undefined ? 1 : tellAll([one], ignore, output);
  const two = readChecked(peer, undefined, options.peerId ?? configId, output);
  if (one === undefined || two === undefined) return 1;
  return tellAll([one, two], [...ignore, ...SETTLED_BY_PEER], output);
}

/** What each says by itself, then what two say of each other. */
function tellAll(
  read: readonly [Checked] | readonly [Checked, Checked],
  ignore: readonly string[],
  output: Output,
): number {
  let errors = 0;
  const tell = (
    all: readonly Diagnostic[],
    conclude: (found: readonly Diagnostic[]) => string,
  ): void => {
    const found = all.filter(({ rule }) => !ignore.includes(rule));
    errors += countOf(found, "error");
    show(found, read, output);
    output.write(`${conclude(found)}\n`);
  };
  for (const each of read) tell(each.found, (found) => verdict(each, found));
  const [one, two] = read;
  if (one.view !== undefined && two?.view !== undefined)
    tell(
      compare(one.view, two.view),
      (found) => `${one.path} beside ${two.path}: ${summary(found)}`,
    );
  return errors > 0 ? 1 : 0;
}

/** Undefined where it cannot be read, which is said. */
function readChecked(
  path: string,
  host: ConfHost | undefined,
  configId: string | undefined,
  output: Output,
): Checked | undefined {
  const text = readConfFile(path);
  if (!text.ok) {
    output.write(`daruma: ${text.fault}\n`);
    return undefined;
  }
  const parsed = parseConfig(text.value, path, confSurroundings(configId));
  const view = viewOf(parsed, path);
  const judged = view === undefined ? [] : judge(view);
  const onHost = view === undefined || host === undefined ? [] : judgeHost(view, host);
  const found = inOrder([...parsed.diagnostics, ...judged, ...onHost]);
  return { path, parsed, view, found };
}

function show(
  found: readonly Diagnostic[],
  read: readonly Checked[],
  { write, colour }: Output,
): void {
  const texts = new Map(read.flatMap(({ parsed }) => [...parsed.sources]));
  for (const diagnostic of found)
    write(`${renderDiagnostic(diagnostic, (file) => texts.get(file), colour)}\n`);
}

export const errorsIn = ({ diagnostics }: Parsed): number => countOf(diagnostics, "error");

const countOf = (found: readonly Diagnostic[], severity: Diagnostic["severity"]): number =>
  found.filter((each) => each.severity === severity).length;

function summary(found: readonly Diagnostic[]): string {
  const counted = (["error", "warning", "hint"] as const).flatMap((severity) => {
    const count = countOf(found, severity);
    return count === 0 ? [] : [amount(count, severity)];
  });
  return counted.length === 0 ? "ok" : counted.join(", ");
}

/** The verdict, and below it how the instances take over. */
function verdict(
  { path, parsed: { config }, view }: Checked,
  found: readonly Diagnostic[],
): string {
  if (config === undefined || view === undefined) return `${path}: ${summary(found)}`;
  const servers = config.virtualServers.flatMap(({ realServers }) => realServers).length;
  const contents = [
    amount(config.instances.length, "VRRP instance"),
    amount(config.virtualServers.length, "virtual server"),
    amount(servers, "real server"),
  ].join(", ");
  const lines = takeoverLines(view).map((line) => `\n  ${line}`);
  return `${path}: ${summary(found)} (${contents})${lines.join("")}`;
}

/**
 * keepalived's exit status under -t: 0 clean, 4 what stops it, 6 insecure scripts, 5 anything else;
 * a file that cannot be read is an error here, not the 0 that keepalived gives.
 */
export function configTestStatus(
  path: string,
  output: Output,
  { configId }: CheckOptions = {},
): number {
  const text = readConfFile(path);
  if (!text.ok) {
    output.write(`daruma: ${text.fault}\n`);
    return 4;
  }
  const parsed = parseConfig(text.value, path, confSurroundings(configId));
  for (const diagnostic of parsed.diagnostics)
    output.write(
      `${renderDiagnostic(diagnostic, (file) => parsed.sources.get(file), output.colour)}\n`,
    );
  if (parsed.config === undefined) return 4;
  return parsed.diagnostics.length > 0 ? 5 : 0;
}
