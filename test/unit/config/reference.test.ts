/** The reference says what the tables say, and docs/conf.md is it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { blockNames, reference, referenceMarkdown } from "../../../src/config/reference.ts";
import { blocks } from "../../../src/config/schema/language.ts";

test("docs/conf.md is fresh", () => {
  const written = readFileSync(join(import.meta.dirname, "../../../docs/conf.md"), "utf8");
  const fresh = written === referenceMarkdown();
  expect(fresh, "the tables have changed: npm run reference, and commit docs/conf.md").toBe(true);
});

test("every keyword of every block is in it", () => {
  const all = blocks.reduce(
    (sum, { keywords, unsupported }) => sum + Object.keys(keywords).length + unsupported.size,
    0,
  );
  expect(reference).toHaveLength(all);
  expect(blockNames).toEqual(expect.arrayContaining(blocks.map(({ name }) => name)));
});

test("a keyword has all that programs need", () => {
  const priority = reference.find(({ keyword }) => keyword === "priority");
  expect(priority).toEqual({
    block: "vrrp_instance",
    keyword: "priority",
    arguments: "NUMBER",
    unit: null,
    range: "1..255",
    default: "100",
    inherits: null,
    meaning: "the highest becomes master; 255 owns the addresses",
    inEffect: true,
    deprecatedBy: null,
    opens: null,
  });
  expect(reference.find(({ keyword }) => keyword === "advert_int")).toMatchObject({
    arguments: "SECONDS",
    unit: "s",
    range: "0.01..255",
  });
});

test("a row of the document is a row whatever the keyword takes", () => {
  const rows = referenceMarkdown()
    .split("\n")
    .filter((line) => line.startsWith("| `"));
  expect(rows.length).toBeGreaterThan(200);
  for (const row of rows) expect(row.replaceAll("\\|", "").split("|")).toHaveLength(7);
});
