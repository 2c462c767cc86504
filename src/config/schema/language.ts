/** The language as a whole: the blocks of a file, and who knows which keyword. */
import type { Word } from "../lexer.ts";
import type { Report } from "../report.ts";
import type { Statement } from "../tree.ts";
import {
  type AnyBlock,
  type Block,
  defineBlock,
  missing,
  nested,
  notYet,
  surplus,
} from "./entry.ts";
import { type GlobalDraft, globalDefs } from "./global-defs.ts";
import { readBlock } from "./read-block.ts";
import { readTarget } from "./service-target.ts";
import { type SslDraft, ssl } from "./ssl.ts";
import { type VirtualServerDraft, virtualServer } from "./virtual-server.ts";
import { readGroupEntries, type ServerGroupDraft } from "./virtual-server-group.ts";
import { type InstanceDraft, vrrpInstance } from "./vrrp-instance.ts";
import { type ScriptDraft, vrrpScript } from "./vrrp-script.ts";
import { type GroupDraft, vrrpSyncGroup } from "./vrrp-sync-group.ts";

/** A whole file, read but not yet judged as a whole. */
export interface FileDraft {
  readonly global: GlobalDraft;
  readonly instances: InstanceDraft[];
  readonly groups: GroupDraft[];
  readonly scripts: ScriptDraft[];
  readonly serverGroups: ServerGroupDraft[];
  readonly virtualServers: VirtualServerDraft[];
  ssl?: SslDraft | undefined;
}

export const createFileDraft = (): FileDraft => ({
  global: { places: new Map() },
  instances: [],
  groups: [],
  scripts: [],
  serverGroups: [],
  virtualServers: [],
});

export const file: Block<FileDraft> = defineBlock<FileDraft>(
  "the file",
  {
    global_defs: nested(
      { meaning: "what holds for all" },
      "{ ... }",
      (draft, { body }, report) => {
        readBlock(globalDefs, draft.global, body ?? [], report, ({ keyword }) => {
          draft.global.places.set(keyword.text, keyword);
        });
      },
      globalDefs,
    ),
    vrrp_instance: nested(
      { meaning: "a virtual router" },
      "NAME { ... }",
      readInstance,
      vrrpInstance,
    ),
    vrrp_sync_group: nested(
      { meaning: "instances that move together" },
      "NAME { ... }",
      readGroup,
      vrrpSyncGroup,
    ),
    ...notYet({
      vrrp_script: nested(
        { meaning: "a command that tells whether this node is fit" },
        "NAME { ... }",
        readScript,
        vrrpScript,
      ),
    }),
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
  },
  `
  static_ipaddress static_routes static_rules track_file
  vrrp_track_process include linkbeat_use_polling net_namespace net_namespace_ipvs
  namespace_with_ipsets use_pid_dir instance child_wait_time track_group garp_group
  linkbeat_interfaces interface_up_down_delays bfd_instance vrrp_track_file includer includem
  includew includeb includea
`,
);

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

function readInstance(draft: FileDraft, statement: Statement, report: Report): void {
  const name = readName(statement, draft.instances, report);
  if (name === undefined) return;
  const places = new Map<string, Word>();
  const instance: InstanceDraft = { name, places };
  readBlock(vrrpInstance, instance, statement.body ?? [], report, ({ keyword }) => {
    places.set(keyword.text, keyword);
  });
  draft.instances.push(instance);
}

function readGroup(draft: FileDraft, statement: Statement, report: Report): void {
  const name = readName(statement, draft.groups, report);
  if (name === undefined) return;
  const group: GroupDraft = { name };
  readBlock(vrrpSyncGroup, group, statement.body ?? [], report);
  draft.groups.push(group);
}

function readScript(draft: FileDraft, statement: Statement, report: Report): void {
  const name = readName(statement, draft.scripts, report);
  if (name === undefined) return;
  const made: ScriptDraft = { name };
  readBlock(vrrpScript, made, statement.body ?? [], report);
  draft.scripts.push(made);
}

/** The name of an instance or group, which must be the only one of its kind. */
function readName(
  { keyword, args }: Statement,
  others: readonly { readonly name: Word }[],
  report: Report,
): Word | undefined {
  const [name] = args;
  if (name === undefined) {
    missing(report, keyword, "a name");
    return undefined;
  }
  surplus(args, 1, report);
  const other = others.find((each) => each.name.text === name.text);
  if (other === undefined) return name;
  report.at(name, {
    rule: "duplicate-name",
    severity: "error",
    message: `${keyword.text} ${name.text} stands already at line ${other.name.line}; this one is left out`,
  });
  return undefined;
}

function readVirtualServer(draft: FileDraft, statement: Statement, report: Report): void {
  const target = readTarget(statement, report);
  if (target === undefined) return;
  const server: VirtualServerDraft = { target };
  readBlock(virtualServer, server, statement.body ?? [], report);
  draft.virtualServers.push(server);
}

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
  draft.serverGroups.push({ name, entries: readGroupEntries(body ?? [], report) });
}

function readSsl(draft: FileDraft, { keyword, body }: Statement, report: Report): void {
  if (draft.ssl !== undefined)
    report.at(keyword, {
      rule: "duplicate-block",
      severity: "warning",
      message: `SSL stands already at line ${draft.ssl.keyword.line}; this one replaces it`,
    });
  draft.ssl = { keyword };
  readBlock(ssl, draft.ssl, body ?? [], report);
}
