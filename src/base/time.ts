/**
 * Units of time. Instants and durations inside the program are `Millis`: monotonic milliseconds,
 * fractional. Centiseconds (RFC 9568) and whole seconds (RFC 3768) exist only in the codecs and
 * in the conf language, and are converted here.
 */
declare const unit: unique symbol;

/** Milliseconds, fractional: a duration, or an instant of a monotonic clock. */
export type Millis = number & { readonly [unit]: "ms" };

/** Centiseconds: the unit of VRRPv3's Max Advertise Interval. */
export type Centis = number & { readonly [unit]: "cs" };

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the brand is made here and only here
export const millis = (value: number): Millis => value as Millis;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the brand is made here and only here
export const centis = (value: number): Centis => value as Centis;

export const millisOfCentis = (value: Centis): Millis => millis(value * 10);
export const millisOfSeconds = (value: number): Millis => millis(value * 1000);
/** Rounds to the nearest whole centisecond. */
export const centisOfMillis = (value: Millis): Centis => centis(Math.round(value / 10));

/** The later of two instants. */
export const later = (a: Millis, b: Millis): Millis => (a >= b ? a : b);

/** The earlier of two deadlines, where undefined means never. */
export function earlier(a: Millis | undefined, b: Millis | undefined): Millis | undefined {
  if (a === undefined) return b;
  if (b === undefined) return a;
  return a <= b ? a : b;
}
