/** Conf text to Config: the one entrance of this layer. Never throws, whatever the text. */
import { LIMITS } from "../base/limits.ts";
import { millis } from "../base/time.ts";
import { mendBraces } from "./braces.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Source } from "./lexer.ts";
import type { Config, GlobalDefs, SyncGroup, VirtualServer, VrrpInstance } from "./model.ts";
import { collecting, type Piece, type Statement, tell, type Word } from "./pieces.ts";
import type { Places } from "./places.ts";
import { createReport, type Finding, type LeftOut, type Report } from "./report.ts";
import { resolveInstance } from "./resolve-instance.ts";
import { createServerResolver, type ServerResolver } from "./resolve-servers.ts";
import type { GlobalDraft } from "./schema/global-defs.ts";
import {
  createFileDraft,
  type FileDraft,
  file as fileBlock,
  whereabouts,
} from "./schema/language.ts";
import { readStatement } from "./schema/read-block.ts";
import { notifyOf } from "./schema/values.ts";
import { suggest } from "./suggest.ts";
import { isBinary } from "./text/conf-files.ts";
import { readText } from "./text/read-text.ts";
import { createReading, type Reading, type Surroundings } from "./text/reading.ts";
import { createTree } from "./tree.ts";

export interface Parsed {
  /** All that is usable; undefined where nothing is: neither an instance nor a virtual server. */
  readonly config: Config | undefined;
  /** What the text says, with the place of each word: for rules across the whole. */
  readonly draft: FileDraft;
  /** In the order of the text. An error has lost what it is about; a warning has changed it. */
  readonly diagnostics: readonly Diagnostic[];
  /** Which words of the text do not hold. */
  readonly leftOut: LeftOut;
  /** Where the real servers of each virtual server stand, in their order. */
  readonly places: ReadonlyMap<VirtualServer, Places>;
  /** The texts of the files that were read, by the names that diagnostics call them by. */
  readonly sources: ReadonlyMap<string, string>;
}

/** `file` is what diagnostics call the text, and what its includes are seen from. */
export const parseConfig = (text: string, file: string, around: Surroundings = {}): Parsed =>
  parseFiles([{ file, text }], around);

/**
 * Several files are one conf, as if one stood below the other: a block may end in the next. `keep`
 * gets all that was said, whether it holds or not.
 */
export function parseFiles(
  files: readonly [Source, ...Source[]],
  around: Surroundings = {},
  keep?: Statement[],
): Parsed {
  for (const { file, text } of files) {
    const unusable = unusableText(text);
    if (unusable === undefined) continue;
    const diagnostics: Diagnostic[] = [];
    const report = createReport(diagnostics, whereabouts);
    report.at({ file, line: 1, column: 1, end: 1 }, unusable);
    const draft = createFileDraft();
    const { leftOut } = report;
    const sources = new Map([[file, text]]);
    return { config: undefined, draft, diagnostics, leftOut, places: new Map(), sources };
  }
  const read = readMended(files, around, keep !== undefined);
  const { draft, diagnostics, report, reading } = read;
  if (keep !== undefined) for (const statement of read.kept) keep.push(statement);
  const config = resolve(draft, read.servers.finish(), report);
  const nothing = config.instances.length + config.virtualServers.length === 0;
  const inOrder = sorted(diagnostics, [...reading.sources.keys()]);
  // Where there is an error it says why, and this would only follow from it.
  if (nothing && !diagnostics.some(({ severity }) => severity === "error"))
    inOrder.push(emptiness(files[0].file, draft.virtualServers.length));
  return {
    config: nothing || reading.incomplete ? undefined : config,
    draft,
    diagnostics: inOrder,
    leftOut: report.leftOut,
    places: read.servers.places,
    sources: reading.sources,
  };
}

interface Read {
  readonly draft: FileDraft;
  readonly diagnostics: Diagnostic[];
  readonly report: Report;
  readonly reading: Reading;
  readonly servers: ServerResolver;
  /** Of what was found, where it was resolved and not where it was read. */
  readonly resolved: readonly Diagnostic[];
  readonly kept: readonly Statement[];
  readonly matched: boolean;
}

