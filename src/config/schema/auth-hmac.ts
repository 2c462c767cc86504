/** auth_hmac: adverts signed by keys that both sides have, keepalived 2.4. Keys stand in no message. */
import type { Statement, Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import {
  type Block,
  badValue,
  choice,
  defineBlock,
  entry,
  integer,
  missing,
  seconds,
  surplus,
} from "./entry.ts";
import { readInteger } from "./numbers.ts";
import { readBlock } from "./read-block.ts";

/** Bytes of a key. */
const KEY_MIN = 32;
const KEY_MAX = 64;
const ID = { strict: true, min: 1, max: 255 } as const;

type Secret =
  | { readonly type: "text"; readonly text: string }
  /** Hex digits, two a byte. */
  | { readonly type: "hex"; readonly hex: string }
  /** The file holds one of the other two. */
  | { readonly type: "file"; readonly path: string };

interface KeyDraft {
  readonly id: number;
  readonly secret: Secret;
}

export interface HmacDraft {
  readonly keyword: Word;
  keys?: KeyDraft[] | undefined;
  activeKey?: number | undefined;
  timeWindow?: number | undefined;
  antiReplay?: "time" | "monotonic" | undefined;
  mode?: "enforce" | "permissive" | "receive-only" | undefined;
}

export const authHmac: Block<HmacDraft> = defineBlock<HmacDraft>("auth_hmac", {
  key: entry(
    { meaning: "a key by its number, the same on both sides; 32 to 64 bytes" },
    "NUMBER TEXT|hex:DIGITS|file:PATH",
    `${ID.min}..${ID.max}`,
    readKey,
  ),
  active_key: integer("activeKey", { ...ID, meaning: "the key that adverts are signed with" }),
  time_window: seconds("timeWindow", {
    strict: true,
    min: 1,
    max: 300,
    meaning: "how old a signed advert may be",
    byDefault: "thrice advert_int, 5 to 300 s",
  }),
  anti_replay: choice(
    "antiReplay",
    { time: "time", monotonic: "monotonic" },
    { meaning: "how an advert that is sent again is known", byDefault: "time" },
  ),
  mode: choice(
    "mode",
    { enforce: "enforce", permissive: "permissive", "receive-only": "receive-only" },
    { meaning: "what becomes of adverts that are not signed well", byDefault: "enforce" },
  ),
});

/** The block of an instance. An active key that does not exist is reported. */
export function readHmac({ keyword, body }: Statement, report: Report): HmacDraft {
  const draft: HmacDraft = { keyword };
  let place = keyword;
  readBlock(authHmac, draft, body, report, (each) => {
    if (each.keyword.text === "active_key") place = each.keyword;
  });
  const { activeKey, keys = [] } = draft;
  if (activeKey !== undefined && !keys.some(({ id }) => id === activeKey))
    report.at(place, {
      rule: "missing-keyword",
      severity: "error",
      message: `there is no usable key ${activeKey}: adverts are not signed`,
    });
  else if (activeKey === undefined && place === keyword)
    report.at(keyword, {
      rule: "missing-keyword",
      severity: "error",
      message: "auth_hmac has no active_key: adverts are not signed",
    });
  return draft;
}

function readKey(draft: HmacDraft, { keyword, args }: Statement, report: Report): void {
  const [number, ...words] = args;
  const [first] = words;
  if (number === undefined || first === undefined) {
    missing(report, keyword, "NUMBER TEXT|hex:DIGITS|file:PATH");
    return;
  }
  const id = readInteger(number, ID, report);
  const secret = readSecret(first, words, report);
  if (id === undefined || secret === undefined) return;
  if (draft.keys?.some((each) => each.id === id) === true) {
    badValue(report, number, "but a key of this number stands before it; this one is left out");
    return;
  }
  draft.keys = [...(draft.keys ?? []), { id, secret }];
}

function readSecret(first: Word, words: readonly Word[], report: Report): Secret | undefined {
  const { text } = first;
  if (text.startsWith("hex:")) return readHex(first, words, report);
  surplus(words, 1, report);
  if (text.startsWith("file:")) {
    if (text.length > 5) return { type: "file", path: text.slice(5) };
    unfit(first, "expected a path behind file:", report);
    return undefined;
  }
  if (!fits(new TextEncoder().encode(text).length, first, report)) return undefined;
  return { type: "text", text };
}

/** Blanks may stand between bytes; a lone digit before one is a byte below 16. */
function readHex(first: Word, words: readonly Word[], report: Report): Secret | undefined {
  const pieces = words
    .flatMap(({ text }) => text.split(" "))
    .join(" ")
    .slice(4)
    .trim()
    .split(/ +/);
  if (!pieces.every((piece) => /^[0-9a-fA-F]+$/.test(piece))) {
    unfit(first, "expected hex digits, two a byte, behind hex:", report);
    return undefined;
  }
  const hex = pieces.map(evenly).join("").toLowerCase();
  return fits(hex.length / 2, first, report) ? { type: "hex", hex } : undefined;
}

const evenly = (piece: string): string =>
  piece.length % 2 === 0 ? piece : `${piece.slice(0, -1)}0${piece.slice(-1)}`;

function fits(bytes: number, place: Word, report: Report): boolean {
  if (bytes >= KEY_MIN && bytes <= KEY_MAX) return true;
  unfit(place, `found ${bytes} bytes, expected ${KEY_MIN} to ${KEY_MAX}`, report);
  return false;
}

function unfit(place: Word, message: string, report: Report): void {
  report.at(place, {
    rule: "bad-value",
    severity: "error",
    message: `${message}; the key is left out`,
  });
}
