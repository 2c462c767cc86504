/** Bytes written as hex: keepalived.conf(5), UDP_CHECK. */

export interface HexBytes {
  readonly bytes: readonly number[];
  /** The bits of each byte that count. */
  readonly mask: readonly number[];
}

const DIGIT = /^[0-9a-f]$/i;

/**
 * Pairs of digits with or without blanks between them; a digit alone before a blank is the low half.
 * With `wildcards` an x stands for any digit. Undefined where there is anything else, or nothing.
 */
export function parseHex(text: string, wildcards: boolean): HexBytes | undefined {
  const bytes: number[] = [];
  const mask: number[] = [];
  for (const run of text.split(/[ \t]+/)) {
    for (let at = 0; at < run.length; at += 2) {
      let byte = 0;
      let counts = 0;
      for (const digit of run.slice(at, at + 2)) {
        const wild = wildcards && (digit === "x" || digit === "X");
        if (!wild && !DIGIT.test(digit)) return undefined;
        byte = (byte << 4) | (wild ? 0 : Number.parseInt(digit, 16));
        counts = (counts << 4) | (wild ? 0 : 0xf);
      }
      // The half that a lone digit leaves out is 0, and must be.
      const alone = at + 1 === run.length;
      bytes.push(byte);
      mask.push(alone ? counts | 0xf0 : counts);
    }
  }
  return bytes.length === 0 ? undefined : { bytes, mask };
}