/** Only a conf whose braces do not match has to be held in memory as a whole, to be mended. */
function readMended(files: readonly Source[], around: Surroundings, keeps: boolean): Read {
  let read = readDraft(files, around, keeps, undefined);
  if (!read.matched) read = readDraft(files, around, keeps, { spare: 0 });
  if (!isTorn(read)) return read;
  // A { missing in one place and a } in another match in number: what gives fewer errors was meant.
  const other = readDraft(files, around, keeps, { spare: SPARE_BRACES });
  return errorsOf(other) < errorsOf(read) ? other : read;
}

const SPARE_BRACES = 4;

/** Whether more is out of place than two messages about braces would be. */
const isTorn = (read: Read): boolean =>
  errorsOf(read) > 2 &&
  !read.reading.stopped &&
  read.diagnostics.some(({ rule }) => OUT_OF_PLACE.has(rule));

const OUT_OF_PLACE: ReadonlySet<string> = new Set([
  "misplaced-keyword",
  "missing-block",
  "unexpected-block",
]);

/** What cannot be read; what cannot be meant does not tell how the text was meant to be read. */
const errorsOf = ({ diagnostics, resolved }: Read): number =>
  errorsIn(diagnostics) - errorsIn(resolved);

const errorsIn = (diagnostics: readonly Diagnostic[]): number =>
  diagnostics.filter(({ severity }) => severity === "error").length;

/** `mending`: undefined where braces are taken as they are. */
function readDraft(
  files: readonly Source[],
  around: Surroundings,
  keeps: boolean,
  mending: { readonly spare: number } | undefined,
): Read {
  const diagnostics: Diagnostic[] = [];
  const report = createReport(diagnostics, whereabouts);
  const draft = createFileDraft();
  const servers = createServerResolver(draft, report);
  const resolved: Diagnostic[] = [];
  const kept: Statement[] = [];
  const tree = createTree(report, (statement) => {
    readStatement(fileBlock, draft, statement, report);
    const before = diagnostics.length;
    servers.resolveRead();
    if (diagnostics.length > before) resolved.push(...diagnostics.slice(before));
    if (keeps) kept.push(statement);
  });
  const pieces: Piece[] = [];
  const reading =
    mending === undefined
      ? createReading(around, report, tree, !keeps)
      : createReading(around, report, collecting(pieces));
  readFiles(files, reading);
  for (const piece of mendBraces(pieces, report, fileBlock, mending?.spare)) tell(tree, piece);
  const matched = tree.end() || reading.stopped;
  return { draft, diagnostics, report, reading, servers, resolved, kept, matched };
}

function readFiles(files: readonly Source[], reading: Reading): void {
  const { checks } = reading;
  for (const source of files) {
    readText(source, reading.files.identityOf(source.file), reading);
    // An include_check holds up to the end of its file.
    reading.checks = checks;
  }
}

/** `virtualServers`: how many there are, of which each has been told that it is left out. */
function emptiness(file: string, virtualServers: number): Diagnostic {
  const what =
    virtualServers === 0
      ? "no vrrp_instance and no virtual_server"
      : `no vrrp_instance, and daruma does not act on ${virtualServers === 1 ? "the only virtual_server" : `any of the ${virtualServers} virtual_servers`} yet`;
  return {
    rule: "empty",
    severity: "error",
    span: { file, line: 1, column: 1, endLine: 1, endColumn: 2 },
    message: `${what}: there is nothing to do`,
    hint: undefined,
  };
}

/** Why a text is no conf at all. */
function unusableText(text: string): Finding | undefined {
  const severity = "error";
  if (text.length > LIMITS.configBytes) {
    const message = `the file has ${text.length} characters, and at most ${LIMITS.configBytes} are read`;
    return { rule: "too-large", severity, message };
  }
  if (!isBinary(text)) return undefined;
  const message = "this is no text in UTF-8, expected a conf file";
  return { rule: "binary", severity, message };
}

/** In the order of the files, and in that of each text. */
function sorted(diagnostics: readonly Diagnostic[], files: readonly string[]): Diagnostic[] {
  const rank = new Map(files.map((file, index) => [file, index]));
  const rankOf = ({ span }: Diagnostic): number => rank.get(span.file) ?? 0;
  return diagnostics.toSorted(
    (a, b) => rankOf(a) - rankOf(b) || a.span.line - b.span.line || a.span.column - b.span.column,
  );
}

