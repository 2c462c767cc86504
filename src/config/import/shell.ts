/**
 * Scripts that call ipvsadm, as tutorials have them: assignments stand before the calls that use them,
 * and other commands around them. No shell: what a loop, a function's argument or a command's output
 * would give is not known.
 */
import { type SourceWord, wordsOf } from "./source.ts";

const CALL = /^(?:\S*\/)?ipvsadm$/;
const SCRIPT = /^#!|(?:^|[\s/])ipvsadm\s+-|^\s*\$\{?IPVSADM\}?\s/m;
const ASSIGNMENT =
  /^\s*(?:(?:export|local|readonly)\s+)?([A-Za-z_]\w*)=(?:"([^"]*)"|'([^']*)'|([^\s"';]*))\s*(?:[;#].*)?$/;
const REFERENCE = /\$(?:\{(\w+)\}|(\w+))/g;
/** Quotes around what has no blank: they only hold a word together. */
const NEEDLESS = /(["'])([^"'\s]*)\1/g;
/** Between commands, and before files. */
const END = /^(?:;+|&&?|\|\|?|\d?>.*|&>.*|<.*)$/;
const STOP = /^\s*\(?["']?(?:stop|STOP)["']?\s*\)/;

export const isScript = (text: string): boolean => SCRIPT.test(text);

export interface ScriptReader {
  /** The arguments of each call of ipvsadm in a line; none: it calls something else, or nothing. */
  readonly callsIn: (line: string, number: number) => readonly (readonly SourceWord[])[];
  /** The first line that calls something else, and how many more do. */
  readonly others: () => { readonly word: SourceWord; readonly more: number } | undefined;
}

/** Lines are to come in their order. The branch that stops everything is left out. */
export function createScriptReader(): ScriptReader {
  const values = new Map<string, string>();
  const others: SourceWord[] = [];
  let stopping = false;
  return {
    callsIn: (line, number) => {
      stopping ||= STOP.test(line);
      if (stopping) {
        stopping = !/;;\s*$/.test(line);
        return [];
      }
      const [, name, double, single, bare = ""] = ASSIGNMENT.exec(line) ?? [];
      if (name !== undefined) {
        values.set(name, expand(double ?? single ?? bare, values));
        return [];
      }
      const commands = commandsIn(placedWords(line, number, values));
      const calls = commands.flatMap((words) => argumentsOf(words) ?? []);
      const [word] = commands[0] ?? [];
      if (calls.length === 0 && word !== undefined && !isFrame(word.text)) others.push(word);
      return calls;
    },
    others: () => {
      const [word, ...more] = others;
      return word === undefined ? undefined : { word, more: more.length };
    },
  };
}

const expand = (text: string, values: ReadonlyMap<string, string>): string =>
  text.replace(REFERENCE, (all, braced: string | undefined, bare: string | undefined) => {
    const value = values.get(braced ?? bare ?? "");
    return value ?? all;
  });

/** Where something stands for a word its columns are those of the line. */
function placedWords(
  line: string,
  number: number,
  values: ReadonlyMap<string, string>,
): readonly SourceWord[] {
  const plain = expand(line, values).replace(NEEDLESS, "$2");
  const words = wordsOf(plain, number);
  if (plain === line) return words;
  const start = line.length - line.trimStart().length;
  return words.map((word) => ({ ...word, start, end: line.trimEnd().length }));
}

function commandsIn(words: readonly SourceWord[]): readonly (readonly SourceWord[])[] {
  const commands: SourceWord[][] = [[]];
  for (const word of words) {
    const text = word.text.replace(/;+$/, "");
    if (text !== "" && !END.test(word.text)) commands.at(-1)?.push({ ...word, text });
    if (text !== word.text || END.test(word.text)) commands.push([]);
  }
  return commands.filter(({ length }) => length > 0);
}

/** In a list, so that there may be none. What ipvsadm -R reads, from this very file say, are arguments alone. */
function argumentsOf(words: readonly SourceWord[]): readonly (readonly SourceWord[])[] | undefined {
  const rest = words.slice(words.findIndex(({ text }) => CALL.test(text)) + 1);
  return rest[0]?.text.startsWith("-") === true ? [rest] : undefined;
}

/** What only holds a script together. */
const isFrame = (text: string): boolean =>
  /^(?:case|esac|if|then|else|elif|fi|do|done|exit|return|echo|function|\{|\}|\[+|\.|source|\S*\))$/.test(
    text,
  ) || text.endsWith("()");
