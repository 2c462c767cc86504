/**
 * Does it with one after the other. A `for of` makes an object for each item until it is compiled
 * for good: over lists of many thousand that is more memory than the lists themselves.
 */
export function each<T extends object>(
  items: readonly T[] | undefined,
  act: (item: T) => void,
): void {
  if (items === undefined) return;
  for (let at = 0; at < items.length; at++) {
    const item = items[at];
    if (item !== undefined) act(item);
  }
}
