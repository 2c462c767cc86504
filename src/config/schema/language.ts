/** The language as a whole: the blocks of a file, and who knows which keyword. */

import type { Statement, Word } from "../pieces.ts";
import { statementsOf } from "../repeated.ts";
import type { Report } from "../report.ts";
import { BFD_NAME_MAX, type BfdDraft, bfdInstance } from "./bfd.ts";
import { type DaemonDraft, daemonKeywords } from "./daemon.ts";
import {
  type AnyBlock,
  type Block,
  defineBlock,
  missing,
  nested,
  notYet,
  oldNameOf,
  surplus,
  type Table,
} from "./entry.ts";
import { type GarpGroupDraft, garpGroupBlock } from "./garp-group.ts";
import { type GlobalDraft, globalDefs } from "./global-defs.ts";
import { type LinksDraft, linkKeywords } from "./links.ts";
import { named } from "./named.ts";
import { readBlock } from "./read-block.ts";
import { readTarget } from "./service-target.ts";
import { type SslDraft, ssl } from "./ssl.ts";
import { type StaticsDraft, staticKeywords, type TrackGroupDraft, trackGroup } from "./statics.ts";
import { includeKeywords } from "./text-keywords.ts";
import { type TrackFileDraft, trackFile } from "./tracked-files.ts";
import { type TrackProcessDraft, trackProcess } from "./tracked-processes.ts";
import { type VirtualServerDraft, virtualServer } from "./virtual-server.ts";
import { readGroupEntries, type ServerGroupDraft } from "./virtual-server-group.ts";
import { type InstanceDraft, vrrpInstance } from "./vrrp-instance.ts";
import { type ScriptDraft, vrrpScript } from "./vrrp-script.ts";
import { type GroupDraft, vrrpSyncGroup } from "./vrrp-sync-group.ts";

/** A whole file, read but not yet judged as a whole. */
export interface FileDraft extends DaemonDraft, LinksDraft, StaticsDraft {
  readonly global: GlobalDraft;
  readonly instances: InstanceDraft[];
  readonly groups: GroupDraft[];
  readonly scripts: ScriptDraft[];
  readonly serverGroups: ServerGroupDraft[];
  readonly virtualServers: VirtualServerDraft[];
  readonly trackFiles: TrackFileDraft[];
  readonly trackProcesses: TrackProcessDraft[];
  readonly trackGroups: TrackGroupDraft[];
  readonly bfds: BfdDraft[];
  garpGroups?: GarpGroupDraft[] | undefined;
  ssl?: SslDraft | undefined;
}

export const createFileDraft = (): FileDraft => ({
  global: { places: new Map() },
  instances: [],
  groups: [],
  scripts: [],
  serverGroups: [],
  trackFiles: [],
  trackProcesses: [],
  trackGroups: [],
  bfds: [],
  virtualServers: [],
});

const trackFiles = named(
  { meaning: "a file whose number tells whether this node is fit" },
  trackFile,
  {
    list: (draft: FileDraft) => draft.trackFiles,
    create: (each) => each,
    twice: "warning",
    needs: ["file"],
  },
);

/** What is watched, and who watches it. */
const trackedBlocks: Table<FileDraft> = {
  vrrp_script: named({ meaning: "a command that tells whether this node is fit" }, vrrpScript, {
    list: (draft: FileDraft) => draft.scripts,
    create: (each) => each,
    twice: "warning",
    needs: ["script"],
  }),
  track_file: trackFiles,
  vrrp_track_file: oldNameOf("track_file", trackFiles),
  vrrp_track_process: named({ meaning: "a program that must run" }, trackProcess, {
    list: (draft: FileDraft) => draft.trackProcesses,
    create: (each) => each,
    twice: "warning",
    needs: ["process"],
  }),
  track_group: named({ meaning: "instances that depend on what names this group" }, trackGroup, {
    list: (draft: FileDraft) => draft.trackGroups,
    create: (each) => each,
    twice: "error",
    needs: ["group"],
  }),
  bfd_instance: named({ meaning: "a BFD session" }, bfdInstance, {
    list: (draft: FileDraft) => draft.bfds,
    create: (each) => each,
    twice: "error",
    needs: ["neighbor_ip", "neighbour_ip"],
    longest: BFD_NAME_MAX,
  }),
};

