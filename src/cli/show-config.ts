/** `daruma show-config`: the conf that holds, with every default. */
import type { Statement } from "../config/pieces.ts";
import { effectiveConf } from "../config/show/effective.ts";
import { showJson } from "../config/show/json.ts";
import { showText } from "../config/show/text.ts";
import { errorsIn, summary } from "./check.ts";
import type { Outputs } from "./output.ts";
import { type ReadOptions, readConf } from "./read-conf.ts";

/** Exit status 0; 1 where nothing of it can be used. What was left out is counted on `err`. */
export function showConfig(
  path: string,
  { out, err }: Outputs,
  { json = false, ...options }: ReadOptions & { readonly json?: boolean } = {},
): number {
  const statements: Statement[] = [];
  const read = readConf(path, options, statements);
  if (!read.ok) {
    err.write(`daruma: ${read.fault}\n`);
    return 1;
  }
  const { config, diagnostics } = read.value;
  if (errorsIn(diagnostics) > 0)
    err.write(`${path}: ${summary(diagnostics)}: daruma check tells them; the rest is shown\n`);
  const conf = effectiveConf(statements, read.value);
  out.write(json ? `${JSON.stringify(showJson(conf), undefined, 2)}\n` : showText(conf));
  return config === undefined ? 1 : 0;
}
