/** `daruma check`: every problem of a conf file in one go, and of two that belong together. */
import { amount } from "../base/amount.ts";
import type { Diagnostic } from "../config/diagnostic.ts";
import { keepalivedRemarks, keepalivedStatus } from "../config/keepalived-status.ts";
import type { Parsed } from "../config/parse.ts";
import { renderDiagnostic } from "../config/render.ts";
import { type ConfHost, judgeHost } from "../config/rules/host.ts";
import { judge } from "../config/rules/judge.ts";
import { compare, SETTLED_BY_PEER } from "../config/rules/peer/compare.ts";
import { inOrder } from "../config/rules/rule.ts";
import { scriptPaths } from "../config/rules/scripts.ts";
import { takeoverLines } from "../config/rules/takeover.ts";
import { type ConfView, viewOf } from "../config/rules/view.ts";
import { heard } from "../config/silence.ts";
import { hostId } from "./conf-files.ts";
import { jsonDiagnostic } from "./json-diagnostic.ts";
import type { Output } from "./output.ts";
import { type ReadOptions, readConf } from "./read-conf.ts";

export interface CheckOptions extends ReadOptions {
  /** The conf file of the other balancer. */
  readonly peer?: string | undefined;
  /** Its id for conditional lines. */
  readonly peerId?: string | undefined;
  /** Rules that the operator does not want to hear of. */
  readonly silence?: readonly string[] | undefined;
  /** One JSON object a line instead of text. */
  readonly json?: boolean | undefined;
  /** Warnings count as errors do. */
  readonly strict?: boolean | undefined;
  /** The machine that the conf is for; undefined: this is another. */
  readonly host?: ConfHost | undefined;
}

/** A file that has been read and judged. */
interface Checked {
  readonly path: string;
  /** What it is called; where one file is both balancers' its id tells them apart. */
  readonly label: string;
  readonly parsed: Parsed;
  readonly view: ConfView | undefined;
  readonly found: readonly Diagnostic[];
}

/** Exit status 0 where there is no error, else 1. */
export function checkConf(path: string, output: Output, options: CheckOptions = {}): number {
  const { peer, peerId, host, configId } = options;
  const one = readChecked(path, host, output, options);
  if (peer === undefined) return one === undefined ? 1 : tellAll([one], options, output);
  const other = { ...options, configId: peerId ?? configId };
  const two = readChecked(peer, undefined, output, other);
  if (one === undefined || two === undefined) return 1;
  const [id, otherId] = [configId ?? hostId(), other.configId ?? hostId()];
  const both =
    path === peer && id !== otherId ? ([byId(one, id), byId(two, otherId)] as const) : undefined;
  return tellAll(both ?? [one, two], options, output);
}

const byId = (checked: Checked, id: string): Checked => ({
  ...checked,
  label: `${checked.path} of ${id}`,
});

/** What each says by itself, then what two say of each other. */
function tellAll(
  read: readonly [Checked] | readonly [Checked, Checked],
  { silence = [], json = false, strict = false }: CheckOptions,
  output: Output,
): number {
  const [one, two] = read;
  const texts = new Map(read.flatMap(({ parsed }) => [...parsed.sources]));
  const textOf = (file: string): string | undefined => texts.get(file);
  const refusals: boolean[] = [];
  const tell = (
    all: readonly Diagnostic[],
    conclude: (found: readonly Diagnostic[]) => string,
  ): void => {
    const found = heard(all, textOf).filter(
      ({ rule }) =>
        !silence.includes(rule) && !(two !== undefined && SETTLED_BY_PEER.includes(rule)),
    );
    refusals.push(isRefused(found, strict));
    for (const each of found)
      output.write(
        json
          ? jsonDiagnostic(each)
          : `${renderDiagnostic(each, textOf, output.colour, output.width)}\n`,
      );
    if (!json) output.write(`${conclude(found)}\n`);
  };
  for (const each of read) tell(each.found, (found) => verdict(each, found));
  if (one.view !== undefined && two?.view !== undefined)
    tell(
      compare(one.view, two.view, [one.label, two.label]),
      (found) => `${one.label} beside ${two.label}: ${summary(found)}`,
    );
  return refusals.includes(true) ? 1 : 0;
}

