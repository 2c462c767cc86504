/** ldirectord(8)'s timeouts, counts and ports, for checks of a conf. */
import { type Item, line, shown } from "./items.ts";
import { LONGEST, type Lookup, secondsOf } from "./ldirectord-lookup.ts";
import type { ServiceId } from "./model.ts";
import { type Names, readPort } from "./names.ts";
import type { Remark } from "./remarks.ts";
import { wholeNumber } from "./source.ts";

/** ldirectord(8), "checktype", but on and off. */
export type CheckKind = "connect" | "negotiate" | "external" | "external-perl" | "ping";

/** Either timeout stands for the other where only one is set. What is wrong goes to `remarks`. */
export function timingOf(
  kind: CheckKind,
  find: Lookup,
  remark: Remark,
  remarks: Item[],
): readonly Item[] {
  const check = find("checktimeout") ?? find("connecttimeout");
  const negotiate = find("negotiatetimeout");
  const timeout =
    kind === "negotiate"
      ? secondsOf(negotiate ?? check, 30, remarks, remark)
      : secondsOf(check ?? negotiate, 5, remarks, remark);
  const attempts = kind === "ping" ? countOf("checkcount", find) : 1;
  return [
    line(kind.startsWith("external") ? "misc_timeout" : "connect_timeout", timeout),
    line("retry", countOf("failurecount", find) * attempts - 1),
    line("delay_before_retry", intervalOf(find)),
  ];
}

/** A mistake in it is told where it is the delay_loop. */
const intervalOf = (find: Lookup): number =>
  wholeNumber(find("checkinterval")?.value.text ?? "", 1, LONGEST) ?? 10;

const countOf = (name: string, find: Lookup): number =>
  wholeNumber(find(name)?.value.text ?? "1", 1, 999) ?? 1;

/** checkport; undefined where none is named, or none that is one. */
export function checkPort(
  find: Lookup,
  id: ServiceId,
  names: Names,
  remark: Remark,
  remarks: Item[],
): number | undefined {
  const value = find("checkport")?.value;
  if (value === undefined) return undefined;
  const protocol = id.type === "address" ? id.protocol.toLowerCase() : "tcp";
  const port = readPort(value.text, protocol, names) ?? 0;
  if (port > 0) return port;
  remarks.push(remark(value, "left-out", `checkport=${shown(value.text)} is no port`));
  return undefined;
}
