/** What is written as other programs have it: the hint says how it is written here. */
import { expect, test } from "vitest";
import { parseConfig } from "../../../src/config/parse.ts";
import { instanceText, serverText } from "./read.ts";

const only = (text: string): readonly [number, string | undefined] => {
  const found = parseConfig(text, "conf").diagnostics;
  expect(found).toHaveLength(1);
  return [found[0]?.span.line ?? 0, found[0]?.hint];
};

test.for([
  [serverText("real_server 192.0.2.22:80 {", "}"), 3, "a port is a word of its own: 192.0.2.22 80"],
  [serverText("sorry_server [2001:db8::22]:80"), 3, "a port is a word of its own: 2001:db8::22 80"],
  [
    `${instanceText()}virtual_server 192.0.2.1:80 {\n}\n`,
    8,
    "a port is a word of its own: 192.0.2.1 80",
  ],
  [serverText().replace("TCP_CHECK", "HTTP_CHECK"), 4, "did you mean HTTP_GET?"],
  [serverText().replace("TCP_CHECK", "SSL_CHECK"), 4, "did you mean SSL_GET?"],
  [instanceText("notify_slave /bin/slave"), 4, "did you mean notify_backup?"],
  [instanceText("192.0.2.2/24"), 4, "virtual_ipaddress { 192.0.2.2/24 }"],
  [instanceText("// the other"), 4, "a comment begins with # or !"],
  [instanceText("//the other"), 4, "a comment begins with # or !"],
  [instanceText("; the other"), 4, "a comment begins with # or !"],
  [instanceText("/* the other */"), 4, "a comment begins with # or !"],
  [instanceText("-- the other"), 4, "a comment begins with # or !"],
  [instanceText("authentication {", "auth_type PASS", "auth_pass 123456789", "}"), 6, undefined],
] as const)("%s", ([text, line, hint]) => {
  expect(only(text)).toEqual([line, hint]);
});
