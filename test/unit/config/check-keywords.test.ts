/** Each form that keywords of checks can take, and what is noted of it. */
import { describe, expect, test } from "vitest";
import type { CheckDraft } from "../../../src/config/schema/checks.ts";
import { parseHex } from "../../../src/config/schema/hex.ts";
import { readDraft, serverText } from "./read.ts";

const NOT_YET = "warning unsupported-keyword";

/** The check of a real server, and what was said of it but for what is not acted on yet. */
function check(
  type: CheckDraft["type"],
  ...lines: readonly string[]
): { readonly made: CheckDraft | undefined; readonly said: readonly string[] } {
  const text = serverText("real_server 192.0.2.31 {", `${type} {`, ...lines, "}", "}");
  const { draft, said } = readDraft(text);
  return {
    made: draft.virtualServers[0]?.realServers?.[0]?.checks?.[0],
    said: said.filter((each) => each !== NOT_YET),
  };
}

describe("a check's connection", () => {
  const TYPES = ["TCP_CHECK", "SMTP_CHECK", "DNS_CHECK", "PING_CHECK", "UDP_CHECK"] as const;
  test.for(TYPES)("of a %s", (type) => {
    const { made, said } = check(
      type,
      "connect_ip 192.0.2.41",
      "connect_port 8080",
      "bindto 192.0.2.11",
      "bind_port 1024",
      "bind_if eth1",
      "connect_timeout 4294.967295",
      "fwmark 5",
      "retry 0",
      "delay_before_retry 0.5",
      "warmup 0",
      "delay_loop 2",
      "alpha",
      "log_all_failures no",
    );
    expect(said).toEqual([]);
    expect(made).toMatchObject({
      type,
      connectIp: "192.0.2.41",
      connectPort: 8080,
      bindTo: "192.0.2.11",
      bindPort: 1024,
      bindInterface: "eth1",
      connectTimeout: 4_294_967.295,
      mark: 5,
      retry: 0,
      delayBeforeRetry: 500,
      warmup: 0,
      delayLoop: 2000,
      alpha: true,
      logAllFailures: false,
    });
  });
  test("has both ends of one family: the later gives way", () => {
    const { made, said } = check("TCP_CHECK", "bindto 192.0.2.11", "connect_ip 2001:db8::1");
    expect(made).toMatchObject({ bindTo: "192.0.2.11" });
    expect(made).not.toHaveProperty("connectIp");
    expect(said).toEqual(["error bad-value"]);
  });
  test("has an interface that can exist", () => {
    expect(check("TCP_CHECK", "bind_if sixteen_letters_").said).toEqual(["error bad-value"]);
  });
});

describe("SMTP_CHECK", () => {
  test("says a name, and may ask several hosts", () => {
    const { made, said } = check(
      "SMTP_CHECK",
      "helo_name lb1.example",
      "host {",
      "connect_ip 192.0.2.41",
      "}",
      "host {",
      "connect_port 26",
      "}",
    );
    expect(made).toMatchObject({
      helo: "lb1.example",
      hosts: [{ connectIp: "192.0.2.41" }, { connectPort: 26 }],
    });
    expect(said).toEqual([]);
  });
});

describe("DNS_CHECK", () => {
  test.for(["A", "NS", "CNAME", "SOA", "MX", "TXT", "AAAA", "RRSIG", "DNSKEY"])("%s", (type) => {
    const { made, said } = check("DNS_CHECK", `type ${type}`, "name www.example.");
    expect(made).toMatchObject({ recordType: type, name: "www.example." });
    expect(said).toEqual([]);
  });
  test("of the root", () => {
    expect(check("DNS_CHECK", "name .")).toMatchObject({ made: { name: "." }, said: [] });
  });
  test.for(["type PTR", "type a", "name .example", "name a..b"])("%s is refused", (line) => {
    expect(check("DNS_CHECK", line).said).toEqual(["error bad-value"]);
  });
});

describe("hex", () => {
  test.for([
    ["0a0b", [0x0a, 0x0b], [0xff, 0xff]],
    ["0A 0b\t0C", [0x0a, 0x0b, 0x0c], [0xff, 0xff, 0xff]],
    ["a b", [0x0a, 0x0b], [0xff, 0xff]],
    ["abc", [0xab, 0x0c], [0xff, 0xff]],
    ["1x xX x", [0x10, 0, 0], [0xf0, 0, 0xf0]],
  ] as const)("%s", ([text, bytes, mask]) => {
    expect(parseHex(text, true)).toEqual({ bytes, mask });
  });
  test.for(["", " ", "0g", "0x", "-1"])("%j is none", (text) => {
    expect(parseHex(text, false)).toBeUndefined();
  });
});

describe("UDP_CHECK", () => {
  test("sends bytes and compares what comes back", () => {
    const { made, said } = check(
      "UDP_CHECK",
      "payload 00 01 ff",
      "require_reply 00 xx",
      "min_reply_length 2",
      "max_reply_length 65535",
    );
    expect(made).toMatchObject({
      payload: { bytes: [0, 1, 255] },
      requireReply: { bytes: [0, 0], mask: [255, 0] },
      minReplyLength: 2,
      maxReplyLength: 65_535,
    });
    expect(said).toEqual([]);
  });
  test("may require any reply", () => {
    expect(check("UDP_CHECK", "require_reply").made).toMatchObject({ requireReply: "any" });
  });
  test("requires a reply though its bytes are wrong", () => {
    const { made, said } = check("UDP_CHECK", "require_reply zz");
    expect([made, said]).toMatchObject([{ requireReply: "any" }, ["error bad-value"]]);
  });
  test.for([
    ["payload", "error missing-argument"],
    ["payload 0x", "error bad-value"],
    ["min_reply_length 300", "warning reply-length"],
  ] as const)("%s", ([line, rule]) => {
    expect(check("UDP_CHECK", line).said).toEqual([rule]);
  });
});

