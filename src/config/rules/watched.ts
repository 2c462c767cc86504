/** What the checks of real servers watch: a FILE_CHECK a file, a BFD_CHECK a session. */
import { each } from "../../base/each.ts";
import type { Word } from "../pieces.ts";
import type { CheckDraft } from "../schema/checks.ts";
import type { VirtualServerDraft } from "../schema/virtual-server.ts";

/** That somebody names what is tracked. */
export interface Use {
  /** Who names it, as the operator calls that. */
  readonly by: string;
  readonly name: Word;
}

export interface Watched extends Use {
  readonly kind: "file" | "bfd";
}

export function watchedBy(virtualServers: readonly VirtualServerDraft[]): readonly Watched[] {
  const found: Watched[] = [];
  for (const { realServers } of virtualServers)
    each(realServers, ({ endpoint, checks }) => {
      each(checks, (check) => {
        const named = namedBy(check);
        if (named !== undefined) found.push({ by: endpoint.ip, ...named });
      });
    });
  return found;
}

function namedBy(check: CheckDraft): Pick<Watched, "kind" | "name"> | undefined {
  if (check.type === "FILE_CHECK" && check.trackFile !== undefined)
    return { kind: "file", name: check.trackFile };
  if (check.type === "BFD_CHECK" && check.session !== undefined)
    return { kind: "bfd", name: check.session };
  return undefined;
}