export const file: Block<FileDraft> = defineBlock<FileDraft>("the file", {
  global_defs: nested(
    { meaning: "what holds for all" },
    "{ ... }",
    (draft, { body }, report) => {
      readBlock(globalDefs, draft.global, body, report, ({ keyword }) => {
        draft.global.places.set(keyword.text, keyword);
      });
    },
    globalDefs,
  ),
  vrrp_instance: named({ meaning: "a virtual router" }, vrrpInstance, {
    list: (draft: FileDraft) => draft.instances,
    create: (each) => each,
    twice: "error",
  }),
  vrrp_sync_group: named({ meaning: "instances that move together" }, vrrpSyncGroup, {
    list: (draft: FileDraft) => draft.groups,
    create: (each) => each,
    twice: "error",
  }),
  ...notYet<FileDraft>(trackedBlocks),
  ...daemonKeywords,
  ...linkKeywords,
  ...staticKeywords,
  ...notYet<FileDraft>({ garp_group: garpGroupBlock }),
  virtual_server: nested(
    { meaning: "an IPVS service" },
    "IP [PORT] | fwmark NUMBER | group NAME { ... }",
    readVirtualServer,
    virtualServer,
  ),
  ...notYet({
    virtual_server_group: nested(
      { meaning: "addresses and firewall marks that virtual servers can stand for together" },
      "NAME { IP[-END|/LENGTH] [PORT] | fwmark NUMBER [inet|inet6] ... }",
      readServerGroup,
    ),
    SSL: nested(
      { meaning: "the certificate that SSL_GET shows of itself" },
      "{ ... }",
      readSsl,
      ssl,
    ),
  }),
  ...includeKeywords,
});

/** Every block, by the name that an operator would know it by. */
export const blocks: readonly AnyBlock[] = blocksOf(file);

/** The block, and all that its keywords open; each once. */
function blocksOf(root: AnyBlock): readonly AnyBlock[] {
  const found = new Set<AnyBlock>([root]);
  for (const { keywords } of found)
    for (const { block } of Object.values(keywords)) if (block !== undefined) found.add(block);
  return [...found];
}

/** The names of the blocks that know the keyword. */
export const whereabouts = (keyword: string): readonly string[] =>
  blocks
    .filter(
      ({ keywords, unsupported }) => Object.hasOwn(keywords, keyword) || unsupported.has(keyword),
    )
    .map(({ name }) => name);

function readVirtualServer(draft: FileDraft, statement: Statement, report: Report): void {
  const target = readTarget(statement, report);
  if (target === undefined) return;
  const server: VirtualServerDraft = { target };
  readBlock(virtualServer, server, statement.body, report, ({ keyword }) => {
    if (keyword.text === "protocol" && server.protocol === undefined)
      server.protocolPlace = keyword;
  });
  if (server.protocol === undefined)
    server.protocolPlace ??= passedKeyword(statement, "protocol", report);
  draft.virtualServers.push(server);
}

/** Where a keyword stands behind another on a line of the block, and so is ignored. */
const passedKeyword = (
  { body }: Statement,
  keyword: string,
  { leftOut }: Report,
): Word | undefined =>
  statementsOf(body)
    .flatMap(({ args }) => args)
    .find((word) => word.text === keyword && leftOut.isDropped(word));

function readServerGroup(
  draft: FileDraft,
  { keyword, args, body }: Statement,
  report: Report,
): void {
  const [name] = args;
  if (name === undefined) {
    missing(report, keyword, "a name");
    return;
  }
  surplus(args, 1, report);
  draft.serverGroups.push({ name, entries: readGroupEntries(statementsOf(body), report) });
}

function readSsl(draft: FileDraft, { keyword, body }: Statement, report: Report): void {
  if (draft.ssl !== undefined)
    report.at(keyword, {
      rule: "duplicate-block",
      severity: "warning",
      message: `SSL stands already at line ${draft.ssl.keyword.line}; this one replaces it`,
    });
  draft.ssl = { keyword };
  readBlock(ssl, draft.ssl, body, report);
}