describe("MISC_CHECK", () => {
  test("runs a command", () => {
    const { made, said } = check(
      "MISC_CHECK",
      "misc_path \"/bin/probe -x 'a b'\"",
      "misc_timeout 7",
      "misc_dynamic",
      "user nobody nogroup",
      "retry 2",
    );
    expect(made).toMatchObject({
      script: { command: ["/bin/probe", "-x", "a b"], user: undefined },
      timeout: 7000,
      dynamic: true,
      user: { user: "nobody", group: "nogroup" },
      retry: 2,
    });
    expect(said).toEqual([]);
  });
  test("has no connection", () => {
    const { said } = check("MISC_CHECK", "misc_path /bin/true", "connect_port 80");
    expect(said).toEqual(["error misplaced-keyword"]);
  });
});

describe("FILE_CHECK and BFD_CHECK", () => {
  test.for([
    ["weight 0", { value: 0, reverse: false }],
    ["weight -2147483646", { value: -2_147_483_646, reverse: false }],
    ["weight 3 reverse", { value: 3, reverse: true }],
    ["weight 3 noreverse", { value: 3, reverse: false }],
  ] as const)("%s", ([line, weight]) => {
    const { made, said } = check("FILE_CHECK", "track_file F", line);
    expect(made).toMatchObject({ trackFile: { text: "F" }, weight });
    expect(said).toEqual([]);
  });
  test("by a BFD session", () => {
    const { made, said } = check("BFD_CHECK", "name B", "alpha no");
    expect(made).toMatchObject({ session: { text: "B" }, alpha: false });
    expect(said).toEqual([]);
  });
});

test.for(["MISC_CHECK", "FILE_CHECK", "BFD_CHECK"] as const)("an empty %s is an error", (type) => {
  expect(check(type).said).toEqual(["error missing-keyword"]);
});

const url = (...lines: readonly string[]): readonly string[] => ["url {", "path /", ...lines, "}"];

describe("url", () => {
  test.for([
    ["regex abc", "abc"],
    ['regex "a b"', "a b"],
    ["regex 'a b'", "a b"],
    ['regex "a\\\\.b"', "a\\.b"],
    ['regex "tab\\there"', "tab\there"],
  ] as const)("%s", ([line, regex]) => {
    const { made, said } = check("HTTP_GET", ...url(line));
    expect(made).toMatchObject({ urls: [{ regex }] });
    expect(said).toEqual([]);
  });
  test("with all about a regex", () => {
    const { made, said } = check(
      "HTTP_GET",
      ...url(
        "regex x",
        "regex_no_match",
        "regex_options caseless dotall",
        "regex_min_offset 10",
        "regex_max_offset 10",
        "regex_stack 1024 2048",
      ),
    );
    expect(said).toEqual([]);
    expect(made).toMatchObject({
      urls: [
        {
          regexNoMatch: true,
          regexOptions: ["caseless", "dotall"],
          regexMinOffset: 10,
          regexMaxOffset: 10,
          regexStack: { start: 1024, max: 2048 },
        },
      ],
    });
  });
  test.for([
    [["regex"], "error missing-argument"],
    [["regex a b"], "error bad-value"],
    [["regex a", "regex_options Caseless"], "error bad-value"],
    [["regex a", "regex_options"], "error missing-argument"],
    [["regex a", "regex_stack 5"], "error missing-argument"],
    [["regex a", "regex_stack 5 4"], "error bad-value"],
    [["regex a", "regex_min_offset x"], "error bad-number"],
    [["regex a", "regex_min_offset 9", "regex_max_offset 8"], "warning regex"],
    [["regex_options caseless"], "warning regex"],
    [["regex_no_match"], "warning regex"],
    [["tls_compliant"], "error misplaced-keyword"],
  ] as const)("%j", ([lines, rule]) => {
    expect(check("HTTP_GET", ...url(...lines)).said).toEqual([rule]);
  });
});

test("the rest of HTTP_GET and SSL_GET", () => {
  const lines = ["http_protocol 1.0c", "enable_sni", "fast_recovery off"];
  expect(check("HTTP_GET", ...lines, ...url())).toMatchObject({
    made: { httpProtocol: "1.0C", sni: true, fastRecovery: false },
    said: [],
  });
  expect(check("SSL_GET", "tls_compliant", ...url("tls_compliant no"))).toMatchObject({
    made: { tlsCompliant: true, urls: [{ tlsCompliant: false }] },
    said: [],
  });
});

describe("SSL", () => {
  const block = "SSL {\n password p\n ca /ca.pem\n certificate /c.pem\n key /k.pem\n}\n";
  test("names files", () => {
    const { draft, said } = readDraft(block);
    expect(draft.ssl).toMatchObject({
      password: "p",
      ca: "/ca.pem",
      certificate: "/c.pem",
      key: "/k.pem",
    });
    expect(said).toEqual([NOT_YET]);
  });
  test("stands once", () => {
    const { draft, said } = readDraft(`${block}SSL {\n key /other.pem\n}\n`);
    expect(draft.ssl).toMatchObject({ key: "/other.pem" });
    expect(draft.ssl).not.toHaveProperty("ca");
    expect(said).toEqual([NOT_YET, NOT_YET, "warning duplicate-block"]);
  });
});
