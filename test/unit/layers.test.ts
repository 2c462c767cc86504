/** The layer table of the README, executable: who may import whom, and who is pure. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { expect, test } from "vitest";

const engines = ["vrrp", "check", "bfd"];
const pure = new Set(["base", "wire", "config", ...engines, "desired", "director", "ports", "sim"]);
const beneathCli = [...pure, "libc", "kernel", "net", "host", "observe", "control", "runtime"];
const mayImport: Record<string, readonly string[]> = {
  base: [],
  wire: ["base"],
  config: ["base"],
  vrrp: ["base", "wire", "config"],
  check: ["base", "wire", "config"],
  bfd: ["base", "wire", "config"],
  desired: ["base", "config"],
  director: ["base", "config", ...engines, "desired"],
  ports: ["base", "desired", "director"],
  libc: ["base"],
  kernel: ["base", "wire", "desired", "ports", "libc"],
  net: ["base", "wire", "ports", "libc"],
  host: ["base", "ports", "libc"],
  observe: ["base", "director", "ports"],
  control: ["base", "config", "director", "ports"],
  runtime: ["base", "config", "director", "desired", "ports", "libc"],
  sim: ["base", "wire", "config", "desired", "director", "ports"],
  cli: beneathCli,
};
/** Of these a layer sees types only, so nothing of theirs runs in it. */
const typesOnly: Record<string, readonly string[]> = {
  vrrp: ["config"],
  check: ["config"],
  bfd: ["config"],
  desired: ["config"],
  ports: ["director", "desired"],
  observe: ["director"],
};

/** `import … from "x"`, `export … from "x"`, `import "x"` and `import("x")`; formatted code quotes with ". */
const specifier =
  /(?:^((?:import|export)\b(?: type\b)?)[^;"]*?from |^import |\bimport\()"([^"]+)"/gm;

const root = join(import.meta.dirname, "../../src");
const layerOf = (path: string): string => relative(root, path).split(sep)[0] ?? "";

interface Edge {
  readonly file: string;
  readonly layer: string;
  readonly target: string;
  readonly type: boolean;
}

function* edges(): Generator<Edge> {
  for (const entry of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    if (!entry.endsWith(".ts") || !entry.includes(sep)) continue;
    const file = join(root, entry);
    for (const [, head = "", target = ""] of readFileSync(file, "utf8").matchAll(specifier)) {
      yield { file: entry, layer: layerOf(file), target, type: head.endsWith(" type") };
    }
  }
}

test("every import points down the layer table", () => {
  const wrong: string[] = [];
  let seen = 0;
  for (const { file, layer, target, type } of edges()) {
    seen++;
    // Data, and above all layers: the version.
    if (target.endsWith("/package.json")) continue;
    if (target.startsWith(".")) {
      const other = layerOf(join(root, dirname(file), target));
      if (other === layer) continue;
      if (mayImport[layer]?.includes(other) !== true) wrong.push(`${file} -> ${other}`);
      else if (typesOnly[layer]?.includes(other) === true && !type)
        wrong.push(`${file} -> ${other} (types only)`);
    } else if (pure.has(layer)) {
      wrong.push(`${file} -> ${target}`);
    }
  }
  expect(seen).toBeGreaterThan(30);
  expect(wrong).toEqual([]);
});

test("every folder of src is a layer of the table", () => {
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map((entry) => entry.name).filter((name) => !(name in mayImport))).toEqual([]);
});

test("the composition root stays small", () => {
  const main = readFileSync(join(root, "main.ts"), "utf8");
  expect(main.split("\n").length).toBeLessThanOrEqual(100);
});
