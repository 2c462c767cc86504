/** One mistake, one message: what only follows from it goes without saying. */
import { expect, test } from "vitest";
import { parseConfig } from "../../../src/config/parse.ts";
import { findingsOf } from "../../../src/config/rules/judge.ts";
import { CLEAN } from "./clean.ts";

const QUIET: ReadonlySet<string> = new Set(["unsupported-keyword"]);

const said = (text: string): readonly string[] =>
  findingsOf(parseConfig(text, "conf"), "conf")
    .filter(({ rule }) => !QUIET.has(rule))
    .map(({ span, severity, rule, message }) => `${span.line} ${severity} ${rule}: ${message}`);

test("without a mistake there is none", () => {
  expect(said(CLEAN)).toEqual([]);
});

const VI_1 = "vrrp_instance VI_1";
const TRACK = "track_script {\n        chk_nginx\n    }";

/** What stands in the clean conf, what stands there instead, and the beginning of all that is said. */
test.for([
  [
    "        chk_nginx\n",
    "        chk_ngnix\n",
    "20 error unknown-tracked: there is no vrrp_script",
  ],
  [
    "track_script {",
    "track_scripts {",
    '19 error unknown-keyword: unknown keyword "track_scripts"',
  ],
  [TRACK, "track_script chk_nginx", "19 error missing-block: track_script needs a block"],
  ["vrrp_script chk", "vrrp_scrpt chk", '1 error unknown-keyword: unknown keyword "vrrp_scrpt"'],
  ["vrrp_script chk_nginx", "vrrp_script", "1 error missing-argument: vrrp_script needs a name"],
  [VI_1, "vrrp_instanse VI_1", '6 error unknown-keyword: unknown keyword "vrrp_instanse"'],
  [VI_1, "vrrp_instance", "6 error missing-argument: vrrp_instance needs a name"],
  ["vrrp_instance VI_2", VI_1, "23 error duplicate-name: vrrp_instance VI_1 stands already"],
  [
    "router_id 51",
    "router_id 0",
    "9 error out-of-range: found 0, expected 1 to 255; vrrp_instance VI_1 is left out",
  ],
  [
    "router_id 51",
    "router_id 256",
    "9 error out-of-range: found 256, expected 1 to 255; vrrp_instance VI_1 is left out",
  ],
  [
    "virtual_router_id 51\n",
    "\n",
    "6 error missing-keyword: vrrp_instance VI_1 has no virtual_router",
  ],
  [
    "virtual_router_id 51\n",
    "virtual_routerid 51\n",
    '9 error unknown-keyword: unknown keyword "virtual_routerid" in vrrp_instance; vrrp_instance VI_1 is left out',
  ],
  ["interface eth0\n", "\n", "6 error missing-keyword: vrrp_instance VI_1 has no interface"],
  [
    "virtual_ipaddress {",
    "virtual_ipadress {",
    '15 error unknown-keyword: unknown keyword "virtual_ip',
  ],
  ["192.0.2.10/24\n", "192.0.2.256/24\n", '16 error bad-value: found "192.0.2.256/24"'],
  [
    "state BACKUP\n    interface eth0",
    "state BACKUP interface eth0",
    '7 error surplus-argument: "interface" is not expected here, and ignored; vrrp_instance VI_1 is left out',
  ],
  [
    "        VI_2\n",
    "        VI_3\n",
    "35 error sync-group: there is no usable vrrp_instance VI_3",
  ],
  [
    "        VI_1\n        VI_2\n",
    "        VI_1, VI_2\n",
    "34 error sync-group: there is no usable vrrp",
  ],
  [
    "url {",
    "ulr {",
    '45 error unknown-keyword: unknown keyword "ulr" in HTTP_GET; its block is left out; HTTP_GET has no url and is left out',
  ],
  [
    "path /health",
    "",
    "45 error missing-argument: url needs a path; HTTP_GET has no url and is left out",
  ],
  [
    "url {\n                path /health\n            }",
    "url /health",
    "45 error missing-block: url needs a block; HTTP_GET has no url and is left out",
  ],
  [
    "auth_pass secret1",
    "auth_pass",
    "13 error missing-argument: auth_pass needs TEXT; adverts are sent without authentication",
  ],
  [
    "auth_pass secret1",
    "auth_pas secret1",
    '13 error unknown-keyword: unknown keyword "auth_pas" in authentication; adverts are sent without authentication',
  ],
  ["secret1", "secret1234", "13 warning password-too-long: only the first 8 characters"],
  ["priority 150", "priority = 150", '10 error bad-value: found "=", expected NUMBER'],
  [
    "protocol TCP",
    "protocol HTTP",
    '42 error bad-value: found "HTTP", expected TCP, UDP or SCTP; UDP is used, as keepalived does',
  ],
  [
    "protocol TCP",
    "protocol",
    "42 error missing-argument: protocol needs TCP|UDP|SCTP; UDP is used",
  ],
  [
    "virtual_ipaddress {\n        192.0.2.10/24\n        192.0.2.11/24\n    }",
    "192.0.2.10/24",
    '15 error unknown-keyword: unknown keyword "192.0.2.10/24" in vrrp_instance',
  ],
  ['"/usr/bin/pgrep nginx"', '/usr/bin/pgrep nginx"', "2 error unclosed-quote: found an opening"],
] as const)("%s > %s", ([from, to, message]) => {
  const text = CLEAN.replace(from, to);
  expect(text).not.toBe(CLEAN);
  const found = said(text);
  expect(found).toHaveLength(1);
  expect(found[0]?.slice(0, message.length)).toBe(message);
});

test("two mistakes, two messages", () => {
  const typo = CLEAN.replace("vrrp_script chk", "vrrp_scrpt chk");
  expect(said(typo.replace("        chk_nginx\n", "        other\n"))).toEqual([
    expect.stringMatching(/^1 error unknown-keyword/),
    expect.stringMatching(/^20 error unknown-tracked/),
  ]);
  const group = CLEAN.replace("vrrp_instance VI_1", "vrrp_instanse VI_1");
  expect(said(group.replace("        VI_2\n", "        VI_3\n"))).toEqual([
    expect.stringMatching(/^6 error unknown-keyword/),
    expect.stringMatching(/^35 error sync-group/),
  ]);
});
