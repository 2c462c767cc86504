/** The bodies of blocks that were read from a text, to be found again by what is written. */
import type { Head } from "../pieces.ts";

/** A block whose body has its lines for itself. */
export interface WholeBlock {
  readonly head: Head;
  /** The offset behind its {, and the line of that. */
  readonly from: number;
  readonly line: number;
  /** The offset behind the line with its }, how many lines that is further down, and how many of them say something. */
  to: number;
  lines: number;
  said: number;
}

export interface KnownBodies {
  readonly add: (block: WholeBlock) => void;
  /** The block of this keyword whose body stands at an offset of the text as well. */
  readonly at: (keyword: string, from: number) => WholeBlock | undefined;
}

/** How many of a keyword are remembered; of more kinds than that a conf hardly has its servers. */
const MOST = 4;
/** In characters. What is remembered is kept in memory: the bodies of whole virtual servers would be much, and hardly repeat. */
const LONGEST = 2000;

/** Those of a keyword, and which of them the next one takes the place of. */
interface Remembered {
  readonly blocks: WholeBlock[];
  next: number;
}

export function createKnownBodies(text: string): KnownBodies {
  const known = new Map<string, Remembered>();
  return {
    add(block) {
      if (block.to - block.from > LONGEST) return;
      const keyword = block.head.keyword.text;
      const of = known.get(keyword);
      if (of === undefined) {
        known.set(keyword, { blocks: [block], next: 1 });
        return;
      }
      of.blocks[of.next] = block;
      of.next = (of.next + 1) % MOST;
    },
    at(keyword, from) {
      const blocks = known.get(keyword)?.blocks ?? NONE;
      for (let at = 0; at < blocks.length; at++) {
        const block = blocks[at];
        if (block !== undefined && isWrittenAt(text, block, from)) return block;
      }
      return undefined;
    },
  };
}

const NONE: readonly WholeBlock[] = [];

/** Compared where they stand: most differ, and a part of the text made for each would be in vain. */
function isWrittenAt(text: string, { from: first, to }: WholeBlock, from: number): boolean {
  const length = to - first;
  if (from + length > text.length) return false;
  for (let at = 0; at < length; at++)
    if (text.charCodeAt(first + at) !== text.charCodeAt(from + at)) return false;
  return true;
}
