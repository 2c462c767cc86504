/** Every rule has one id, a line in docs/rules.md, and a test; and no id is used that is no rule's. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseConfig } from "../../../../src/config/parse.ts";
import { allRules, readingRules } from "../../../../src/config/rules/catalogue.ts";
import { hostRules } from "../../../../src/config/rules/host.ts";
import { confRules } from "../../../../src/config/rules/judge.ts";
import { pairRules } from "../../../../src/config/rules/peer/compare.ts";
import type { Named } from "../../../../src/config/rules/rule.ts";
import { readingCases } from "./reading.ts";

const root = join(import.meta.dirname, "../../../..");
const PAGE = join(root, "docs/rules.md");
const page = readFileSync(PAGE, "utf8");

test("each has an id of its own", () => {
  const ids = allRules.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)]);
});

/** The sections of docs/rules.md, each with its table. */
const SECTIONS: readonly (readonly [title: string, rules: readonly Named[]])[] = [
  ["Reading a conf", readingRules],
  ["A conf as a whole", confRules],
  ["The machine", hostRules],
  ["The other balancer", pairRules],
];

const tableOf = (rules: readonly Named[]): string =>
  [
    "| rule | severity | meaning |",
    "|---|---|---|",
    ...rules.map(({ id, severity, meaning }) => `| \`${id}\` | ${severity} | ${meaning} |`),
    "",
  ].join("\n");

/** `vitest run THIS-FILE -u` writes the tables anew. */
test("docs/rules.md says of each what it means and how bad it is", async () => {
  let expected = page;
  for (const [title, rules] of SECTIONS) {
    const section = new RegExp(`(^## ${title}\\n[^#]*?)^\\| rule [^#]*?(?=^\\n|$(?![^]))`, "m");
    expect(expected).toMatch(section);
    expected = expected.replace(section, (_, above: string) => above + tableOf(rules));
  }
  await expect(expected).toMatchFileSnapshot(PAGE);
});

test("what a reader of the conf reports is in src/config/rules/catalogue.ts", () => {
  const folder = join(root, "src/config");
  const used = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !/^(rules|format)\//.test(name))
    .flatMap((name) => [
      ...readFileSync(join(folder, name), "utf8").matchAll(
        /(?:\brule: |\bwarn\(\s*\w+,\s*)"([^"]+)"/g,
      ),
    ])
    .map(([, id]) => id);
  expect(used.length).toBeGreaterThan(30);
  const known = new Set(allRules.map(({ id }) => id));
  expect([...new Set(used)].filter((id) => id !== undefined && !known.has(id))).toEqual([]);
});

test.for(readingRules.map(({ id }) => id))("%s", (id) => {
  const [conf, place] = readingCases[id] ?? ["", ""];
  const found = parseConfig(conf, "conf").diagnostics;
  expect(found.map(({ rule, span }) => `${span.line}:${span.column} ${rule}`)).toContain(
    `${place} ${id}`,
  );
});
