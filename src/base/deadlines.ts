/**
 * Which item is due next: a binary heap of deadlines, so that thousands of checkers cost O(log n)
 * a step. An item that is set again or cleared leaves its old entry behind, which is skipped when
 * it comes to the top.
 */
import type { Millis } from "./time.ts";

export interface Deadlines<T> {
  /** Sets, or moves, the item's deadline. */
  set(item: T, at: Millis): void;
  clear(item: T): void;
  clearAll(): void;
  /** The item's deadline; undefined: none. */
  of(item: T): Millis | undefined;
  /** The earliest deadline of all. */
  next(): Millis | undefined;
  /** Takes out the item that has been due longest; undefined: none is due at `now`. */
  take(now: Millis): T | undefined;
}

interface Entry<T> {
  readonly at: Millis;
  /** Entries of one instant leave in the order they were set. */
  readonly serial: number;
  readonly item: T;
}

export function createDeadlines<T>(): Deadlines<T> {
  const heap: Entry<T>[] = [];
  const current = new Map<T, Entry<T>>();
  let serial = 0;

  const top = (): Entry<T> | undefined => {
    for (;;) {
      const first = heap[0];
      if (first === undefined || current.get(first.item) === first) return first;
      removeTop(heap);
    }
  };

  return {
    set(item, at) {
      const entry = { at, serial: serial++, item };
      current.set(item, entry);
      insert(heap, entry);
    },
    clear: (item) => {
      current.delete(item);
    },
    clearAll: () => {
      current.clear();
      heap.length = 0;
    },
    of: (item) => current.get(item)?.at,
    next: () => top()?.at,
    take(now) {
      const first = top();
      if (first === undefined || first.at > now) return undefined;
      removeTop(heap);
      current.delete(first.item);
      return first.item;
    },
  };
}

const before = <T>(a: Entry<T>, b: Entry<T>): boolean =>
  a.at < b.at || (a.at === b.at && a.serial < b.serial);

function insert<T>(heap: Entry<T>[], entry: Entry<T>): void {
  let hole = heap.length;
  while (hole > 0) {
    const parent = (hole - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || !before(entry, above)) break;
    heap[hole] = above;
    hole = parent;
  }
  heap[hole] = entry;
}

function removeTop<T>(heap: Entry<T>[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let hole = 0;
  for (;;) {
    const child = earlierChild(heap, hole);
    const below = heap[child];
    if (below === undefined || !before(below, last)) break;
    heap[hole] = below;
    hole = child;
  }
  heap[hole] = last;
}

function earlierChild<T>(heap: readonly Entry<T>[], parent: number): number {
  const left = 2 * parent + 1;
  const [a, b] = [heap[left], heap[left + 1]];
  return a !== undefined && b !== undefined && before(b, a) ? left + 1 : left;
}
