/** Imports a text in a test, and says what came of it in few words. */
import { importConf } from "../../../../src/config/import/import.ts";
import { type Names, parseNames } from "../../../../src/config/import/names.ts";
import type { Config } from "../../../../src/config/model.ts";
import { parseConfig } from "../../../../src/config/parse.ts";

export const NAMES: Names = parseNames(
  "127.0.0.1 localhost\n10.0.0.21 web1.example.com web1 # the first\n10.9.9.9 web1\n2001:db8::21 web6\nx y\n",
  "http 80/tcp www # web\nodd 7777/tcp\nodd 8888/udp\n",
);

/** The conf, or nothing; and `line:column rule` of each remark. */
export function read(text: string): { readonly conf: string; readonly remarks: readonly string[] } {
  const { conf, diagnostics } = importConf(text, "source", undefined, NAMES);
  const remarks = diagnostics.map(({ rule, span }) => `${span.line}:${span.column} ${rule}`);
  return { conf: conf ?? "", remarks };
}

/** The lines of the conf that are no comments, without indentation and braces alone. */
export const saidBy = (text: string): readonly string[] =>
  read(text)
    .conf.split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && line !== "}" && !line.startsWith("#"));

/** What daruma makes of the conf; an error fails the test. */
export function configOf(text: string): Config {
  const { config, diagnostics } = parseConfig(read(text).conf, "conf");
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (config === undefined || errors.length > 0) throw new Error(JSON.stringify(diagnostics));
  return config;
}
