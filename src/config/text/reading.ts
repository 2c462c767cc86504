/** What is known while a conf is read, over all of its files. */
import { LIMITS } from "../../base/limits.ts";
import { type Random, seededRandom } from "../../base/random.ts";
import type { Place } from "../diagnostic.ts";
import type { Reader } from "../pieces.ts";
import type { Report } from "../report.ts";
import { createVocabulary, type Vocabulary } from "../vocabulary.ts";
import { type ConfFiles, noFiles } from "./conf-files.ts";
import type { Definition } from "./definition.ts";
import { changeChecks, type IncludeChecks } from "./include-check.ts";
import type { Passage } from "./passage.ts";

/** What a conf's text may ask of the world; without it there are no files, no id and no environment. */
export interface Surroundings {
  readonly files?: ConfFiles;
  /** keepalived(8), --config-id. */
  readonly configId?: string | undefined;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Of `${_RANDOM}`. The same seed gives the same conf, so that a reload changes nothing by itself. */
  readonly seed?: number;
  /** keepalived(8), --all-config: every include has to find what it names, as behind `include_check`. */
  readonly allConfig?: boolean | undefined;
}

export interface Reading {
  /** Who is told of what the text says. */
  readonly reader: Reader;
  /** Whether a body may be handed over as one that stood before; otherwise the reader gets all pieces. */
  readonly takesRepeated: boolean;
  readonly report: Report;
  readonly vocabulary: Vocabulary;
  readonly files: ConfFiles;
  readonly configId: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The texts of all files, by the name that diagnostics call them by. */
  readonly sources: Map<string, string>;
  readonly definitions: Map<string, Definition>;
  /** The files that are open, each included by the one before it. */
  readonly open: OpenFile[];
  /** The definitions of many lines that are being read, one within the other. */
  readonly within: string[];
  random: Random;
  checks: IncludeChecks;
  /** The definition of many lines that is being made. */
  making: Making | undefined;
  /** One that has ended, though its last line was to go on. */
  cutShort: CutShort | undefined;
  bytesLeft: number;
  linesLeft: number;
  repetitionsLeft: number;
  filesLeft: number;
  /** Nothing more is read. */
  stopped: boolean;
  /** An include did not find what it has to: the conf is not whole. */
  incomplete: boolean;
}

export interface OpenFile {
  readonly file: string;
  readonly identity: string;
}

export interface Making {
  /** Undefined: of a line that is dropped. */
  readonly name: string | undefined;
  readonly lines: Passage[];
}

interface CutShort {
  /** What has ended it, and where. */
  readonly by: string;
  readonly place: Place;
  readonly name: string | undefined;
  told: boolean;
}

export function createReading(
  { files = noFiles, configId, env = {}, seed = 0, allConfig = false }: Surroundings,
  report: Report,
  reader: Reader,
  takesRepeated = false,
): Reading {
  return {
    reader,
    takesRepeated,
    report,
    vocabulary: createVocabulary(),
    files,
    configId,
    env,
    sources: new Map(),
    definitions: new Map(),
    open: [],
    within: [],
    random: seededRandom(seed),
    checks: allConfig ? changeChecks(new Set(), []) : new Set(),
    making: undefined,
    cutShort: undefined,
    bytesLeft: LIMITS.configBytes,
    linesLeft: LIMITS.configLines,
    repetitionsLeft: LIMITS.configRepetitions,
    filesLeft: LIMITS.configFiles,
    stopped: false,
    incomplete: false,
  };
}

/** Takes what is read from what may be read. False: it is more, which is told once. */
export function spend(reading: Reading, characters: number, place: Place): boolean {
  reading.bytesLeft -= characters;
  if (reading.bytesLeft >= 0) return true;
  if (!reading.stopped)
    reading.report.at(place, {
      rule: "too-large",
      severity: "error",
      message: `with its includes and expansions the conf has more than ${LIMITS.configBytes} characters; the rest is not read`,
    });
  reading.stopped = true;
  return false;
}
