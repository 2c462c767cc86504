/** Words behind a script: what keepalived takes them for, and what was meant. */
import { expect, test } from "vitest";
import { parseConfig } from "../../../src/config/parse.ts";
import { instanceText, serverText } from "./read.ts";

const said = (text: string): readonly string[] =>
  parseConfig(text, "conf")
    .diagnostics.filter(({ rule }) => rule !== "unsupported-keyword")
    .map(({ span, message, hint = "" }) => `${span.line}:${span.column} ${message} = ${hint}`);
const script = (line: string): string => `${instanceText()}vrrp_script S {\n${line}\n}\n`;
const misc = (line: string): string =>
  serverText().replace(/TCP_CHECK \{/, `MISC_CHECK {\n${line}`);

const QUOTES = "quotes around the command and all of its arguments:";

test.for([
  [
    script("script /usr/bin/pgrep nginx"),
    `9:23 "nginx" is no argument of /usr/bin/pgrep: what stands behind it is ignored, and /usr/bin/pgrep alone is run = ${QUOTES} script "/usr/bin/pgrep nginx"`,
  ],
  [
    script('script "/usr/bin/pgrep nginx" root'),
    '9:31 "root" is no argument of /usr/bin/pgrep nginx: what stands behind it is ignored, and /usr/bin/pgrep nginx alone is run = who runs it is named by user, on a line of its own',
  ],
  [
    misc("misc_path /bin/probe -x"),
    `5:22 "-x" is no argument of /bin/probe: what stands behind it is ignored, and /bin/probe alone is run = ${QUOTES} misc_path "/bin/probe -x"`,
  ],
  [
    instanceText("notify_master /bin/m.sh MASTER"),
    `4:29 "MASTER" is no argument of /bin/m.sh: /bin/m.sh alone is to run, as user MASTER = ${QUOTES} notify_master "/bin/m.sh MASTER"`,
  ],
  [
    instanceText("notify /bin/m.sh up now again"),
    `4:29 "again" is no argument of /bin/m.sh: /bin/m.sh alone is to run, as user up and group now, and what follows is ignored = ${QUOTES} notify "/bin/m.sh up now again"`,
  ],
  [
    instanceText("notify_deleted /bin/m.sh -x"),
    `4:30 "-x" is no argument of /bin/m.sh: /bin/m.sh alone is to run, as user -x = ${QUOTES} notify_deleted "/bin/m.sh -x"`,
  ],
  [
    instanceText("notify_master \u201c/bin/m.sh up\u201d"),
    `4:19 "\u201c/bin/m.sh" holds a printer's quote (U+201C), which is part of the word and quotes nothing = the plain quote is "`,
  ],
  [
    script("script \u201c/usr/bin/pgrep nginx\u201d"),
    `9:8 "\u201c/usr/bin/pgrep" holds a printer's quote (U+201C), which is part of the word and quotes nothing = the plain quote is "`,
  ],
] as const)("%s", ([text, message]) => {
  expect(said(text)).toEqual([message]);
});

test.for([
  script("script '/usr/bin/pgrep nginx'"),
  script("script /usr/bin/true"),
  instanceText('notify_master "/bin/m.sh MASTER" keepalived_script'),
  instanceText('notify_master "/bin/m.sh MASTER" "Domain Users" staff'),
  instanceText("notify_master /bin/m.sh nobody nogroup"),
  instanceText("notify_master /bin/m.sh 1000"),
  instanceText('notify_master "/bin/m.sh \u201cup\u201d"'),
])("nothing of %s", (text) => {
  expect(said(text)).toEqual([]);
});

test("a user behind the script of a vrrp_script does not count", () => {
  const { draft } = parseConfig(script("script /bin/probe nobody"), "conf");
  expect(draft.scripts[0]?.script).toMatchObject({ command: ["/bin/probe"], user: undefined });
});
