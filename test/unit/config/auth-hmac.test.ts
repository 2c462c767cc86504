/** auth_hmac: what a key may be, and that no message holds one. */
import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../../src/config/diagnostic.ts";
import { createReport } from "../../../src/config/report.ts";
import { authHmac } from "../../../src/config/schema/auth-hmac.ts";
import { createFileDraft, file, whereabouts } from "../../../src/config/schema/language.ts";
import { readBlock } from "../../../src/config/schema/read-block.ts";
import { treeOf } from "./read.ts";

const HEX = "0123456789abcdef".repeat(4);
const TEXT = "abcdefgh".repeat(4);

function read(...lines: readonly string[]): {
  readonly hmac: Record<string, unknown>;
  readonly said: readonly string[];
} {
  const diagnostics: Diagnostic[] = [];
  const report = createReport(diagnostics, whereabouts);
  const text = `vrrp_instance A {\nauth_hmac {\n${lines.join("\n")}\n}\n}\n`;
  const draft = createFileDraft();
  readBlock(file, draft, treeOf(text, report), report);
  const { keyword: _, ...hmac } = draft.instances[0]?.hmac ?? {};
  const said = diagnostics.filter(({ rule }) => rule !== "unsupported-keyword");
  return { hmac, said: said.map(({ severity, message }) => `${severity}: ${message}`) };
}

const keysOf = (value: string): unknown => read(`key 1 ${value}`, "active_key 1").hmac["keys"];
const complaint = (value: string): readonly string[] =>
  read(`key 1 ${value}`, `key 2 ${TEXT}`, "active_key 2").said;

describe("a key", () => {
  test.for<readonly [string, object]>([
    [TEXT, { type: "text", text: TEXT }],
    [`"${TEXT}"`, { type: "text", text: TEXT }],
    [TEXT + TEXT, { type: "text", text: TEXT + TEXT }],
    [`hex:${HEX}`, { type: "hex", hex: HEX }],
    [`hex:${HEX.toUpperCase()}`, { type: "hex", hex: HEX }],
    [`hex:${HEX.replace(/../g, "$& ")}`, { type: "hex", hex: HEX }],
    [`hex:7 ${HEX}`, { type: "hex", hex: `07${HEX}` }],
    ["file:/etc/daruma/key", { type: "file", path: "/etc/daruma/key" }],
  ])("%s", ([value, secret]) => {
    expect(keysOf(value)).toEqual([{ id: 1, secret }]);
    expect(complaint(value)).toEqual([]);
  });
  test.for([
    [TEXT.slice(1), "found 31 bytes, expected 32 to 64"],
    [`${TEXT}${TEXT}x`, "found 65 bytes, expected 32 to 64"],
    ["é".repeat(33), "found 66 bytes, expected 32 to 64"],
    [`hex:${HEX.slice(2)}`, "found 31 bytes, expected 32 to 64"],
    [`hex:${HEX}zz`, "expected hex digits, two a byte, behind hex:"],
    ["hex:", "expected hex digits, two a byte, behind hex:"],
    ["file:", "expected a path behind file:"],
  ] as const)("is not %s", ([value, message]) => {
    expect(keysOf(value)).toBeUndefined();
    expect(complaint(value)).toEqual([`error: ${message}; the key is left out`]);
    expect(complaint(value).join()).not.toContain(value.replace(/^(hex|file):/, "") || "key 1");
  });
  test("has a number from 1 to 255, once", () => {
    expect(read(`key 0 ${TEXT}`, `key 255 ${TEXT}`, "active_key 255").said).toEqual([
      "error: found 0, expected 1 to 255",
    ]);
    expect(read(`key 3 ${TEXT}`, `key 3 hex:${HEX}`, "active_key 3")).toEqual({
      hmac: { keys: [{ id: 3, secret: { type: "text", text: TEXT } }], activeKey: 3 },
      said: ['error: found "3", but a key of this number stands before it; this one is left out'],
    });
    expect(read("key 3", `key 4 ${TEXT}`, "active_key 4").said).toEqual([
      "error: key needs NUMBER TEXT|hex:DIGITS|file:PATH",
    ]);
  });
});

describe("the key in use", () => {
  test("must be there", () => {
    expect(read(`key 1 ${TEXT}`).said).toEqual([
      "error: auth_hmac has no active_key: adverts are not signed",
    ]);
  });
  test("must be one of the keys", () => {
    expect(read(`key 1 ${TEXT}`, "active_key 2").said).toEqual([
      "error: there is no usable key 2: adverts are not signed",
    ]);
  });
});

test("everything else", () => {
  const lines = [
    `key 9 ${TEXT}`,
    "active_key 9",
    "time_window 300",
    "anti_replay monotonic",
    "mode receive-only",
  ];
  expect(read(...lines)).toMatchObject({
    hmac: { activeKey: 9, timeWindow: 300_000, antiReplay: "monotonic", mode: "receive-only" },
    said: [],
  });
  expect(Object.keys(authHmac.keywords)).toHaveLength(5);
});
