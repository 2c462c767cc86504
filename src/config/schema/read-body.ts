/** Reads what stands in a block into a draft of its own; bodies that are written alike once for all. */
import type { Body, Statement } from "../pieces.ts";
import { createProbe } from "../probe.ts";
import { isRepeated } from "../repeated.ts";
import type { Report } from "../report.ts";
import { type Copy, copiesOf } from "./copies.ts";
import type { Block } from "./entry.ts";
import { readBlock } from "./read-block.ts";

/** How the draft of a block comes to be. `Of`: what it is made of before its body is read. */
export interface Making<Draft extends object, Of> {
  readonly block: Block<Draft>;
  /** What is read may not hang on what is in it. */
  readonly create: (of: Of) => Draft;
  /** See readBlock. */
  readonly note?: ((draft: Draft, statement: Statement) => void) | undefined;
}

/** The draft of a body. Findings as those of readBlock. */
export function readBody<Draft extends object, Of>(
  making: Making<Draft, Of>,
  of: Of,
  body: Body | undefined,
  report: Report,
): Draft {
  const draft = making.create(of);
  const copies = isRepeated(body) ? copiesFor(making, of, body.of) : undefined;
  if (copies !== undefined && isRepeated(body)) Object.assign(draft, copies(body.lines));
  else fill(making, draft, body, report);
  return draft;
}

function fill<Draft extends object>(
  { block, note }: Pick<Making<Draft, never>, "block" | "note">,
  draft: Draft,
  body: Body | undefined,
  report: Report,
): void {
  if (note === undefined) readBlock(block, draft, body, report);
  else
    readBlock(block, draft, body, report, (statement) => {
      note(draft, statement);
    });
}

interface ReadOnce {
  readonly block: unknown;
  /** Undefined: there is something to say of it, at each of its places. */
  readonly copies: Copy<object> | undefined;
}

/** Beside the statements of a body that is repeated: what they are read as. */
const readOnce = new WeakMap<readonly Statement[], ReadOnce>();

/** What reading them adds to a draft. */
function copiesFor<Draft extends object, Of>(
  making: Making<Draft, Of>,
  of: Of,
  statements: readonly Statement[],
): Copy<object> | undefined {
  let found = readOnce.get(statements);
  if (found?.block !== making.block) {
    found = { block: making.block, copies: readForCopies(making, of, statements) };
    readOnce.set(statements, found);
  }
  return found.copies;
}

function readForCopies<Draft extends object, Of>(
  making: Making<Draft, Of>,
  of: Of,
  statements: readonly Statement[],
): Copy<object> | undefined {
  const { report, touched } = createProbe();
  const draft = making.create(of);
  const before = new Map<string, unknown>(Object.entries(draft));
  fill(making, draft, statements, report);
  const added = Object.entries(draft).filter(([key, value]) => before.get(key) !== value);
  return touched() ? undefined : copiesOf(Object.fromEntries(added));
}
