/** One brace missing or too many: one message, at a place that helps, and the rest is read as it was meant. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { parseConfig } from "../../../src/config/parse.ts";
import { findings, instanceText, serverText } from "./read.ts";

// Where many share the processor, five seconds are not enough for a file without end.
vi.setConfig({ testTimeout: 60_000 });

const CONF = join(import.meta.dirname, "../../../conf");
const examples = readdirSync(CONF, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".conf"))
  .map((name): readonly [string, string] => [name, readFileSync(join(CONF, name), "utf8")]);

const namesIn = (text: string): unknown => {
  const { config } = parseConfig(text, "conf");
  return [config?.instances.map(({ name }) => name), config?.virtualServers.map(({ ip }) => ip)];
};

/** The errors, and that nothing but the block around the brace is lost. */
function told(text: string): readonly string[] {
  return parseConfig(text, "conf")
    .diagnostics.filter(({ severity }) => severity === "error")
    .map(({ span, rule, message }) => `${span.line}:${span.column} ${rule} ${message}`);
}

const positions = (text: string, brace: string): readonly number[] =>
  [...text.matchAll(/[{}]|#.*/g)].filter(([found]) => found === brace).map(({ index }) => index);

describe.for(examples)("%s", ([, text]) => {
  test.for(["{", "}"])("without any one %s", (brace) => {
    for (const at of positions(text, brace)) {
      const broken = text.slice(0, at) + text.slice(at + 1);
      expect.soft(told(broken), `line ${text.slice(0, at).split("\n").length}`).toHaveLength(1);
      expect.soft(namesIn(broken)).toEqual(namesIn(text));
    }
  });
  test("with one } more behind any other", () => {
    for (const at of positions(text, "}")) {
      const broken = `${text.slice(0, at + 1)}\n}${text.slice(at + 1)}`;
      expect.soft(told(broken), `line ${text.slice(0, at).split("\n").length}`).toHaveLength(1);
      expect.soft(namesIn(broken)).toEqual(namesIn(text));
    }
  });
  test("with one { more at the end of any line", () => {
    const lines = text.split("\n");
    for (const [index, line] of lines.entries()) {
      const said = line.replace(/#.*/, "");
      if (/^\s*$|[{}]/.test(said)) continue;
      const broken = lines.with(index, `${said} {`).join("\n");
      expect.soft(told(broken), `line ${index + 1}`).toHaveLength(1);
      expect.soft(namesIn(broken)).toEqual(namesIn(text));
    }
  });
});

test.for(examples)("%s without one { and, in another place, one }", ([, text]) => {
  const pairs = positions(text, "{").flatMap((open) =>
    positions(text, "}").map((close) => {
      const [first, second] = open < close ? [open, close] : [close, open];
      return text.slice(0, first) + text.slice(first + 1, second) + text.slice(second + 1);
    }),
  );
  const clear = pairs.filter((broken) => told(broken).length <= 2);
  // Some leave nothing that could tell: an address without its block is only a strange word.
  expect(clear.length / pairs.length).toBeGreaterThan(0.95);
});

test("two blocks that lack their } are two messages", () => {
  const one = instanceText().replace(/\}\n$/, "");
  const text = `${one}${one.replaceAll("WEB", "MAIL")}${serverText()}`;
  expect(findings(text)).toEqual(expect.arrayContaining(["1:19 unclosed-brace"]));
  expect(told(text).filter((each) => each.includes("unclosed-brace"))).toHaveLength(2);
});

test("the block is named whose } the indentation misses", () => {
  const text = instanceText().replace("    }\n}", "}");
  const { diagnostics } = parseConfig(`${text}${serverText()}`, "conf");
  expect(diagnostics).toMatchObject([
    {
      rule: "unclosed-brace",
      span: { line: 4, column: 23 },
      message: "the block of virtual_ipaddress that opens here is never closed",
      related: [{ span: { line: 6, column: 1 } }],
    },
  ]);
});

test("what does not belong in the block shows where it should have ended", () => {
  const text = `vrrp_instance A {\n virtual_ipaddress {\n 192.0.2.1\n priority 1\n}\n`;
  const { diagnostics } = parseConfig(text, "conf");
  expect(diagnostics[1]).toMatchObject({
    span: { line: 2 },
    related: [{ span: { line: 4, column: 2 }, message: "this does not belong in it any more" }],
  });
});

describe("braces that match are left alone", () => {
  test("a block in the wrong place is one message, with all that is in it", () => {
    const text = serverText().replace("protocol TCP", `protocol TCP\n${instanceText()}`);
    expect(findings(text)).toEqual(["3:1 misplaced-keyword"]);
  });
  test("also where more is out of place than two braces could explain", () => {
    const strange = ["interface eth1", "priority 1", "state BACKUP"];
    expect(findings(`global_defs {\n${strange.join("\n")}\n}\n${instanceText()}`)).toEqual([
      "2:1 misplaced-keyword",
      "3:1 misplaced-keyword",
      "4:1 misplaced-keyword",
    ]);
  });
  test("an unknown block too", () => {
    expect(findings(instanceText("foo {", "priority x", "bar {", "}", "}"))).toEqual([
      "4:5 unknown-keyword",
    ]);
  });
});

test.for<readonly [string, string]>([
  ["only a }", "}"],
  ["only a {", "{"],
  ["} before {", "}\n{"],
  ["braces that nothing belongs to", "{ { } { } }"],
  ["many }", "}\n".repeat(5000)],
  ["many {", "{\n".repeat(100_000)],
  ["many blocks", "vrrp_instance A {\n".repeat(100_000)],
  ["more lines than any conf has", "a\n".repeat(510_000)],
])("%s: an answer, at once", ([, text]) => {
  const { config, diagnostics } = parseConfig(text, "conf");
  expect(config).toBeUndefined();
  expect(diagnostics.some(({ severity }) => severity === "error")).toBe(true);
});
