/** The files that a conf is made of, as this layer asks for them: it reads none itself. */
import { isBlank } from "../lexer.ts";

export interface ConfFiles {
  /** The files that an include's pattern names, seen from the file that it stands in. */
  readonly find: (pattern: string, from: string) => Found;
  /** The text of one, by a name that `find` gave. */
  readonly read: (name: string) => ConfFile;
  /** The folder that a file lies in, as an absolute path, for `${_PWD}`. */
  readonly folderOf: (name: string) => string;
  /** The same for two names of one file. */
  readonly identityOf: (name: string) => string;
}

export interface Found {
  /** In the order in which they are read; alternatives of braces one after the other. */
  readonly names: readonly string[];
  /** Alternatives that name a file or folder which does not exist. */
  readonly missing: readonly string[];
  /** Alternatives with wildcards that match nothing. */
  readonly unmatched: readonly string[];
}

export type ConfFile =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "folder" | "special" | "executable" }
  | { readonly type: "unreadable"; readonly reason: string };

/** Where there are no files: a text on its own. */
export const noFiles: ConfFiles = {
  find: (pattern) => ({ names: [pattern], missing: [], unmatched: [] }),
  read: () => ({ type: "unreadable", reason: "no files can be reached from here" }),
  folderOf: () => ".",
  identityOf: (name) => name,
};

/** Whether a text is none at all: an archive, a program, UTF-16. */
export function isBinary(text: string): boolean {
  const head = text.slice(0, 4096);
  let strange = 0;
  for (let at = 0; at < head.length; at++) if (isStrange(head.charCodeAt(at))) strange++;
  return strange * 10 > head.length;
}

const ESCAPE = 27;
const REPLACEMENT = 0xfffd;

/** Control characters but blanks and escape, and what stands for bytes that are no UTF-8. */
const isStrange = (code: number): boolean =>
  (code < 32 && !isBlank(code) && code !== ESCAPE) || code === REPLACEMENT;
