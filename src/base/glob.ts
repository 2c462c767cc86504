/** File name patterns of the shell, glob(7), with alternatives in braces. */

/** A pattern without braces for each alternative, in order; undefined: more of them than `most`. */
export function alternatives(pattern: string, most: number): readonly string[] | undefined {
  const done: string[] = [];
  const open = [pattern];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    const group = firstGroup(each);
    if (group === undefined) done.push(each);
    else
      for (const choice of group.choices.toReversed())
        open.push(each.slice(0, group.from) + choice + each.slice(group.to));
    if (done.length + open.length > most) return undefined;
  }
  return done;
}

interface Group {
  readonly from: number;
  readonly to: number;
  readonly choices: readonly string[];
}

/** The first pair of braces that has something in it. */
function firstGroup(pattern: string): Group | undefined {
  for (let from = 0; from < pattern.length; from++) {
    if (pattern[from] === "\\") from++;
    else if (pattern[from] === "{") {
      const group = groupAt(pattern, from);
      if (group !== undefined) return group;
    }
  }
  return undefined;
}

function groupAt(pattern: string, from: number): Group | undefined {
  const choices: string[] = [];
  let depth = 0;
  let start = from + 1;
  for (let at = from; at < pattern.length; at++) {
    const char = pattern[at];
    if (char === "\\") at++;
    else if (char === "{") depth++;
    else if (char === "," && depth === 1) {
      choices.push(pattern.slice(start, at));
      start = at + 1;
    } else if (char === "}" && --depth === 0) {
      choices.push(pattern.slice(start, at));
      return at === from + 1 ? undefined : { from, to: at + 1, choices };
    }
  }
  return undefined;
}

/** Whether it has to be matched against what there is, and names nothing by itself. */
const isWild = (pattern: string): boolean => /[*?[]/.test(pattern.replace(/\\./gs, ""));

/** What a pattern without wildcards names. */
const unescaped = (pattern: string): string => pattern.replace(/\\(.)/gs, "$1");

type Part = "any" | ((char: string) => boolean);

/** A test of single names: neither name nor pattern holds a slash. A leading dot is matched by a dot only. */
function nameMatcher(pattern: string): (name: string) => boolean {
  const parts = partsOf(pattern);
  return (name) =>
    (!name.startsWith(".") || pattern.startsWith(".")) && matches(parts, Array.from(name));
}

function partsOf(pattern: string): readonly Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < pattern.length; ) {
    const set = pattern[at] === "[" ? setAt(pattern, at) : undefined;
    const char = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
    if (set !== undefined) {
      parts.push(set.part);
      at = set.to;
    } else if (char === "\\" && at + 1 < pattern.length) {
      const next = String.fromCodePoint(pattern.codePointAt(at + 1) ?? 0);
      parts.push((other) => other === next);
      at += 1 + next.length;
    } else {
      parts.push(char === "*" ? "any" : (other) => char === "?" || other === char);
      at += char.length;
    }
  }
  return parts;
}

/** `[abc]`, `[a-z]`, `[!a-z]`; a ] that comes first is one of the set. */
function setAt(
  pattern: string,
  from: number,
): { readonly part: Part; readonly to: number } | undefined {
  const found = /^\[([!^]?)(\]?[^\]]*)\]/su.exec(pattern.slice(from));
  if (found === null || found[2] === "") return undefined;
  const [all, not, inside = ""] = found;
  const ranges = [...inside.matchAll(/(.)-(.)|(.)/gsu)].map(
    ([, first, last, single]) => [first ?? single ?? "", last ?? single ?? ""] as const,
  );
  const part = (char: string): boolean =>
    ranges.some(([first, last]) => char >= first && char <= last) === (not === "");
  return { part, to: from + all.length };
}

/** Goes back to the last `*` only, so that no pattern takes long. */
function matches(parts: readonly Part[], name: readonly string[]): boolean {
  let [part, at] = [0, 0];
  let [star, mark] = [-1, 0];
  while (at < name.length) {
    const current = parts[part];
    if (current === "any") {
      star = part++;
      mark = at;
    } else if (current?.(name[at] ?? "") === true) {
      part++;
      at++;
    } else if (star >= 0) {
      part = star + 1;
      at = ++mark;
    } else return false;
  }
  return parts.slice(part).every((rest) => rest === "any");
}

/** What there is in the file system. */
export interface Tree {
  /** The names in a folder; undefined where it is none, or may not be read. */
  readonly list: (folder: string) => readonly string[] | undefined;
  readonly exists: (path: string) => boolean;
}

/**
 * The paths that a pattern without braces matches, sorted; empty: none. `folder` is put before a
 * relative one as it stands. Undefined: what it names without wildcards does not exist.
 */
export function expandPattern(
  pattern: string,
  folder: string,
  tree: Tree,
): readonly string[] | undefined {
  const segments = pattern.split(/(?<=\/)/);
  let paths: readonly string[] = [pattern.startsWith("/") ? "" : folder];
  let wild = false;
  for (const segment of segments) {
    const name = segment.replace(/\/+$/, "");
    const slash = segment.slice(name.length);
    if (!isWild(name)) {
      paths = paths.map((path) => path + unescaped(name) + slash);
    } else {
      const inside = wildSegment(paths, name, slash, tree);
      if (inside === undefined && !wild) return undefined;
      paths = inside ?? [];
      wild = true;
    }
  }
  const found = paths.filter((path) => tree.exists(path));
  return found.length === 0 && !wild ? undefined : found;
}

/** Undefined: none of the folders can be read. */
function wildSegment(
  folders: readonly string[],
  name: string,
  slash: string,
  tree: Tree,
): readonly string[] | undefined {
  const fits = nameMatcher(name);
  const lists = folders.map((folder) => [folder, tree.list(folder === "" ? "." : folder)] as const);
  if (lists.every(([, names]) => names === undefined)) return undefined;
  return lists.flatMap(([folder, names = []]) =>
    names
      .filter(fits)
      .toSorted((a, b) => (a < b ? -1 : 1))
      .map((each) => folder + each + slash),
  );
}
