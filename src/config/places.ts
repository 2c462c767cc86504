/** Places of very many words, in little memory: for what is hardly ever asked. */
import type { Place } from "./diagnostic.ts";

export interface Places {
  readonly add: (place: Place) => void;
  /** In the order in which they were added, from 0 on. */
  readonly at: (index: number) => Place | undefined;
}

/** Line, column and end. */
const NUMBERS = 3;

export function createPlaces(): Places {
  const numbers: number[] = [];
  /** Each file, and from which place on it is theirs. */
  const files: { readonly from: number; readonly file: string }[] = [];
  return {
    add({ file, line, column, end }) {
      if (files.at(-1)?.file !== file) files.push({ from: numbers.length, file });
      numbers.push(line, column, end);
    },
    at(index) {
      const at = index * NUMBERS;
      const [line, column, end] = numbers.slice(at, at + NUMBERS);
      const found = files.findLast(({ from }) => from <= at);
      if (found === undefined || line === undefined || column === undefined || end === undefined)
        return undefined;
      return { file: found.file, line, column, end };
    },
  };
}
