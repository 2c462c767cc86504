/** Statements and braces to blocks. A block may open on the line of its keyword or on a later one. */
import { LIMITS } from "../base/limits.ts";
import type { Brace, Head, Reader, Statement } from "./pieces.ts";
import type { Report } from "./report.ts";

export interface Tree extends Reader {
  /** No more comes. False where the braces do not match: what was handed over may not be what was meant. */
  readonly end: () => boolean;
}

/** A block that is open. */
interface Open {
  /** Undefined: a { without a keyword; what it encloses belongs to nothing. */
  readonly of: Head | undefined;
  /** How many statements of the blocks around it there are. */
  readonly from: number;
}

const EMPTY: Head[] = [];

/**
 * Hands over one statement of the file after the other, each whole, so that a long conf need not be
 * held at once.
 */
export function createTree(report: Report, take: (statement: Statement) => void): Tree {
  const blocks: Open[] = [];
  /** The statements of all open blocks. They are copied when theirs closes: an array that grows has room for many more. */
  const heads: Head[] = [];
  let count = 0;
  /** The last statement of the file so far: its block may be still to come. */
  let pending: Head | undefined;
  let matched = true;
  /** Deeper than any conf: reading on would only multiply the messages. */
  let tooDeep = false;

  /** The last statement of the innermost block. */
  function lastHead(): Head | undefined {
    const block = blocks.at(-1);
    if (block === undefined) return pending;
    return count > block.from ? heads[count - 1] : undefined;
  }

  function open(brace: Brace): void {
    if (blocks.length >= LIMITS.configDepth) {
      report.at(brace, {
        rule: "too-deep",
        severity: "error",
        message: `blocks are nested more than ${LIMITS.configDepth} deep; the rest is not read`,
      });
      tooDeep = true;
      matched = false;
      return;
    }
    const last = lastHead();
    const of = last?.body === undefined ? last : undefined;
    blocks.push({ of, from: count });
    if (of !== undefined) {
      of.body = EMPTY;
      return;
    }
    report.at(brace, {
      rule: "stray-brace",
      severity: "error",
      message: "found { without a keyword before it; what it encloses is left out",
    });
  }

  /** False where no block is open. */
  function close(): boolean {
    const block = blocks.pop();
    if (block === undefined) return false;
    if (block.of !== undefined) block.of.body = heads.slice(block.from, count);
    count = block.from;
    return true;
  }

  return {
    statement(head) {
      if (tooDeep) return;
      if (blocks.length > 0) {
        heads[count++] = head;
        return;
      }
      if (pending !== undefined) take(pending);
      pending = head;
    },
    brace(brace) {
      if (tooDeep) return;
      if (brace.type === "open") open(brace);
      else if (!close()) matched = false;
    },
    end() {
      if (blocks.length > 0) matched = false;
      while (close());
      if (pending !== undefined) take(pending);
      return matched;
    },
  };
}
