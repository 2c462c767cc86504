/** Statements and braces to blocks. A block may open on the line of its keyword or on a later one. */
import { LIMITS } from "../base/limits.ts";
import type { Brace, Head, Reader, Statement } from "./pieces.ts";
import type { Report } from "./report.ts";

export interface Tree extends Reader {
  /** No more comes. False where the braces do not match: what was handed over may not be what was meant. */
  readonly end: () => boolean;
}

/**
 * Hands over one statement of the file after the other, each whole, so that a long conf need not be
 * held at once.
 */
export function createTree(report: Report, take: (statement: Statement) => void): Tree {
  /** The blocks that are open, each in the one before it. */
  const blocks: Head[][] = [];
  /** The last statement of the file so far: its block may be still to come. */
  let pending: Head | undefined;
  let matched = true;
  /** Deeper than any conf: reading on would only multiply the messages. */
  let tooDeep = false;

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
    const body: Head[] = [];
    const of = blocks.length === 0 ? pending : blocks.at(-1)?.at(-1);
    blocks.push(body);
    if (of !== undefined && of.body === undefined) {
      of.body = body;
      return;
    }
    report.at(brace, {
      rule: "stray-brace",
      severity: "error",
      message: "found { without a keyword before it; what it encloses is left out",
    });
  }

  return {
    statement(head) {
      if (tooDeep) return;
      const block = blocks[blocks.length - 1];
      if (block !== undefined) {
        block.push(head);
        return;
      }
      if (pending !== undefined) take(pending);
      pending = head;
    },
    brace(brace) {
      if (tooDeep) return;
      if (brace.type === "open") open(brace);
      else if (blocks.pop() === undefined) matched = false;
    },
    end() {
      if (pending !== undefined) take(pending);
      return matched && blocks.length === 0;
    },
  };
}
