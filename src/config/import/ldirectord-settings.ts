/** ldirectord(8)'s file as settings: those for all, and those of each virtual service. */
import { shown } from "./items.ts";
import type { RemarkRule } from "./remarks.ts";
import { type SourceWord, sourceLines, wordsOf } from "./source.ts";

export interface Setting {
  readonly key: SourceWord;
  /** The first word behind the `=`; empty where nothing is. */
  readonly value: SourceWord;
  readonly words: readonly SourceWord[];
  /** All behind the `=`, quotes kept. */
  readonly rest: SourceWord;
}

/** The last of a name wins, as it does there. */
export type Settings = ReadonlyMap<string, Setting>;

export interface Section {
  readonly virtual: Setting;
  readonly settings: Settings;
  /** real= may be there many times. */
  readonly reals: readonly Setting[];
}

export interface DirectorFile {
  readonly global: Settings;
  readonly sections: readonly Section[];
}

/** What may stand before the first service, and after one only without indentation. */
const GLOBAL: ReadonlySet<string> = new Set(
  `checktimeout negotiatetimeout connecttimeout checkinterval checkcount failurecount autoreload
  callback fallback fallback6 fallbackcommand logfile emailalert emailalertfrom emailalertfreq
  emailalertstatus smtp execute supervised fork quiescent readdquiescent cleanstop maintenancedir`.split(
    /\s+/,
  ),
);
/** What may stand in the section of a service only. */
const OWN: ReadonlySet<string> = new Set(
  `real real6 checktype service checkcommand checkport request receive httpmethod virtualhost login
  passwd database secret load scheduler persistent netmask protocol monitorfile ops`.split(/\s+/),
);

type Note = (word: SourceWord, rule: RemarkRule, message: string) => void;

interface DraftSection extends Section {
  readonly settings: Map<string, Setting>;
  readonly reals: Setting[];
}

/** `note` takes what cannot be read. */
export function readSettings(text: string, note: Note): DirectorFile {
  const global = new Map<string, Setting>();
  const sections: DraftSection[] = [];
  for (const [i, line] of sourceLines(text).entries()) {
    const setting = readSetting(line, i + 1);
    if (setting === undefined) continue;
    if ("problem" in setting) note(setting.word, "unreadable", setting.problem);
    else if (setting.key.text === "virtual" || setting.key.text === "virtual6")
      sections.push({ virtual: setting, settings: new Map(), reals: [] });
    else place(setting, global, sections.at(-1), note);
  }
  return { global, sections };
}

/** A setting for all that is not indented ends the section, but for what only a section can have. */
function place(
  setting: Setting,
  global: Map<string, Setting>,
  section: DraftSection | undefined,
  note: Note,
): void {
  const { key } = setting;
  const name = key.text;
  const forAll = GLOBAL.has(name);
  if (!forAll && !OWN.has(name))
    note(key, "unreadable", `ldirectord has no setting ${shown(name)}; it is left out`);
  else if (forAll && (section === undefined || key.start === 0)) global.set(name, setting);
  else if (section === undefined)
    note(key, "unreadable", `${name} stands before any virtual; it is left out`);
  else if (name === "real" || name === "real6") section.reals.push(setting);
  else section.settings.set(name, setting);
}

function readSetting(
  text: string,
  line: number,
): Setting | { readonly word: SourceWord; readonly problem: string } | undefined {
  const [first] = wordsOf(text, line);
  if (first === undefined) return undefined;
  const [head, name = ""] = /^\s*([A-Za-z]+6?)\s*=\s*/.exec(text) ?? [];
  if (head === undefined)
    return {
      word: first,
      problem: `found "${shown(first.text)}", expected NAME=VALUE; the line is left out`,
    };
  const start = text.search(/\S/);
  const words = wordsOf(text, line, head.length);
  const last = words.at(-1);
  const end = last?.end ?? head.length;
  const empty = { text: "", line, start, end: start + name.length };
  return {
    key: { text: name.toLowerCase(), line, start, end: start + name.length },
    value: words[0] ?? empty,
    words,
    rest:
      last === undefined
        ? empty
        : { text: text.slice(head.length, end), line, start: head.length, end },
  };
}
