/**
 * Rules of ipvsadm(8), as `ipvsadm -S` saves them and as scripts call it one by one, played through:
 * what is imported is the table that they leave behind.
 */

import { amount } from "../../base/amount.ts";
import { type Options, readOptions } from "./ipvsadm-options.ts";
import type { RuleServer, RuleService } from "./ipvsadm-rules.ts";
import { describeService } from "./ipvsadm-service.ts";
import { type Item, shown } from "./items.ts";
import { type Imported, keyOf, MOST_SERVERS, type ServiceId } from "./model.ts";
import { type Endpoint, type Names, readEndpoint } from "./names.ts";
import type { Remark, RemarkRule } from "./remarks.ts";
import { createScriptReader, isScript } from "./shell.ts";
import { type SourceWord, sourceLines, wordsOf } from "./source.ts";

type PlayedService = RuleService & { readonly servers: Map<string, RuleServer> };

interface Table {
  readonly services: Map<string, PlayedService>;
  /** What was there when it was cleared last. */
  cleared:
    | {
        readonly word: SourceWord;
        readonly services: readonly (readonly [string, PlayedService])[];
      }
    | undefined;
  readonly names: Names;
  readonly note: (word: SourceWord, rule: RemarkRule, message: string) => void;
  servers: number;
}

/** Never throws; what cannot be read is remarked on, and the rest goes on. */
export function importRules(text: string, names: Names, remark: Remark): Imported {
  const remarks: Item[] = [];
  const table: Table = {
    services: new Map(),
    cleared: undefined,
    names,
    note: (word, rule, message) => {
      remarks.push(remark(word, rule, message));
    },
    servers: 0,
  };
  if (isScript(text)) playScript(text, table);
  else for (const [i, line] of sourceLines(text).entries()) playLine(wordsOf(line, i + 1), table);
  takeBackClear(table);
  const services = [...table.services.values()].map((service) => describeService(service, remark));
  return { global: [], remarks, services };
}

function playScript(text: string, table: Table): void {
  const reader = createScriptReader();
  for (const [i, line] of sourceLines(text).entries())
    for (const call of reader.callsIn(line, i + 1)) playLine(call, table);
  const others = reader.others();
  if (others === undefined) return;
  const { word, more } = others;
  const which = more === 0 ? "this calls" : `this and ${amount(more, "line")} below call`;
  table.note(
    word,
    "decide",
    `${which} something else than ipvsadm: addresses and forwarding, say, are not carried over`,
  );
}

/** Scripts end with the branch that clears the table. */
function takeBackClear(table: Table): void {
  const { cleared, services } = table;
  if (cleared === undefined || cleared.services.length === 0 || services.size > 0) return;
  for (const [key, service] of cleared.services) services.set(key, service);
  table.note(
    cleared.word,
    "decide",
    "nothing is added after this clears the table: what was there before is imported",
  );
}

function playLine(words: readonly SourceWord[], table: Table): void {
  const [first] = words;
  if (first === undefined) return;
  if (!first.text.startsWith("-")) {
    table.note(
      first,
      "unreadable",
      `"${shown(first.text)}" does not begin a rule of ipvsadm; the line is left out`,
    );
    return;
  }
  const options = readOptions(words);
  if ("problem" in options) {
    table.note(options.word, "unreadable", `${options.problem}; the line is left out`);
    return;
  }
  for (const [name, play] of COMMANDS) {
    if (!options.has(name)) continue;
    play(options, first, table);
    return;
  }
  table.note(first, "left-out", "the line changes no service; it is left out");
}

type Play = (options: Options, first: SourceWord, table: Table) => void;

const COMMANDS: readonly (readonly [string, Play])[] = [
  [
    "add-service",
    (options, first, table) => {
      setService(options, first, table, false);
    },
  ],
  [
    "edit-service",
    (options, first, table) => {
      setService(options, first, table, true);
    },
  ],
  ["delete-service", deleteService],
  [
    "clear",
    (_options, first, table) => {
      if (table.services.size > 0) table.cleared = { word: first, services: [...table.services] };
      table.services.clear();
      table.servers = 0;
    },
  ],
  [
    "add-server",
    (options, first, table) => {
      setServer(options, first, table, false);
    },
  ],
  [
    "edit-server",
    (options, first, table) => {
      setServer(options, first, table, true);
    },
  ],
  ["delete-server", deleteServer],
  [
    "start-daemon",
    (options, first, table) => {
      const message = "connection synchronisation is not carried over";
      table.note(
        options.get("start-daemon")?.word ?? first,
        "left-out",
        `${message}: global_defs has lvs_sync_daemon for it`,
      );
    },
  ],
  [
    "set",
    (options, first, table) => {
      const message = "timeouts are not carried over: global_defs has lvs_timeouts for them";
      table.note(options.get("set")?.word ?? first, "left-out", message);
    },
  ],
];

