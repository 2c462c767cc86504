/** `daruma reference`: what it shows, and what it says where there is nothing to show. */
import { expect, test } from "vitest";
import { type ReferenceOptions, showReference } from "../../../src/cli/reference.ts";

function ask(words: string, options: ReferenceOptions = {}): readonly [number, string, string] {
  let [out, err] = ["", ""];
  const status = showReference(
    words.split(" ").filter((word) => word !== ""),
    {
      out: { write: (text) => (out += text), colour: false },
      err: { write: (text) => (err += text), colour: false },
    },
    options,
  );
  return [status, out, err];
}

test("without a word it lists the blocks", () => {
  const [status, out] = ask("");
  expect(status).toBe(0);
  expect(out).toMatch(/^ {2}vrrp_instance +a virtual router$/m);
  expect(out).toMatch(/^ {2}the file +what stands outside of all blocks$/m);
});

test("a block", () => {
  const [, out] = ask("vrrp_instance");
  expect(out).toMatch(/^vrrp_instance NAME \{ \.\.\. \}: a virtual router$/m);
  expect(out).toContain(
    "  priority NUMBER  (1..255, default 100)\n      the highest becomes master; 255 owns the addresses, as state MASTER without a priority does\n",
  );
});

test("the file's own level", () => {
  expect(ask("file")[1]).toContain("virtual_server");
});

test("a keyword, in its block and wherever it is", () => {
  expect(ask("vrrp_instance priority")[1].trimEnd().split("\n")).toHaveLength(4);
  expect(ask("weight")[1]).toMatch(/real_server[^]*vrrp_script|vrrp_script[^]*real_server/);
});

test("for programs, a line a keyword", () => {
  const lines = ask("virtual_server", { json: true })[1].trimEnd().split("\n");
  const entries = lines.map((line): unknown => JSON.parse(line));
  expect(entries).toContainEqual(
    expect.objectContaining({ block: "virtual_server", keyword: "quorum", default: "1" }),
  );
  expect(ask("", { json: true })[1].split("\n").length).toBeGreaterThan(200);
});

test.for<readonly [string, string]>([
  ["vrrp_instanc", "there is no block or keyword vrrp_instanc; did you mean vrrp_instance?"],
  ["xylophone", "there is no block or keyword xylophone"],
  ["vrrp_instanc priority", "there is no block vrrp_instanc; did you mean vrrp_instance?"],
  ["vrrp_instance prority", "vrrp_instance has no prority; did you mean priority?"],
  ["vrrp_instance lb_algo", "vrrp_instance has no lb_algo; it belongs in virtual_server"],
])("%s", ([words, said]) => {
  expect(ask(words)).toEqual([1, "", `daruma: ${said}\n`]);
});
