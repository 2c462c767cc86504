/** Reads conf text in a test, and says what came of it in few words. */
import type { Diagnostic } from "../../../src/config/diagnostic.ts";
import type { Config } from "../../../src/config/model.ts";
import { parseConfig } from "../../../src/config/parse.ts";
import type { Statement } from "../../../src/config/pieces.ts";
import { createReport, type Report } from "../../../src/config/report.ts";
import {
  createFileDraft,
  type FileDraft,
  file,
  whereabouts,
} from "../../../src/config/schema/language.ts";
import { readBlock } from "../../../src/config/schema/read-block.ts";
import { readText } from "../../../src/config/text/read-text.ts";
import { createReading } from "../../../src/config/text/reading.ts";
import { createTree } from "../../../src/config/tree.ts";

/** The statements of a text on its own. */
export function treeOf(text: string, report: Report): readonly Statement[] {
  const statements: Statement[] = [];
  const tree = createTree(report, (statement) => statements.push(statement));
  readText({ file: "conf", text }, "conf", createReading({}, report, tree));
  tree.end();
  return statements;
}

/** `line:column rule`, in the order of the text. */
export const findings = (text: string): readonly string[] =>
  parseConfig(text, "conf").diagnostics.map(
    ({ rule, span }) => `${span.line}:${span.column} ${rule}`,
  );

/** The config of a text without a single diagnostic. */
export function readClean(text: string): Config {
  const { config, diagnostics } = parseConfig(text, "conf");
  if (config === undefined || diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
  return config;
}

/** Its lines stand from line 4 on, indented by four. */
export const instanceText = (...lines: readonly string[]): string =>
  [
    "vrrp_instance WEB {",
    "    interface eth0",
    "    virtual_router_id 51",
    ...lines.map((line) => `    ${line}`),
    "    virtual_ipaddress {",
    "        192.0.2.1/24",
    "    }",
    "}",
    "",
  ].join("\n");

/** Its lines stand from line 3 on, indented by four. */
export const serverText = (...lines: readonly string[]): string =>
  [
    "virtual_server 192.0.2.1 80 {",
    "    protocol TCP",
    ...lines.map((line) => `    ${line}`),
    "    real_server 192.0.2.21 80 {",
    "        TCP_CHECK {",
    "        }",
    "    }",
    "}",
    "",
  ].join("\n");

export interface Drafted {
  readonly draft: FileDraft;
  /** `severity rule` of each finding while reading; rules between keywords come later. */
  readonly said: readonly string[];
}

/** What the tables alone make of a text, whether daruma acts on it or not. */
export function readDraft(text: string): Drafted {
  const diagnostics: Diagnostic[] = [];
  const report = createReport(diagnostics, whereabouts);
  const draft = createFileDraft();
  readBlock(file, draft, treeOf(text, report), report);
  const said = diagnostics.map(({ severity, rule }) => `${severity} ${rule}`);
  return { draft, said };
}