function setService(options: Options, first: SourceWord, table: Table, edit: boolean): void {
  const id = readId(options, first, table);
  if (id === undefined) return;
  const { key, word } = id;
  const there = table.services.get(key);
  if (edit !== (there !== undefined)) {
    const message = edit
      ? "no rule above adds this service"
      : "a rule above adds this service already";
    table.note(word, "unreadable", `${message}; the line is left out`);
    return;
  }
  table.services.set(key, { id: id.id, word, options, servers: there?.servers ?? new Map() });
}

function deleteService(options: Options, first: SourceWord, table: Table): void {
  const id = readId(options, first, table);
  const there = id && table.services.get(id.key);
  if (id === undefined || there === undefined) return;
  table.servers -= there.servers.size;
  table.services.delete(id.key);
}

function setServer(options: Options, first: SourceWord, table: Table, edit: boolean): void {
  const found = readServer(options, first, table);
  if (found === undefined) return;
  const { servers, key, endpoint, word } = found;
  if (edit !== servers.has(key)) {
    const message = edit
      ? "no rule above adds this server"
      : "a rule above adds this server already";
    table.note(word, "unreadable", `${message}; the line is left out`);
  } else if (!edit && table.servers >= MOST_SERVERS) {
    table.note(word, "left-out", `more than ${MOST_SERVERS} servers; the line is left out`);
  } else {
    if (!edit) table.servers++;
    servers.set(key, { endpoint, word, options });
  }
}

function deleteServer(options: Options, first: SourceWord, table: Table): void {
  const found = readServer(options, first, table);
  if (found?.servers.delete(found.key) === true) table.servers--;
}

function readServer(
  options: Options,
  first: SourceWord,
  table: Table,
):
  | { servers: Map<string, RuleServer>; key: string; endpoint: Endpoint; word: SourceWord }
  | undefined {
  const id = readId(options, first, table);
  if (id === undefined) return undefined;
  const service = table.services.get(id.key);
  if (service === undefined) {
    table.note(id.word, "unreadable", "no rule above adds this service; the line is left out");
    return undefined;
  }
  const word = options.get("real-server")?.value;
  if (word === undefined) {
    table.note(first, "unreadable", "expected -r and a real server; the line is left out");
    return undefined;
  }
  const endpoint = readEndpoint(word.text, protocolOf(service.id), table.names);
  if (typeof endpoint === "string") {
    table.note(
      word,
      "unreadable",
      `found "${shown(word.text)}": ${endpoint}; the line is left out`,
    );
    return undefined;
  }
  const port = endpoint.port ?? (service.id.type === "address" ? service.id.port : 0);
  return { servers: service.servers, key: `${endpoint.ip} ${port}`, endpoint, word };
}

const protocolOf = (id: ServiceId): string =>
  id.type === "address" ? id.protocol.toLowerCase() : "tcp";

const PROTOCOLS = [
  ["tcp-service", "TCP"],
  ["udp-service", "UDP"],
  ["sctp-service", "SCTP"],
] as const;

interface FoundId {
  readonly id: ServiceId;
  readonly key: string;
  readonly word: SourceWord;
}

const found = (id: ServiceId, word: SourceWord): FoundId => ({ id, key: keyOf(id), word });

/** Undefined where it is remarked on. */
function readId(options: Options, first: SourceWord, table: Table): FoundId | undefined {
  const mark = options.get("fwmark-service")?.value;
  if (mark !== undefined) {
    const family = options.has("ipv6") ? "inet6" : "inet";
    if (/^\d{1,10}$/.test(mark.text) && Number(mark.text) > 0 && Number(mark.text) <= 0xffff_ffff)
      return found({ type: "mark", mark: Number(mark.text), family }, mark);
    table.note(
      mark,
      "unreadable",
      `found "${shown(mark.text)}", expected a firewall mark from 1 on; the line is left out`,
    );
    return undefined;
  }
  for (const [name, protocol] of PROTOCOLS) {
    const word = options.get(name)?.value;
    if (word === undefined) continue;
    const endpoint = readEndpoint(word.text, protocol.toLowerCase(), table.names);
    if (typeof endpoint !== "string")
      return found({ type: "address", protocol, ip: endpoint.ip, port: endpoint.port ?? 0 }, word);
    table.note(
      word,
      "unreadable",
      `found "${shown(word.text)}": ${endpoint}; the line is left out`,
    );
    return undefined;
  }
  table.note(
    first,
    "unreadable",
    "expected a service: -t, -u, --sctp-service or -f; the line is left out",
  );
  return undefined;
}
