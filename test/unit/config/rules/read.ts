/** Confs for the rules, and what the rules say of them. */
import type { Diagnostic } from "../../../../src/config/diagnostic.ts";
import { parseConfig } from "../../../../src/config/parse.ts";
import { type ConfHost, judgeHost } from "../../../../src/config/rules/host.ts";
import { judge } from "../../../../src/config/rules/judge.ts";
import { compare } from "../../../../src/config/rules/peer/compare.ts";
import { type ConfView, viewOf } from "../../../../src/config/rules/view.ts";

/** A conf of which something is usable. */
export function view(text: string, file = "conf"): ConfView {
  const found = viewOf(parseConfig(text, file), file);
  if (found === undefined) throw new Error(`nothing usable:\n${text}`);
  return found;
}

/** `file:line:column rule: message`, ` = hint` where there is one, and ` & file:line what` of the other place. */
function line({ span, rule, message, hint, related = [] }: Diagnostic): string {
  const others = related.map(
    (other) => ` & ${other.span.file}:${other.span.line} ${other.message}`,
  );
  const advice = hint === undefined ? "" : ` = ${hint}`;
  return `${span.file}:${span.line}:${span.column} ${rule}: ${message}${advice}${others.join("")}`;
}

export const judged = (text: string): readonly string[] => judge(view(text)).map(line);

export const judgedOn = (text: string, host: ConfHost): readonly string[] =>
  judgeHost(view(text), host).map(line);

/** Of lb1.conf beside lb2.conf. */
export const compared = (one: string, two: string): readonly string[] =>
  compare(view(one, "lb1.conf"), view(two, "lb2.conf")).map(line);

/** Of those, the ones of a rule. */
export const of = (rule: string, lines: readonly string[]): readonly string[] =>
  lines.filter((each) => each.split(" ")[1] === `${rule}:`);

interface Fields {
  readonly name?: string;
  readonly device?: string;
  readonly vrid?: number;
  readonly address?: string;
}

/** Its own lines stand from its fourth line on. */
export const instance = (lines: readonly string[] = [], fields: Fields = {}): string =>
  [
    `vrrp_instance ${fields.name ?? "WEB"} {`,
    `interface ${fields.device ?? "eth0"}`,
    `virtual_router_id ${fields.vrid ?? 51}`,
    ...lines,
    `virtual_ipaddress { ${fields.address ?? "192.0.2.1/24"} }`,
    "}",
    "",
  ].join("\n");

export const other = (...lines: readonly string[]): string =>
  instance(lines, { name: "API", vrid: 52, address: "192.0.2.2/24" });

export const script = (name: string, ...lines: readonly string[]): string =>
  [`vrrp_script ${name} {`, "script /bin/true", ...lines, "}", ""].join("\n");

export const track = (...names: readonly string[]): string =>
  ["track_script {", ...names, "}"].join("\n");

export const group = (...lines: readonly string[]): string =>
  ["vrrp_sync_group PAIR {", "group { WEB API }", ...lines, "}", ""].join("\n");

export const service = (
  lines: readonly string[] = [],
  reals: readonly string[] = ["10.0.0.1 80", "10.0.0.2 80"],
  at = "192.0.2.1 80",
): string =>
  [
    `virtual_server ${at} {`,
    "protocol TCP",
    ...lines,
    ...reals.map((real) =>
      real.includes("{") ? real : `real_server ${real} {\nTCP_CHECK {\n}\n}`,
    ),
    "}",
    "",
  ].join("\n");

export const HIGH = "priority 150";
export const LOW = "priority 100";
export const auth = (password: string): string =>
  `authentication {\nauth_type PASS\nauth_pass ${password}\n}`;
export const unicast = (source: string, peer: string): readonly string[] => [
  `unicast_src_ip ${source}`,
  `unicast_peer { ${peer} }`,
];
export const watched = (weight: number, ...lines: readonly string[]): string =>
  script("chk", `weight ${weight}`) + instance([...lines, track("chk")]);

/** A conf, what a rule says of it, and confs that are near and right. */
export interface ConfCase {
  readonly rule: string;
  readonly what: string;
  readonly conf: string;
  /** All that the rule says. */
  readonly says: readonly string[];
  /** Confs that are near, and right. */
  readonly near: readonly string[];
}

/** Two confs, what a rule says of them, and pairs that are near and right. */
export interface PairCase {
  readonly rule: string;
  readonly what: string;
  readonly one: string;
  readonly two: string;
  readonly says: readonly string[];
  readonly near: readonly (readonly [one: string, two: string])[];
}
