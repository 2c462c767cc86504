/** What a route says of the connections that go by it: ip-route(8), `mtu` to `features`. */
import type { Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import { badValue, choice, type Entry, entry, integer, type Table } from "./entry.ts";
import { readInteger } from "./numbers.ts";
import { UINT32_MAX } from "./route-values.ts";

interface Metric {
  readonly value: number;
  /** The kernel leaves it as it is. */
  readonly locked: boolean;
}

interface CongestionControl {
  readonly name: string;
  readonly locked: boolean;
}

export interface MetricsDraft {
  mtu?: Metric | undefined;
  advmss?: Metric | undefined;
  /** Round trip, its variance and the least retransmission timeout are in milliseconds. */
  rtt?: Metric | undefined;
  rttvar?: Metric | undefined;
  rtoMin?: Metric | undefined;
  reordering?: Metric | undefined;
  cwnd?: Metric | undefined;
  ssthresh?: Metric | undefined;
  congctl?: CongestionControl | undefined;
  window?: number | undefined;
  hoplimit?: number | undefined;
  initcwnd?: number | undefined;
  initrwnd?: number | undefined;
  quickack?: boolean | undefined;
  ecn?: true | undefined;
  fastopenNoCookie?: boolean | undefined;
}

type Metrics = "mtu" | "advmss" | "rtt" | "rttvar" | "rtoMin" | "reordering" | "cwnd" | "ssthresh";

const UINT32 = { strict: true, min: 0, max: UINT32_MAX } as const;
/** tcp(7): what the kernel takes for a round trip. */
const ROUND_TRIP_MAX = 120_000;
const SWITCH = { "0": false, "1": true } as const;

export const metricWords: Table<MetricsDraft> = {
  mtu: metric("mtu", "NUMBER", "MTU along it", readNumber),
  advmss: metric("advmss", "NUMBER", "MSS that is told to the other side", readNumber),
  rtt: metric("rtt", "TIME", "round trip time to begin with", time(8)),
  rttvar: metric("rttvar", "TIME", "variance of the round trip to begin with", time(4)),
  rto_min: metric("rtoMin", "TIME", "least time to a retransmission", time(1)),
  reordering: metric("reordering", "NUMBER", "packets that may be out of order", readNumber),
  cwnd: metric("cwnd", "NUMBER", "most of the congestion window", readNumber),
  ssthresh: metric("ssthresh", "NUMBER", "slow start threshold", readNumber),
  congctl: entry(
    { meaning: "congestion control" },
    "[lock] NAME",
    undefined,
    (draft, { keyword, args }, report) => {
      const { locked, word } = unlock(args);
      if (word === undefined) badValue(report, keyword, "expected a name behind it");
      else draft.congctl = { name: word.text, locked };
    },
  ),
  window: integer("window", { ...UINT32, meaning: "most of the window" }),
  hoplimit: integer("hoplimit", {
    strict: true,
    min: 0,
    max: 255,
    meaning: "hop limit of what goes that way",
  }),
  initcwnd: integer("initcwnd", { ...UINT32, meaning: "congestion window to begin with" }),
  initrwnd: integer("initrwnd", { ...UINT32, meaning: "receive window to begin with" }),
  quickack: choice("quickack", SWITCH, { meaning: "acknowledge at once" }),
  features: choice("ecn", { ecn: true as const }, { meaning: "ECN on its connections" }),
  fastopen_no_cookie: choice("fastopenNoCookie", SWITCH, {
    meaning: "TCP Fast Open without a cookie",
  }),
};

function metric<K extends Metrics>(
  key: K,
  what: string,
  meaning: string,
  read: (word: Word, report: Report) => number | undefined,
): Entry<{ [key in K]?: Metric | undefined }> {
  return entry(
    { meaning: `${meaning}; lock: and the kernel does not change it` },
    `[lock] ${what}`,
    undefined,
    (draft, { keyword, args }, report) => {
      const { locked, word } = unlock(args);
      if (word === undefined) badValue(report, keyword, "expected a number behind it");
      const number = word === undefined ? undefined : read(word, report);
      if (number !== undefined) draft[key] = { value: number, locked };
    },
  );
}

const unlock = (
  args: readonly Word[],
): { readonly locked: boolean; readonly word: Word | undefined } => {
  const locked = args[0]?.text === "lock";
  return { locked, word: locked ? args[1] : args[0] };
};

function readNumber(word: Word, report: Report): number | undefined {
  return readInteger(word, UINT32, report);
}

/** `2s`, `300ms`, or a bare number in the kernel's own unit, of which `grain` are a millisecond. */
function time(grain: number): (word: Word, report: Report) => number | undefined {
  return (word, report) => {
    const [, digits = "", unit] = /^(\d+(?:\.\d*)?|\.\d+)(m?s(?:ecs?)?)?$/i.exec(word.text) ?? [];
    const scale = unit === undefined ? 1 / grain : unit.toLowerCase().startsWith("m") ? 1 : 1000;
    const number = Number(digits) * scale;
    if (digits !== "" && number <= ROUND_TRIP_MAX) return number;
    badValue(report, word, "expected a time up to 120 s, such as 2s or 300ms");
    return undefined;
  };
}
