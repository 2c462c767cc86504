/**
 * The tables hold what they declare: every range is enforced at both ends, and every keyword has a
 * meaning. What holds without a keyword is in defaults.test.ts.
 */
import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../../src/config/diagnostic.ts";
import type { Word } from "../../../src/config/pieces.ts";
import { createReport } from "../../../src/config/report.ts";
import type { Entry } from "../../../src/config/schema/entry.ts";
import { blocks } from "../../../src/config/schema/language.ts";

interface Named {
  readonly keyword: string;
  readonly block: string;
  readonly entry: Entry<Record<string, unknown>>;
}

const all: readonly Named[] = blocks.flatMap(({ name, keywords }) =>
  Object.entries(keywords).map(([keyword, entry]) => ({
    keyword,
    block: name,
    entry: entry as Named["entry"],
  })),
);
/** How a number of each kind of argument is noted: seconds in milliseconds, all else as it is. */
const KINDS: Readonly<Record<string, { readonly grain: number; readonly decimals: boolean }>> = {
  NUMBER: { grain: 1, decimals: false },
  SECONDS: { grain: 1000, decimals: true },
  MILLISECONDS: { grain: 1, decimals: true },
};
/** Those that take one number; a few others have readers and tests of their own. */
const ranged = all.flatMap((named) => {
  const kind = KINDS[named.entry.args];
  const range = /^(-?[\d.]+)\.\.(-?[\d.]+)( [a-z]+)?$/.exec(named.entry.range ?? "");
  if (kind === undefined || range === null) return [];
  return [{ ...named, ...kind, min: Number(range[1]), max: Number(range[2]) }];
});

const word = (text: string, column: number): Word => ({
  text,
  quoted: false,
  file: "conf",
  line: 1,
  column,
  end: column + text.length,
});

/** What stands in a draft of its own there. */
const inner = (noted: unknown): unknown =>
  noted !== null && typeof noted === "object" ? Object.values(noted)[0] : noted;

/** What the keyword makes of an argument: the values it noted, and its findings. */
function read(
  { keyword, entry }: Named,
  argument: string,
): { readonly noted: readonly unknown[]; readonly rules: readonly string[] } {
  const diagnostics: Diagnostic[] = [];
  const report = createReport(diagnostics, () => []);
  const draft: Record<string, unknown> = {};
  const [first, second] = [word(keyword, 1), word(argument, keyword.length + 2)];
  entry.read(draft, { keyword: first, args: [second], raw: argument, body: undefined }, report);
  return { noted: Object.values(draft).map(inner), rules: diagnostics.map(({ rule }) => rule) };
}

/** Without an exponent. */
const decimal = (number: number): string =>
  Number.isInteger(number) ? `${number}` : number.toFixed(7);

test("there are tables, and ranges in them", () => {
  expect(all.length).toBeGreaterThan(450);
  expect(ranged.length).toBeGreaterThan(110);
});

test("what a number is by default is a number that it takes", () => {
  const wrong = ranged.filter((named) => {
    const { byDefault } = named.entry;
    // Where it is no constant, it is told in words.
    return (
      byDefault !== undefined && /^[-\d]/.test(byDefault) && read(named, byDefault).rules.length > 0
    );
  });
  expect(wrong.map(({ block, keyword }) => `${block} ${keyword}`)).toEqual([]);
});

test("what a keyword inherits from exists", () => {
  const known = new Set(all.map(({ block, keyword }) => `${block} ${keyword}`));
  const wrong = all.filter(
    ({ entry }) => entry.inherits !== undefined && !known.has(entry.inherits),
  );
  expect(
    wrong.map(({ block, keyword, entry }) => `${block} ${keyword}: ${entry.inherits}`),
  ).toEqual([]);
});

test("every keyword says what it means", () => {
  expect(all.filter(({ entry }) => entry.meaning.length < 5)).toEqual([]);
});

/** Whose readers take no number with anything behind it; of routes and rules all are so. */
const STRICT = new Set(
  `auth_hmac active_key, auth_hmac time_window, bfd_instance hoplimit, bfd_instance idle_tx,
  bfd_instance max_hops, bfd_instance min_rx, bfd_instance min_tx, bfd_instance multiplier, bfd_instance ttl,
  UDP_CHECK max_reply_length, UDP_CHECK min_reply_length, unicast_peer max_ttl, unicast_peer min_ttl,
  vrrp_instance kernel_rx_buf_size, vrrp_instance priority, vrrp_instance unicast_ttl, vrrp_instance virtual_router_id,
  global_defs lvs_netlink_cmd_rcv_bufs, global_defs lvs_netlink_monitor_rcv_bufs, global_defs nftables_ipvs_priority,
  global_defs nftables_ipvs_start_fwmark, global_defs nftables_priority, global_defs process_monitor_rcv_bufs,
  global_defs random_seed, global_defs vrrp_netlink_cmd_rcv_bufs, global_defs vrrp_netlink_monitor_rcv_bufs,
  real_server retry, virtual_server retry`.split(/,\s+/),
);
const ofRouting = /^(static|virtual)_(routes|rules)$/;

describe.for(ranged)("$keyword of $block", (named) => {
  const { min, max, grain, decimals } = named;
  test("takes both ends of its range", () => {
    for (const end of [min, max])
      expect(read(named, decimal(end))).toEqual({ noted: [end * grain], rules: [] });
  });
  test("refuses what lies beyond", () => {
    const step = decimals && min > 0 ? min / 2 : 1;
    // Decimals have no sign.
    const beyond = [...(decimals && min === 0 ? [] : [min - step]), max + 1];
    for (const number of beyond)
      expect(read(named, decimal(number))).toEqual({ noted: [], rules: ["out-of-range"] });
  });
  test("refuses what is no number", () => {
    for (const text of ["", "x", "--1", "NaN"])
      expect(read(named, text)).toEqual({ noted: [], rules: ["bad-number"] });
  });
  test("takes the number before a ; where keepalived does, and says so", () => {
    const { block, keyword } = named;
    const used = !STRICT.has(`${block} ${keyword}`) && !ofRouting.test(block);
    for (const rest of [";", ",", " "])
      expect(read(named, decimal(max) + rest)).toEqual({
        noted: used ? [max * grain] : [],
        rules: ["bad-number"],
      });
  });
});

test("keepalived's keywords that are not supported yet are in no table as well", () => {
  for (const { keywords, unsupported } of blocks)
    expect([...unsupported].filter((name) => Object.hasOwn(keywords, name))).toEqual([]);
});
