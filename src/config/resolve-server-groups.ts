/** Which virtual_server_group can be used, and who uses it. */
import { familyOf } from "../base/ip.ts";
import type { Report } from "./report.ts";
import type { ServiceTarget } from "./schema/service-target.ts";
import type { GroupEntry, ServerGroupDraft } from "./schema/virtual-server-group.ts";

/** Those that can be used; the others are reported. */
export const judgeGroups = (
  groups: readonly ServerGroupDraft[],
  report: Report,
): readonly ServerGroupDraft[] =>
  groups.filter(({ name, entries }) => {
    const problem = groupProblem(entries);
    if (problem !== undefined)
      report.at(name, {
        rule: "server-group",
        severity: "error",
        message: `virtual_server_group ${name.text} ${problem}; it is left out`,
      });
    return problem === undefined;
  });

function groupProblem(entries: readonly GroupEntry[]): string | undefined {
  if (entries.length === 0) return "has no usable entries";
  const families = new Set(
    entries.map((entry) => (entry.type === "fwmark" ? entry.family : familyOf(entry.first))),
  );
  return families.size === 3 ? "has both families and a fwmark that names none of them" : undefined;
}

/** The first of the name, as in keepalived; undefined where there is none, which is reported. */
export function groupNamed(
  { name, word }: Extract<ServiceTarget, { type: "group" }>,
  groups: readonly ServerGroupDraft[],
  report: Report,
): ServerGroupDraft | undefined {
  const group = groups.find((each) => each.name.text === name);
  if (group === undefined)
    report.at(word, {
      rule: "undefined-server-group",
      severity: "error",
      message: `there is no usable virtual_server_group ${name}; the virtual_server is left out`,
    });
  return group;
}
