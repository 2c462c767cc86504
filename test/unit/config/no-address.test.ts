/** An instance without an address, which is told once, and where nothing else says why. */
import { expect, test } from "vitest";
import { parseConfig } from "../../../src/config/parse.ts";
import { instanceText } from "./read.ts";

const said = (text: string): readonly string[] =>
  parseConfig(text, "conf")
    .diagnostics.filter(({ rule }) => rule !== "unsupported-keyword")
    .map(({ span, severity, message }) => `${span.line} ${severity}: ${message}`);

const bare = (...lines: readonly string[]): string =>
  instanceText("}", "").replace(/\n *\}[^]*/, `\n${lines.join("\n")}\n}\n`);

test("an instance without an address is told", () => {
  const message = "warning: vrrp_instance WEB has no virtual_ipaddress: a takeover moves";
  expect(said(bare())).toEqual([`1 ${message} no address`]);
  expect(said(bare("virtual_ipaddress {", "}"))).toEqual([`4 ${message} no address`]);
  expect(said(bare("virtual_ipaddress_excluded {", "192.0.2.1/24", "}"))).toEqual([
    `1 ${message} only what its adverts do not name`,
  ]);
});

test.for([
  ["that is meant", bare("no_virtual_ipaddress"), []],
  ["a mistake may be why", bare("virtual_ipadress {", "192.0.2.1/24", "}"), ["unknown keyword"]],
  ["none can be read", bare("virtual_ipaddress {", "192.0.2.256/24", "}"), ["found"]],
] as const)("but not where %s", ([, text, expected]) => {
  const found = said(text);
  expect(found).toHaveLength(expected.length);
  for (const [index, each] of expected.entries()) expect(found[index]).toContain(`error: ${each}`);
});
