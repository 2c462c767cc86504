/** Scripts that the conf asks for. */
import type { NotifyScripts, Script } from "../director/vrrp-types.ts";

export type { NotifyScripts, Script };

export interface Scripts {
  /** Runs it with `args` behind its own; resolves with why it failed, or undefined. Never rejects. */
  run(script: Script, args: readonly string[]): Promise<string | undefined>;
}
