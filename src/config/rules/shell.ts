/**
 * Scripts that are written as a shell would read them: keepalived.conf(5), "Quoted strings". A command
 * is split into words and run as it is, so what joins or redirects commands is an argument like any other.
 */
import type { WrittenScript } from "../schema/values.ts";
import type { Rule } from "./rule.ts";
import { scriptsOf } from "./scripts.ts";

type Command = WrittenScript["command"];

const SHELLS = new Set(["sh", "bash", "dash", "ash", "ksh", "zsh", "busybox"]);

/** What runs a command that a shell elsewhere reads, or ends one of its own by such a word. */
const OTHERS = new Set(["ssh", "find"]);

/** What only a shell knows, and no folder of programs has. */
const WORDS = new Set([
  "if",
  "for",
  "while",
  "until",
  "case",
  "!",
  "cd",
  "exit",
  "export",
  "source",
]);

const JOINS = new Set(["&&", "||", "|", ";", "&"]);
const REDIRECTS = /^(?:\d?>>?|&>>?|<)(?:&\d|[\w./-]+)?$|^\$\(|^`/;

const nameOf = (path: string): string => path.replace(/^.*\//, "");

/** The word that only a shell would understand. */
function oddWord([path, ...args]: Command): string | undefined {
  if ([path, ...args].some((word) => SHELLS.has(nameOf(word))) || OTHERS.has(nameOf(path)))
    return undefined;
  if (WORDS.has(path)) return path;
  return args.find(
    (word, at) =>
      // Behind an option it is that option's: awk -F '|'.
      args[at - 1]?.startsWith("-") !== true && (JOINS.has(word) || REDIRECTS.test(word)),
  );
}

const noShell: Rule = {
  id: "no-shell",
  severity: "warning",
  meaning: "a script with words that only a shell would understand, and no shell reads it",
  find: (conf, say) => {
    for (const { path, uses } of scriptsOf(conf))
      for (const { place, command } of uses) {
        const odd = oddWord(command);
        if (odd === undefined) continue;
        say(
          place,
          odd === path
            ? `no shell reads this: ${odd} is a word of the shell, and no program, so nothing is run`
            : `no shell reads this: ${path} gets ${odd} and all behind it as arguments`,
          `a file of its own with all of it, or "/bin/sh -c '...'"`,
        );
      }
  },
};

export const shellRules: readonly Rule[] = [noShell];
