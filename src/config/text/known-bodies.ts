/** The bodies of blocks that were read from a text, to be found again by what is written. */
import type { Statement } from "../pieces.ts";

export interface KnownBody {
  /** From behind its { to the end of the line with its }. */
  readonly text: string;
  readonly statements: readonly Statement[];
  /** That of its {, and how many there are from it to that of its }. */
  readonly line: number;
  readonly lines: number;
  /** How many of them say something. */
  readonly said: number;
}

export interface KnownBodies {
  readonly add: (keyword: string, body: KnownBody) => void;
  /** The one of this keyword that stands at an offset of the text. */
  readonly at: (keyword: string, from: number) => KnownBody | undefined;
}

/** How many of a keyword are remembered; of more kinds than that a conf hardly has its servers. */
const MOST = 4;

export function createKnownBodies(text: string): KnownBodies {
  const known = new Map<string, KnownBody[]>();
  return {
    add(keyword, body) {
      const all = known.get(keyword) ?? [];
      if (all.length === 0) known.set(keyword, all);
      if (all.length === MOST) all.pop();
      all.unshift(body);
    },
    at(keyword, from) {
      const all = known.get(keyword);
      if (all === undefined) return undefined;
      for (let at = 0; at < all.length; at++) {
        const each = all[at];
        if (each !== undefined && text.startsWith(each.text, from)) return each;
      }
      return undefined;
    },
  };
}
