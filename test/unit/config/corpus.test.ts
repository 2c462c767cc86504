/** The corpus of conf files: each is judged exactly as it says, and what is usable of it is there. */
import { describe, expect, test } from "vitest";
import { amount } from "../../../src/base/amount.ts";
import type { Parsed } from "../../../src/config/parse.ts";
import { findingsOf } from "../../../src/config/rules/judge.ts";
import { compare, parseText, type Sample, samples } from "../../corpus/corpus.ts";

const found = (parsed: Parsed, { path }: Sample): readonly string[] =>
  findingsOf(parsed, path)
    .filter(({ rule }) => rule !== "unsupported-keyword")
    .map(({ rule, span }) => {
      const part = span.file === path ? "" : `${span.file.slice(span.file.indexOf("parts/"))}:`;
      return `${part}${rule}@${span.line}`;
    })
    .toSorted(compare);

function contents({ config }: Parsed): string {
  if (config === undefined) return "nothing";
  const servers = config.virtualServers.flatMap(({ realServers }) => realServers).length;
  return [
    amount(config.instances.length, "VRRP instance"),
    amount(config.virtualServers.length, "virtual server"),
    amount(servers, "real server"),
  ].join(", ");
}

test("there is a corpus, of tidy and untidy files", () => {
  expect(samples.length).toBeGreaterThanOrEqual(80);
  expect(samples.filter(({ expected }) => expected.length === 0).length).toBeGreaterThan(40);
  expect(samples.filter(({ expected }) => expected.length > 0).length).toBeGreaterThan(30);
});

describe.for(samples)("$name", (sample) => {
  const parsed = parseText(sample.text, sample.path);
  test("is judged as it says", () => {
    expect(found(parsed, sample)).toEqual(sample.expected);
  });
  test("gives what it says", () => {
    expect(contents(parsed)).toBe(sample.gives);
  });
});
