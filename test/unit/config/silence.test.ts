/** Complaints that an operator has decided about are not told again; errors always are. */
import { expect, test } from "vitest";
import { parseConfig } from "../../../src/config/parse.ts";
import { heard } from "../../../src/config/silence.ts";
import { instanceText } from "./read.ts";

function told(text: string, everywhere: readonly string[] = []): readonly string[] {
  const { diagnostics } = parseConfig(text, "conf");
  return heard(diagnostics, () => text, everywhere).map(({ rule }) => rule);
}

test.for<readonly [string, readonly string[], readonly string[]]>([
  ["nothing said", ["priority 100 200"], ["surplus-argument"]],
  ["on the line", ["priority 100 200 # daruma: silence surplus-argument"], []],
  ["with another mark", ["priority 100 200 !daruma: silence surplus-argument"], []],
  ["one of several", ["priority 100 200 # daruma: silence a-b, surplus-argument c"], []],
  ["on the line before", ["# daruma: silence surplus-argument", "priority 100 200"], []],
  [
    "another line's comment",
    ["advert_int 1 # daruma: silence surplus-argument", "priority 100 200"],
    ["surplus-argument"],
  ],
  [
    "two lines above",
    ["# daruma: silence surplus-argument", "", "priority 100 200"],
    ["surplus-argument"],
  ],
  ["another rule", ["priority 100 200 # daruma: silence surplus"], ["surplus-argument"]],
  ["an error", ["priority x # daruma: silence bad-number"], ["bad-number"]],
])("%s", ([, lines, rules]) => {
  expect(told(instanceText(...lines))).toEqual(rules);
});

test("everywhere", () => {
  const text = instanceText("priority 100 200", "advert_int 1 2", "priority x");
  expect(told(text, ["surplus-argument", "bad-number"])).toEqual(["bad-number"]);
});
