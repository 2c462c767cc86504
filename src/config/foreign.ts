/** Signs that other languages have, and this one has not: what was meant by a word that is out of place. */

/** As other languages begin one. */
const COMMENT = /^(\/\/|\/\*|;|--(?![a-z]))/;
/** An IPv6 address begins with two colons. */
const ASSIGNMENT = /^(=|:(?!:))/;
const MARK_BEHIND = /[^;,][;,]$/;
const COMMENT_HINT = "a comment begins with # or !";

const withoutSign = (sign: string): string =>
  `a value stands right behind its keyword, without ${sign}`;

/** What to say of a word that is another language's, with all behind it; undefined where it is of none. */
export function foreignSign(text: string): string | undefined {
  if (COMMENT.test(text)) return COMMENT_HINT;
  const [sign] = ASSIGNMENT.exec(text) ?? [];
  return sign === undefined ? undefined : withoutSign(sign);
}

/** A mark that other languages have between values, or behind statements; undefined where there is none. */
export const markBehind = (text: string): string | undefined =>
  MARK_BEHIND.test(text) ? text.slice(-1) : undefined;

export const hintOnMark = (mark: string): string =>
  mark === ";"
    ? `no ; belongs at the end of a line; ${COMMENT_HINT}`
    : `no ${mark} stands between words or behind them`;

/** A keyword with what other languages have behind it: `priority=100`, `priority:`, `nopreempt;`. */
interface SignedKeyword {
  readonly keyword: string;
  readonly hint: string;
}

/** Undefined for other words. */
export function signedKeyword(text: string): SignedKeyword | undefined {
  const [, keyword, sign, rest = ""] = /^([A-Za-z][\w-]*)([=:;,])(.*)$/.exec(text) ?? [];
  if (keyword === undefined || sign === undefined) return undefined;
  if (rest !== "") return { keyword, hint: `without ${sign}: ${keyword} ${rest}` };
  return { keyword, hint: sign === "=" || sign === ":" ? withoutSign(sign) : hintOnMark(sign) };
}
