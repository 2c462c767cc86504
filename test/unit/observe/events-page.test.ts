/** docs/events.md and the code name the same events, levels and fields: an operator's alert is built on that page. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, describe as group, test } from "vitest";
import type { Notice } from "../../../src/director/notice.ts";
import { describe } from "../../../src/observe/describe.ts";
import { CAUSES, FAILURES, FAULTS, NOTICES } from "./samples.ts";

const page = readFileSync(join(import.meta.dirname, "../../../docs/events.md"), "utf8");

interface Section {
  readonly title: string;
  readonly text: string;
}

const sections: readonly Section[] = page
  .split(/^(?=#{2,3} )/m)
  .slice(1)
  .map((text) => ({ title: /^#+ (.*)$/m.exec(text)?.[1] ?? "", text }));

const codesIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);

/** The cells of a table's rows, without its head. */
const rowsOf = (text: string): readonly (readonly string[])[] =>
  text
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .slice(2)
    .map((line) => line.split("|").slice(1, -1));

const events = new Map(
  sections.flatMap(({ title, text }) => {
    const [name] = codesIn(title);
    return name === undefined ? [] : [[name, text] as const];
  }),
);

const eventText = (name: string): string => events.get(name) ?? "";
const definedIn = (fields: object): readonly string[] =>
  Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [name]));

/** What the levels of an event depend on, beside its type. */
const VARIANTS: readonly Notice[] = [
  ...Object.values<Notice>(NOTICES),
  { ...NOTICES["vrrp.transition"], to: "FAULT" },
  { ...NOTICES["conf.diagnostic"], severity: "warning" },
  { ...NOTICES["conf.diagnostic"], severity: "hint" },
];

test("names every event, and none that is not", () => {
  expect([...events.keys()].toSorted()).toEqual(Object.keys(NOTICES).toSorted());
});

test("an event stands in the section of its group", () => {
  const groups = page.split(/^## /m).slice(1);
  const strays = groups.flatMap((text) => {
    const [name = ""] = text.split("\n");
    return [...text.matchAll(/^### `(.*)`$/gm)].filter(
      ([, event]) => event?.split(".")[0] !== name,
    );
  });
  expect(strays).toEqual([]);
});

test.for(Object.values<Notice>(NOTICES))("$type: fields and levels", (notice) => {
  const text = eventText(notice.type);
  const documented = rowsOf(text).flatMap(([names = ""]) => codesIn(names));
  expect(documented.toSorted()).toEqual(definedIn(describe(notice, 0).fields).toSorted());
  const sentence = /^Level: ([^.]*)\./m.exec(text)?.[1] ?? "";
  const levels = codesIn(sentence).filter((code) => /^(debug|info|warn|error)$/.test(code));
  const own = VARIANTS.filter(({ type }) => type === notice.type);
  const actual = new Set(own.map((each) => describe(each, 0).level));
  expect(levels.toSorted()).toEqual([...actual].toSorted());
});

test("every value has fields of the log's kind of name", () => {
  const namesIn = (value: unknown): readonly string[] => {
    if (Array.isArray(value)) return value.flatMap(namesIn);
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([name, each]) => [name, ...namesIn(each)]);
  };
  const all = [
    ...VARIANTS,
    ...Object.values(CAUSES).map((cause) => ({ ...NOTICES["vrrp.transition"], cause })),
    ...Object.values(FAILURES).map((failure) => ({ ...NOTICES["check.down"], failure })),
  ].flatMap((notice) => namesIn(describe(notice, 0).fields));
  expect(all.filter((name) => !/^[a-z]+(_[a-z]+)*$/.test(name))).toEqual([]);
});

/** The table of a section: each type of a value, and its fields. */
function typesIn(title: string): ReadonlyMap<string, readonly string[]> {
  const text = sections.find((section) => section.title === title)?.text ?? "";
  return new Map(
    rowsOf(text).flatMap(([types = "", fields = ""]) =>
      codesIn(types).map((type) => [type, codesIn(fields)] as const),
    ),
  );
}

group("what a field holds", () => {
  test("the causes of a transition", () => {
    const actual = Object.values(CAUSES).map((cause) => {
      const { fields } = describe({ ...NOTICES["vrrp.transition"], cause }, 0);
      const { type: _type, ...rest } = fields["cause"] as object & { type: string };
      return [cause.type, definedIn(rest)] as const;
    });
    expect(typesIn("Causes of a transition")).toEqual(new Map(actual));
  });

  test("the failures of a check", () => {
    const actual = Object.values(FAILURES).map(({ type, ...rest }) => [type, definedIn(rest)]);
    expect([...typesIn("Failures of a check")]).toEqual(actual);
  });

  test("the faults of an advert", () => {
    const line = /^Faults: (.*)$/m.exec(eventText("vrrp.refused"))?.[1] ?? "";
    expect(codesIn(line)).toEqual(FAULTS);
  });
});
