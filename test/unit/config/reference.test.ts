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
    meaning:
      "the highest becomes master; 255 owns the addresses, as state MASTER without a priority does",
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

const inEffect = (block: string, keyword: string): boolean | undefined =>
  reference.find((each) => each.block === block && each.keyword === keyword)?.inEffect;

test("a keyword takes effect where its block does", () => {
  expect(inEffect("the file", "vrrp_script")).toBe(false);
  for (const [block, keyword] of [
    ["vrrp_script", "interval"],
    ["track_file", "file"],
    ["vrrp_track_process", "quorum"],
    ["bfd_instance", "min_rx"],
    ["auth_hmac", "key"],
    ["virtual_routes", "via"],
  ] as const)
    expect([block, keyword, inEffect(block, keyword)]).toEqual([block, keyword, false]);
  // A check has it in a block of its own, and HTTP_GET is one that works.
  expect(inEffect("url", "path")).toBe(true);
  expect(inEffect("virtual_ipaddress", "dev")).toBe(true);
});

test("no block that is not acted on has a keyword that is", () => {
  const opened = new Set(
    reference.flatMap((each) => (each.inEffect && each.opens !== null ? each.opens : [])),
  );
  const acting = reference.filter((each) => each.inEffect).map(({ block }) => block);
  expect(acting.length).toBeGreaterThan(100);
  for (const block of acting) expect([...opened, "the file"]).toContain(block);
});

test("a default that a meaning knows is said as one", () => {
  const inWords = reference.filter((each) => /[;,:] without it/.test(each.meaning ?? ""));
  expect(inWords.map(({ keyword }) => keyword)).toEqual([]);
  expect(reference.find(({ keyword }) => keyword === "unicast_ttl")?.default).toMatch(/IPv4 255/);
  expect(reference.find(({ keyword }) => keyword === "time_window")?.default).toMatch(
    /^thrice advert_int/,
  );
});
