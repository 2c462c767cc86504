/** `daruma show-config`: the conf that holds, with every default. */
import { parseConfig } from "../config/parse.ts";
import { effectiveConf } from "../config/show/effective.ts";
import { showJson } from "../config/show/json.ts";
import { showText } from "../config/show/text.ts";
import type { Statement } from "../config/tree.ts";
import { errorsIn, type Output, summary } from "./check.ts";
import { readConfFile } from "./conf-file.ts";
import { confSurroundings } from "./conf-files.ts";

/** Exit status 0; 1 where nothing of it can be used. What was left out is counted on `err`. */
export function showConfig(
  path: string,
  { out, err }: { readonly out: Output; readonly err: Output },
  { json = false, configId }: { readonly json?: boolean; readonly configId?: string } = {},
): number {
  const text = readConfFile(path);
  if (!text.ok) {
    err.write(`daruma: ${text.fault}\n`);
    return 1;
  }
  const statements: Statement[] = [];
  const parsed = parseConfig(text.value, path, confSurroundings(configId), statements);
  const { config, diagnostics } = parsed;
  if (errorsIn(diagnostics) > 0)
    err.write(`${path}: ${summary(diagnostics)}: daruma check tells them; the rest is shown\n`);
  const conf = effectiveConf(statements, parsed);
  out.write(json ? `${JSON.stringify(showJson(conf), undefined, 2)}\n` : showText(conf));
  return config === undefined ? 1 : 0;
}
