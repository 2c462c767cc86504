/** What a profile of `node --cpu-prof` says of the parts of a program that is bundled. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { basename, join } from "node:path";

interface Profile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: Frame }[];
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

interface Frame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/** The first that matches the source of a function, or what V8 calls it where it has none. */
const PARTS: readonly (readonly [string, RegExp])[] = [
  ["collecting garbage", /^\(garbage collector\)$/],
  ["words", /src\/config\/(lexer|text\/)/],
  ["tree", /src\/config\/tree/],
  ["keywords by their tables", /src\/config\/(schema|script|suggest|report)|src\/base/],
  ["rules", /src\/config\/(resolve|rules|parse)/],
  ["start of Node and loading, reading the file", /./],
];

/** Milliseconds by part, of the one profile in the folder; `bundle` holds the program. */
export function partsOf(folder: string, bundle: string): ReadonlyMap<string, number> {
  const [name = ""] = readdirSync(folder).filter((each) => each.endsWith(".cpuprofile"));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the format is V8's
  const profile = JSON.parse(readFileSync(join(folder, name), "utf8")) as Profile;
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const maps = new Map<string, SourceMap>();
  const parts = new Map(PARTS.map(([part]) => [part, 0]));
  for (const [i, id] of profile.samples.entries()) {
    const frame = frames.get(id);
    if (frame === undefined || frame.functionName === "(idle)") continue;
    const source = sourceOf(frame, bundle, maps);
    const part = PARTS.find(([, pattern]) => pattern.test(source))?.[0] ?? "";
    parts.set(part, (parts.get(part) ?? 0) + (profile.timeDeltas[i] ?? 0) / 1000);
  }
  return parts;
}

/** The module that a function of the bundle was written in. */
function sourceOf(
  { functionName, url, lineNumber, columnNumber }: Frame,
  bundle: string,
  maps: Map<string, SourceMap>,
): string {
  const file = basename(url);
  // The bundler's own few lines come from no module, and have no map.
  const inBundle = url.endsWith(join(bundle, file)) && existsSync(join(bundle, `${file}.map`));
  if (!inBundle) return functionName || "(anonymous)";
  const known = maps.get(file) ?? mapOf(join(bundle, `${file}.map`));
  maps.set(file, known);
  const entry = known.findEntry(lineNumber, columnNumber);
  return "originalSource" in entry ? entry.originalSource : file;
}

const mapOf = (path: string): SourceMap =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the format is the bundler's
  new SourceMap(JSON.parse(readFileSync(path, "utf8")) as SourceMapPayload);
