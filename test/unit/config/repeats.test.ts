/** Bodies that are written alike are read once: what comes of it must be the same as if each were read. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Parsed, parseConfig, parseFiles } from "../../../src/config/parse.ts";
import type { Statement } from "../../../src/config/pieces.ts";
import { isRepeated } from "../../../src/config/repeated.ts";
import { createReport } from "../../../src/config/report.ts";
import { readText } from "../../../src/config/text/read-text.ts";
import { createReading } from "../../../src/config/text/reading.ts";
import { createTree } from "../../../src/config/tree.ts";

/** All that was read, with the place of each word. */
const outcomeOf = ({ config, diagnostics, draft, places }: Parsed): unknown => ({
  config,
  diagnostics,
  draft,
  places: [...places].map(([server, of]) => server.realServers.map((_each, at) => of.at(at))),
});

/** Where what is said is kept, every piece of the text is read. */
const readWhole = (text: string): unknown =>
  outcomeOf(parseFiles([{ file: "conf", text }], {}, []));
const readOnce = (text: string): unknown => outcomeOf(parseConfig(text, "conf"));

const same = (text: string): void => {
  expect(readOnce(text)).toEqual(readWhole(text));
  expect(countOf(text).linesLeft).toBe(countOf(text, false).linesLeft);
};

const server = (address: number, body: readonly string[]): readonly string[] => [
  `real_server 192.0.2.${address} 80 {`,
  ...body,
  "}",
];
const service = (number: number, lines: readonly string[]): string =>
  [`virtual_server 198.51.100.${number} 80 {`, "protocol TCP", ...lines, "}", ""].join("\n");

const TCP = ["weight 2", "TCP_CHECK {", "connect_timeout 3", "}"];
const HTTP = ["HTTP_GET {", "url {", "path /", "status_code 200", "}", "}"];
const MISC = ["MISC_CHECK {", "misc_path /bin/true", "}", "notify_down /bin/down"];

interface Counted {
  /** Bodies that were taken as those of an earlier block. */
  readonly repeated: number;
  /** Lines that may still be read. */
  readonly linesLeft: number;
}

function countOf(text: string, takesRepeated = true): Counted {
  let repeated = 0;
  const count = ({ body }: Statement): void => {
    if (isRepeated(body)) repeated++;
    else for (const each of body ?? []) count(each);
  };
  const report = createReport([], () => []);
  const tree = createTree(report, count);
  const reading = createReading({}, report, tree, takesRepeated);
  readText({ file: "conf", text }, "conf", reading);
  tree.end();
  return { repeated, linesLeft: reading.linesLeft };
}

test.for<readonly [what: string, text: string, repeated: number]>([
  [
    "alike",
    service(
      1,
      [1, 2, 3].flatMap((at) => server(at, TCP)),
    ),
    2,
  ],
  ["in another block", service(1, server(1, TCP)) + service(2, server(1, TCP)), 1],
  [
    "of several kinds by turns",
    service(
      1,
      [TCP, HTTP, MISC, TCP, HTTP, MISC].flatMap((body, at) => server(at + 1, body)),
    ),
    3,
  ],
  [
    "an inner block alone",
    service(
      1,
      [1, 2].flatMap((at) => server(at, [`weight ${at}`, ...TCP.slice(1)])),
    ),
    1,
  ],
  [
    "carriage returns",
    service(
      1,
      [1, 2].flatMap((at) => server(at, TCP)),
    ).replace(/\n/g, "\r\n"),
    1,
  ],
  [
    "with comments",
    service(
      1,
      [1, 2].flatMap((at) => server(at, ["# one", ...TCP, "! two"])),
    ),
    1,
  ],
  [
    "with a { on a line of its own",
    service(
      1,
      [1, 2].flatMap((at) => server(at, TCP)),
    ).replace(/ \{/g, "\n{"),
    1,
  ],
  [
    "another end of the line",
    service(1, [...server(1, TCP), ...server(2, TCP)]).replace("}\nr", "} \nr"),
    1,
  ],
  [
    "on the line of its {",
    service(1, ["real_server ::1 { alpha", "}", "real_server ::2 { alpha", "}"]),
    0,
  ],
  [
    "a definition in it",
    `$W=2\n${service(
      1,
      [1, 2].flatMap((at) => server(at, ["weight $W"])),
    )}`,
    0,
  ],
  [
    "something wrong in a line",
    service(
      1,
      [1, 2].flatMap((at) => server(at, ['alpha "', ...TCP])),
    ),
    1,
  ],
  [
    "a line that is left out",
    service(
      1,
      [1, 2].flatMap((at) => server(at, ["\0", "alpha"])),
    ),
    0,
  ],
  [
    "a stray {",
    service(
      1,
      [1, 2].flatMap((at) => server(at, ["{", "weight 1", "}"])),
    ),
    0,
  ],
])("%s", ([, text, repeated]) => {
  expect(countOf(text).repeated).toBe(repeated);
  same(text);
});

test("what is wrong in each is told at each", () => {
  const text = service(
    1,
    [1, 2].flatMap((at) => server(at, ["weight many", ...TCP.slice(1)])),
  );
  const { diagnostics } = parseConfig(text, "conf");
  expect(diagnostics.map(({ span }) => span.line)).toEqual([4, 10]);
});

test("what is found later is told at its own place", () => {
  // A link-local address asks for bind_if: the keyword of the check is its place.
  const lines = [1, 2].flatMap((at) => [`real_server fe80::${at} 80 {`, ...TCP, "}"]);
  const text = `virtual_server 2001:db8::1 80 {\nprotocol TCP\n${lines.join("\n")}\n}\n`;
  const { diagnostics } = parseConfig(text, "conf");
  expect(countOf(text).repeated).toBe(1);
  expect(diagnostics.map(({ span }) => span.line)).toEqual([5, 11]);
});

const LINES = `weight 1|weight 2|weight x|inhibit_on_failure|retry 3|notify_up /bin/up||# a comment
no_such_word 1|path / {|}|} # end|TCP_CHECK {|alpha|{|virtualhost "a b"|$W=1|weight $W|@x alpha
bind_if eth0|connect_ip ::1|\0`;
const line = fc.constantFrom(...LINES.split(/[|\n]/));
const body = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(TCP, HTTP, MISC) },
  { weight: 1, arbitrary: fc.array(line, { maxLength: 6 }) },
);
const address = fc.constantFrom("192.0.2.1", "192.0.2.2", "fe80::1", "2001:db8::2", "what");
const servers = fc
  .array(fc.tuple(address, body, fc.constantFrom("", "", "# behind", "alpha")), { maxLength: 8 })
  .map((all) =>
    all.flatMap(([ip, lines, behind]) => [`real_server ${ip} 80 { ${behind}`, ...lines, "}"]),
  );
const text = fc
  .tuple(fc.array(servers, { maxLength: 3 }), fc.constantFrom("\n", "\r\n", " \n"))
  .map(([all, end]) =>
    all
      .map((lines, at) => service(at, lines))
      .join("")
      .replaceAll("\n", end),
  );

test("whatever the conf", { timeout: 60_000 }, () => {
  let repeated = 0;
  const hold = (conf: string): void => {
    repeated += countOf(conf).repeated;
    same(conf);
  };
  fc.assert(fc.property(text, hold), { numRuns: 1000 });
  // Otherwise the property would say nothing.
  expect(repeated).toBeGreaterThan(100);
});
