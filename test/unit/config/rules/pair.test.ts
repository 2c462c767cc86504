/** Two confs that belong together: what does not fit, said with both places, and what may differ. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseConfig } from "../../../../src/config/parse.ts";
import { compare, pairRules } from "../../../../src/config/rules/peer/compare.ts";
import { viewOf } from "../../../../src/config/rules/view.ts";
import { contentsCases } from "./pair-contents.ts";
import { groupCases } from "./pair-groups.ts";
import { protocolCases } from "./pair-protocol.ts";
import { standingCases } from "./pair-standing.ts";
import { compared, HIGH, instance, LOW, of, other } from "./read.ts";

const named = (name: string, conf: string): string =>
  `global_defs {\nrouter_id ${name}\n}\n${conf}`;

const CASES = [...protocolCases, ...standingCases, ...groupCases, ...contentsCases];

test.for(CASES)("$rule: $what", ({ rule, one, two, says, near }) => {
  expect(of(rule, compared(one, two)).toSorted()).toEqual([...says].toSorted());
  for (const [a, b] of near) {
    expect(of(rule, compared(a, b))).toEqual([]);
    expect(of(rule, compared(b, a))).toEqual([]);
  }
});

test("each rule has a case", () => {
  const tried = new Set(CASES.map(({ rule }) => rule));
  expect(pairRules.map(({ id }) => id).filter((id) => !tried.has(id))).toEqual([]);
});

test.for(["two-directors", "direct-routing"])("the shipped pair %s fits together", (pair) => {
  const conf = join(import.meta.dirname, "../../../../conf", pair);
  const [one, two] = ["lb1.conf", "lb2.conf"].map((name) =>
    viewOf(parseConfig(readFileSync(join(conf, name), "utf8"), name), name),
  );
  expect(one === undefined || two === undefined ? undefined : compare(one, two)).toEqual([]);
});

test("nodes are called by their router_id", () => {
  const said = compared(named("left", instance([HIGH])), named("right", instance([HIGH])));
  expect(said).toEqual([
    "lb1.conf:7:1 peer-priority: WEB has priority 150 on both: the higher source address decides when both start, and after that who is MASTER stays it & lb2.conf:7 there",
  ]);
  expect(compared(named("left", instance([HIGH])), named("right", other(LOW)))[0]).toContain(
    "right has no instance with virtual_router_id 51: if left dies",
  );
});
