/** What the checks of one service of ldirectord are made from. */
import { type Item, line } from "./items.ts";
import type { Lookup } from "./ldirectord-lookup.ts";
import type { Real } from "./ldirectord-real.ts";
import type { ServiceId } from "./model.ts";
import type { Names } from "./names.ts";
import type { Remark } from "./remarks.ts";
import type { SourceWord } from "./source.ts";

export interface CheckContext {
  readonly id: ServiceId;
  readonly find: Lookup;
  readonly names: Names;
  readonly remark: Remark;
  /** Where the service is named. */
  readonly virtual: SourceWord;
  /** Timeout, retries and the delay before them, as lines of a check. */
  readonly timing: readonly Item[];
  /** checkport; undefined: the server's own. */
  readonly port: number | undefined;
}

/** The lines of one server's block that check it. */
export type Maker = (real: Real) => readonly Item[];

/** Behind a mark a server's own port is that of its check. */
export function portLines({ port, id }: CheckContext, real: Real): readonly Item[] {
  const found = port ?? (id.type === "mark" && real.port !== 0 ? real.port : undefined);
  return found === undefined ? [] : [line("connect_port", found)];
}