/** Undefined where it cannot be read, which is said. */
function readChecked(
  path: string,
  host: ConfHost | undefined,
  output: Output,
  { json = false, configId, allConfig }: CheckOptions,
): Checked | undefined {
  const read = readConf(path, { configId, allConfig });
  if (!read.ok) {
    output.write(json ? jsonDiagnostic(unreadable(path, read.fault)) : `daruma: ${read.fault}\n`);
    return undefined;
  }
  const parsed = read.value;
  const view = viewOf(parsed, path);
  const judged = view === undefined ? [] : judge(view);
  const onHost = view === undefined || host === undefined ? [] : judgeHost(view, host);
  const found = inOrder([...parsed.diagnostics, ...judged, ...onHost]);
  return { path, label: path, parsed, view, found };
}

const unreadable = (file: string, message: string): Diagnostic => ({
  rule: "unreadable",
  severity: "error",
  span: { file, line: 1, column: 1, endLine: 1, endColumn: 1 },
  message,
  hint: undefined,
});

export const errorsIn = (diagnostics: readonly Diagnostic[]): number =>
  countOf(diagnostics, "error");

/** Whether there is an error; under `strict` a warning is enough. */
export const isRefused = (diagnostics: readonly Diagnostic[], strict: boolean): boolean =>
  errorsIn(diagnostics) > 0 || (strict && countOf(diagnostics, "warning") > 0);

const countOf = (found: readonly Diagnostic[], severity: Diagnostic["severity"]): number =>
  found.filter((each) => each.severity === severity).length;

/** `2 errors, 1 warning`; `ok` where there is nothing. */
export function summary(found: readonly Diagnostic[]): string {
  const counted = (["error", "warning", "hint"] as const).flatMap((severity) => {
    const count = countOf(found, severity);
    return count === 0 ? [] : [amount(count, severity)];
  });
  return counted.length === 0 ? "ok" : counted.join(", ");
}

/** The verdict, and below it how the instances take over. */
function verdict(
  { label, parsed: { config }, view }: Checked,
  found: readonly Diagnostic[],
): string {
  if (config === undefined || view === undefined)
    return `${label}: ${summary(found)}; nothing of it can be used`;
  const servers = config.virtualServers.reduce(
    (sum, { realServers }) => sum + realServers.length,
    0,
  );
  const contents = [
    amount(config.instances.length, "VRRP instance"),
    amount(config.virtualServers.length, "virtual server"),
    amount(servers, "real server"),
  ].join(", ");
  const lines = takeoverLines(view).map((line) => `\n  ${line}`);
  return `${label}: ${summary(found)} (${contents})${lines.join("")}`;
}

/**
 * keepalived's exit status under -t, by what it would complain of; all findings are told nevertheless.
 * 0 clean, 2 where a keyword lacks its argument, 5 for any other complaint, 6 for a file that must be
 * there or scripts without enable_script_security. 4 where nothing is there to run, and, other than
 * keepalived, where the file cannot be read. `scriptExists`: whether a script is on this machine.
 */
export function configTestStatus(
  path: string,
  output: Output,
  {
    configId,
    allConfig,
    scriptExists = () => false,
  }: ReadOptions & { readonly scriptExists?: (path: string) => boolean } = {},
): number {
  const read = readConf(path, { configId, allConfig });
  if (!read.ok) {
    output.write(`daruma: ${read.fault}\n`);
    return 4;
  }
  const parsed = read.value;
  const textOf = (file: string): string | undefined => parsed.sources.get(file);
  const told = heard(parsed.diagnostics, textOf);
  for (const diagnostic of told)
    output.write(`${renderDiagnostic(diagnostic, textOf, output.colour, output.width)}\n`);
  const view = viewOf(parsed, path);
  const scripts = view === undefined ? [] : scriptPaths(view).filter(scriptExists);
  const remarks = keepalivedRemarks(parsed.draft, scripts);
  for (const { message } of remarks) output.write(`${path}: ${message}\n`);
  const lines = new Map([...parsed.sources].map(([file, text]) => [file, text.split("\n")]));
  const wordAt = ({ span }: Diagnostic): string =>
    lines.get(span.file)?.[span.line - 1]?.slice(span.column - 1, span.endColumn - 1) ?? "";
  return keepalivedStatus(told, wordAt, remarks);
}
