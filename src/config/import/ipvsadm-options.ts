/** The command line of ipvsadm(8): options in short, joined (`-At`) and long form. */
import { shown } from "./items.ts";
import type { SourceWord } from "./source.ts";

/** What an option takes: nothing, a value, a number if one follows, or all numbers that follow. */
type Takes = "nothing" | "value" | "number" | "numbers";

/** By long name; the letters are its short forms. */
const OPTIONS: readonly (readonly [name: string, letters: string, takes: Takes])[] = [
  ["add-service", "A", "nothing"],
  ["edit-service", "E", "nothing"],
  ["delete-service", "D", "nothing"],
  ["clear", "C", "nothing"],
  ["restore", "R", "nothing"],
  ["save", "S", "nothing"],
  ["add-server", "a", "nothing"],
  ["edit-server", "e", "nothing"],
  ["delete-server", "d", "nothing"],
  ["list", "Ll", "nothing"],
  ["zero", "Z", "nothing"],
  ["set", "", "numbers"],
  ["start-daemon", "", "value"],
  ["stop-daemon", "", "value"],
  ["tcp-service", "t", "value"],
  ["udp-service", "u", "value"],
  ["sctp-service", "", "value"],
  ["fwmark-service", "f", "value"],
  ["ipv6", "6", "nothing"],
  ["scheduler", "s", "value"],
  ["persistent", "p", "number"],
  ["netmask", "M", "value"],
  ["pe", "", "value"],
  ["ops", "o", "nothing"],
  ["sched-flags", "b", "value"],
  ["real-server", "r", "value"],
  ["gatewaying", "g", "nothing"],
  ["ipip", "i", "nothing"],
  ["masquerading", "m", "nothing"],
  ["weight", "w", "value"],
  ["u-threshold", "x", "value"],
  ["l-threshold", "y", "value"],
  ["tun-type", "", "value"],
  ["tun-port", "", "value"],
  ["tun-nocsum", "", "nothing"],
  ["tun-csum", "", "nothing"],
  ["tun-remcsum", "", "nothing"],
  ["numeric", "n", "nothing"],
  ["exact", "", "nothing"],
  ["mcast-interface", "", "value"],
  ["mcast-group", "", "value"],
  ["mcast-port", "", "value"],
  ["mcast-ttl", "", "value"],
  ["syncid", "", "value"],
  ["sync-maxlen", "", "value"],
];
const takesOf = new Map(OPTIONS.map(([name, , takes]) => [name, takes]));
const nameOf = new Map(
  OPTIONS.flatMap(([name, letters]) => letters.split("").map((letter) => [letter, name] as const)),
);

/** An option where it stands; `value` is undefined where it takes none. */
export interface OptionUse {
  readonly word: SourceWord;
  readonly value: SourceWord | undefined;
}

export type Options = ReadonlyMap<string, OptionUse>;

/** The options of one line by their long names, or the word that is none and why. */
export function readOptions(
  words: readonly SourceWord[],
): Options | { readonly word: SourceWord; readonly problem: string } {
  const options = new Map<string, OptionUse>();
  let at = 0;
  for (let word = words[at]; word !== undefined; word = words[at]) {
    at++;
    for (const { name, attached } of namesIn(word)) {
      const takes = takesOf.get(name);
      if (takes === undefined)
        return { word, problem: `ipvsadm has no option ${shown(word.text)}` };
      const following = attached === undefined ? followingWords(words, at, takes) : 0;
      const value = attached ?? (following > 0 ? words[at] : undefined);
      if (takes === "value" && value === undefined)
        return { word, problem: `${shown(word.text)} needs a value` };
      options.set(name, { word, value });
      at += following;
    }
  }
  return options;
}

const isNumber = (word: SourceWord | undefined): boolean => /^\d+$/.test(word?.text ?? "");

/** How many of the words from `at` on belong to an option. */
function followingWords(words: readonly SourceWord[], at: number, takes: Takes): number {
  if (takes === "nothing" || words[at] === undefined) return 0;
  if (takes === "value") return 1;
  if (takes === "number") return isNumber(words[at]) ? 1 : 0;
  const end = words.findIndex((word, i) => i >= at && !isNumber(word));
  return (end < 0 ? words.length : end) - at;
}

interface Named {
  readonly name: string;
  /** A value in the same word. */
  readonly attached: SourceWord | undefined;
}

/** `--name`, `--name=value`, or letters of which the last may carry a value: `-At`, `-w1`. */
function namesIn(word: SourceWord): readonly Named[] {
  const { text } = word;
  if (!text.startsWith("-")) return [{ name: text, attached: undefined }];
  if (!text.startsWith("--")) return lettersIn(word);
  const equals = text.indexOf("=");
  if (equals < 0) return [{ name: text.slice(2), attached: undefined }];
  return [{ name: text.slice(2, equals), attached: { ...word, text: text.slice(equals + 1) } }];
}

function lettersIn(word: SourceWord): readonly Named[] {
  const found: Named[] = [];
  for (let at = 1; at < word.text.length; at++) {
    const name = nameOf.get(word.text[at] ?? "") ?? word.text;
    const rest = word.text.slice(at + 1).replace(/^=/, "");
    const takes = takesOf.get(name);
    const ends = takes === "value" || (takes === "number" && /^\d/.test(rest));
    found.push({ name, attached: ends && rest !== "" ? { ...word, text: rest } : undefined });
    if (ends || takes === undefined) break;
  }
  return found;
}
