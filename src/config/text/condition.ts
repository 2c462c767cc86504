/** keepalived.conf(5), "Conditional configuration and configuration id": `@ID ...` and `@^ID ...`. */
import { cut, type Passage, trimmed } from "./passage.ts";

/** `kept` is what the line says here; where it says nothing, `dropped` is what it says elsewhere. */
export type Conditional =
  | { readonly type: "kept"; readonly rest: Passage }
  | { readonly type: "dropped"; readonly rest: Passage | undefined };

/** Of a line that begins with an @. With nothing behind the id it says nothing anywhere. */
export function readCondition(passage: Passage, configId: string | undefined): Conditional {
  const [, not = "", id = "", blank = ""] = /^@(\^?)([^ \t]*)([ \t]*)/.exec(passage.text) ?? [];
  if (blank === "") return { type: "dropped", rest: undefined };
  const rest = trimmed(cut(passage, 1 + not.length + id.length + blank.length));
  const same = configId !== undefined && id === configId;
  return { type: same === (not === "") ? "kept" : "dropped", rest };
}
