/** A setting where it holds, and its value as a number. */
import { type Item, shown } from "./items.ts";
import type { Setting } from "./ldirectord-settings.ts";
import type { Remark } from "./remarks.ts";
import { wholeNumber } from "./source.ts";

/** A setting of the service, else the one for all. */
export type Lookup = (name: string) => Setting | undefined;

/** Seconds; every timeout and interval of a conf may be so long. */
export const LONGEST = 3600;

/** Seconds that a conf can have; others are remarked on, and the default holds. */
export function secondsOf(
  setting: Setting | undefined,
  byDefault: number,
  items: Item[],
  remark: Remark,
): number {
  if (setting === undefined) return byDefault;
  const { value, key } = setting;
  const seconds = wholeNumber(value.text, 1, LONGEST);
  if (seconds !== undefined) return seconds;
  const message = `${key.text} of ${shown(value.text)}: expected 1 to ${LONGEST} s; ${byDefault} is used`;
  items.push(remark(value, "decide", message));
  return byDefault;
}
