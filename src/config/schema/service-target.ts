/** What a virtual server stands for: IP [PORT], fwmark N, or group NAME. */
import type { Statement, Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import { missing, surplus } from "./entry.ts";
import { readInteger } from "./numbers.ts";
import { type Endpoint, readEndpoint } from "./values.ts";
import { MARK } from "./virtual-server-group.ts";

export type ServiceTarget =
  | ({ readonly type: "address" } & Endpoint)
  | { readonly type: "fwmark"; readonly mark: number; readonly word: Word }
  | { readonly type: "group"; readonly name: string; readonly word: Word };

/** Undefined where it is reported. */
export function readTarget(statement: Statement, report: Report): ServiceTarget | undefined {
  const { keyword, args } = statement;
  const [first, second] = args;
  if (first?.text !== "fwmark" && first?.text !== "group") {
    const endpoint = readEndpoint(statement, report);
    return endpoint === undefined ? undefined : { type: "address", ...endpoint };
  }
  surplus(args, 2, report);
  if (second === undefined) {
    missing(report, keyword, first.text === "fwmark" ? "fwmark NUMBER" : "group NAME");
    return undefined;
  }
  if (first.text === "group") return { type: "group", name: second.text, word: second };
  const mark = readInteger(second, MARK, report);
  return mark === undefined ? undefined : { type: "fwmark", mark, word: second };
}

/** `192.0.2.1`, `fwmark 3` or `group WEB`, as the conf writes it behind virtual_server. */
export function nameOfTarget(target: ServiceTarget): string {
  switch (target.type) {
    case "address":
      return target.ip;
    case "fwmark":
      return `fwmark ${target.mark}`;
    case "group":
      return `group ${target.name}`;
  }
}
