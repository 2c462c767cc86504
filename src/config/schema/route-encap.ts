/** What a route wraps its packets in: ip-route(8), `encap`. */
import type { Ip } from "../../base/ip.ts";
import type { Statement, Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import { badValue, entry, integer, list, value } from "./entry.ts";
import { BYTE_MAX, type Code, code, readCNumber } from "./route-values.ts";
import { ipAddress, readIp } from "./values.ts";
import { type Attribute, defineLine, type Line, readWords } from "./words.ts";

interface TunnelDraft {
  id?: string | undefined;
  destination?: Ip | undefined;
  source?: Ip | undefined;
  /** Type of service, or traffic class. */
  tos?: Code | undefined;
  /** Time to live, or hop limit. */
  ttl?: number | undefined;
  flags?: number | undefined;
}

export type Encap =
  | { readonly type: "mpls"; readonly labels: readonly number[] }
  | ({ readonly type: "ip" | "ip6" } & Readonly<TunnelDraft>)
  | { readonly type: "ila"; readonly locator: string };

const LABEL_MAX = 1_048_575;
/** Of MPLS labels on one packet, as many as the kernel takes. */
const LABELS_MAX = 30;

const tos = code("tos", BYTE_MAX, { meaning: "type of service of the outer packet" });
const ttl = integer("ttl", {
  strict: true,
  min: 0,
  max: BYTE_MAX,
  meaning: "time to live of the outer packet",
});

const tunnel: Line<TunnelDraft> = defineLine<TunnelDraft>("encap ip", {
  id: value(
    "id",
    { meaning: "the tunnel's number, up to 64 bits" },
    "ID",
    undefined,
    (word, report) => {
      if (/^\d{1,20}$/.test(word.text)) return word.text;
      badValue(report, word, "expected a whole number");
      return undefined;
    },
  ),
  dst: ipAddress("destination", "destination of the outer packet", undefined, readIp),
  src: ipAddress("source", "source of the outer packet", undefined, readIp),
  tos,
  tc: tos,
  ttl,
  hoplimit: ttl,
  flags: value("flags", { meaning: "the tunnel's flags" }, "NUMBER", undefined, (word, report) =>
    readCNumber(word, 65_535, report),
  ),
});

const KINDS = ["ip", "ip6", "mpls", "ila"] as const;

/** Its kind, and all that belongs to it. */
export const encap: Attribute<{ encap?: Encap | undefined }> = {
  ...entry<{ encap?: Encap | undefined }>(
    { meaning: "what its packets are wrapped in" },
    "mpls LABEL[/LABEL...] | ip|ip6 [id ID] [dst IP] [src IP] [tos TOS] [ttl TTL] [flags FLAGS] | ila LOCATOR",
    undefined,
    (draft, statement, report) => {
      draft.encap = readEncap(statement, report);
    },
  ),
  takes: ([kind, ...rest]) => {
    if (kind?.text !== "ip" && kind?.text !== "ip6") return 2;
    const end = rest.findIndex(
      (word, index) => index % 2 === 0 && !Object.hasOwn(tunnel.keywords, word.text),
    );
    return 1 + (end < 0 ? rest.length : end);
  },
};

function readEncap(
  { keyword, args: [kind, ...rest] }: Statement,
  report: Report,
): Encap | undefined {
  const [word = kind ?? keyword] = rest;
  switch (kind?.text) {
    case "ip":
    case "ip6": {
      const draft: TunnelDraft = {};
      readWords(tunnel, draft, rest, report);
      return { type: kind.text, ...draft };
    }
    case "mpls":
      return readLabels(word, report);
    case "ila":
      return readLocator(word, report);
    default:
      badValue(report, kind ?? keyword, `expected ${list(KINDS)} behind encap`);
      return undefined;
  }
}

function readLocator(word: Word, report: Report): Encap | undefined {
  if (/^([0-9a-fA-F]{1,4}:){3}[0-9a-fA-F]{1,4}$/.test(word.text))
    return { type: "ila", locator: word.text };
  badValue(report, word, "expected a locator of four groups, such as 2001:db8:0:1");
  return undefined;
}

function readLabels(word: Word, report: Report): Encap | undefined {
  const labels = word.text.split("/");
  const fine = labels.every((each) => /^\d{1,7}$/.test(each) && Number(each) <= LABEL_MAX);
  if (fine && labels.length <= LABELS_MAX) return { type: "mpls", labels: labels.map(Number) };
  badValue(report, word, `expected labels from 0 to ${LABEL_MAX}, such as 100 or 100/200`);
  return undefined;
}