function resolve(
  draft: FileDraft,
  virtualServers: readonly VirtualServer[],
  report: Report,
): Config {
  const instances = resolveInstances(draft, report);
  return {
    global: resolveGlobal(draft.global),
    instances,
    syncGroups: resolveGroups(draft, instances, report),
    virtualServers,
  };
}

const resolveGlobal = (draft: GlobalDraft): GlobalDefs => ({
  routerId: draft.routerId,
  scriptUser: draft.scriptUser,
  enableScriptSecurity: draft.enableScriptSecurity ?? false,
  dynamicInterfaces: draft.dynamicInterfaces ?? false,
  vrrpRtPriority: draft.vrrpProcess?.rtPriority,
  checkerRtPriority: draft.checkerProcess?.rtPriority,
  startupDelay: millis(draft.startupDelay ?? 0),
  logLevel: draft.logLevel ?? "info",
  ipvsResync: millis(draft.ipvsResync ?? 1000),
});

/** Two instances with one VRID on one interface and family would hear each other as rivals. */
function resolveInstances(
  { instances, global }: FileDraft,
  report: Report,
): readonly VrrpInstance[] {
  const taken = new Map<string, string>();
  return instances.flatMap((draft) => {
    const instance = resolveInstance(draft, global, report);
    if (instance === undefined) return [];
    const { destination, source, family, vrid } = instance;
    const peers = destination.type === "unicast" ? [source, ...destination.peers].join(" ") : "";
    const key = `${instance.interface} ${family} ${vrid} ${peers}`;
    const other = taken.get(key);
    if (other === undefined) {
      taken.set(key, instance.name);
      return [instance];
    }
    report.at(draft.places.get("virtual_router_id") ?? draft.name, {
      rule: "duplicate-vrid",
      severity: "error",
      message: `virtual_router_id ${vrid} is already that of ${other} on ${instance.interface}; ${instance.name} is left out`,
    });
    return [];
  });
}

function resolveGroups(
  { groups, instances: drafts }: FileDraft,
  instances: readonly VrrpInstance[],
  report: Report,
): readonly SyncGroup[] {
  const known = new Set(instances.map(({ name }) => name));
  const declared = new Set(drafts.map(({ name }) => name.text));
  const taken = new Map<string, string>();
  return groups.flatMap((draft) => {
    const members: string[] = [];
    let lost = 0;
    for (const word of draft.members ?? []) {
      if (!known.has(word.text) && declared.has(word.text)) {
        // What is wrong with that instance has been said.
        lost++;
        continue;
      }
      const problem = memberProblem(word, known, taken);
      if (problem === undefined) {
        members.push(word.text);
        taken.set(word.text, draft.name.text);
        continue;
      }
      // Either it is told here, or what was wrong with its block.
      lost++;
      if (declared.has(word.text) || !report.leftOut.isLost("vrrp_instance", word.text))
        report.at(word, {
          rule: "sync-group",
          severity: "error",
          message: `${problem}; left out`,
          hint: memberHint(word, declared),
        });
    }
    if (members.length + lost < 2 && draft.flawed !== true)
      report.at(draft.name, {
        rule: "sync-group",
        severity: "warning",
        message: `sync group ${draft.name.text} has ${members.length === 1 ? "one member" : "no members"}`,
      });
    if (members.length === 0) return [];
    return [{ name: draft.name.text, members, notify: notifyOf(draft) }];
  });
}

function memberHint({ text }: Word, names: ReadonlySet<string>): string | undefined {
  if (text.includes(",")) return "one name a line, without commas";
  const meant = names.has(text) ? undefined : suggest(text, names);
  return meant === undefined ? undefined : `did you mean ${meant}?`;
}

function memberProblem(
  { text }: Word,
  known: ReadonlySet<string>,
  taken: ReadonlyMap<string, string>,
): string | undefined {
  if (!known.has(text)) return `there is no usable vrrp_instance ${text}`;
  const other = taken.get(text);
  return other === undefined ? undefined : `${text} is already in sync group ${other}`;
}
