/** The corpus laid out: once or twice is the same, and it means what it meant, mistakes included. */
import { describe, expect, test } from "vitest";
import { formatConf } from "../../../../src/config/format/format.ts";
import type { Parsed } from "../../../../src/config/parse.ts";
import { parseText, type Sample, samples } from "../../../corpus/corpus.ts";

/** Without a brace's partner nobody can tell what stands how deep. */
const UNTIDY = [
  "missing-brace",
  "stray-brace",
  "unclosed-brace",
  "unclosed-quote",
  "line-too-long",
];

/** What has no place in it: lines move. A comment gets the blank before it that it lacked. */
const meaningOf = ({ config, diagnostics }: Parsed): unknown => ({
  config,
  rules: diagnostics
    .filter(({ rule }) => rule !== "glued-comment")
    .map(({ rule, severity }) => `${severity} ${rule}`)
    .toSorted(),
});

const isUntidy = ({ expected }: Sample): boolean => {
  const has = (rule: string): boolean => expected.some((each) => each.startsWith(rule));
  // One of either kind: by their number they pair, and only the keywords tell.
  const pairs = has("missing-brace") && has("unclosed-brace");
  return UNTIDY.some(has) && !pairs;
};

const tidy = samples.filter((sample) => !isUntidy(sample));

test("most can be laid out, and a few cannot", () => {
  expect(tidy.length).toBeGreaterThan(80);
  expect(samples.length - tidy.length).toBeGreaterThan(4);
});

describe.for(tidy)("$name", ({ text, path }) => {
  const once = formatConf(text, path);
  const laidOut = once.ok ? once.value : "";
  test("can be laid out, and stays as it is then", () => {
    expect(once.ok).toBe(true);
    expect(formatConf(laidOut, path)).toEqual(once);
  });
  test("means the same", () => {
    expect(meaningOf(parseText(laidOut, path))).toEqual(meaningOf(parseText(text, path)));
  });
});

test.for(samples.filter(isUntidy))("$name is left as it is, and told why", ({ text, path }) => {
  const formatted = formatConf(text, path);
  expect(formatted.ok ? [] : formatted.fault.map(({ rule }) => rule)).not.toEqual([]);
});
