/** unicast_peer: addresses that adverts go to instead of a group, one a line. */
import type { Ip } from "../../base/ip.ts";
import type { Statement, Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import { integer, notYet } from "./entry.ts";
import { readHostIp } from "./values.ts";
import { defineLine, type Line, readWords } from "./words.ts";

export interface PeerDraft {
  readonly word: Word;
  readonly ip: Ip;
  /** What a received TTL or hop limit must be at least and at most. */
  ttlMin?: number | undefined;
  ttlMax?: number | undefined;
}

const TTL = { strict: true, min: 0, max: 255 } as const;

/** What may stand behind a peer. */
export const unicastPeer: Line<PeerDraft> = defineLine<PeerDraft>(
  "unicast_peer",
  notYet<PeerDraft>({
    min_ttl: integer("ttlMin", {
      ...TTL,
      meaning: "least TTL of adverts that are accepted from it",
    }),
    max_ttl: integer("ttlMax", {
      ...TTL,
      meaning: "greatest TTL of adverts that are accepted from it",
    }),
  }),
);

/** The peers of a block; undefined address or word: reported, and left out. */
export const readPeers = (
  line: Line<PeerDraft>,
  body: readonly Statement[],
  report: Report,
): readonly PeerDraft[] =>
  body.flatMap(({ keyword, args }) => {
    const ip = readHostIp(keyword, report);
    if (ip === undefined) return [];
    const draft: PeerDraft = { word: keyword, ip };
    readWords(line, draft, args, report);
    return [draft];
  });
