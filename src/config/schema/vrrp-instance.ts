/** keepalived.conf(5), "VRRP instance(s)". */
import type { Ip } from "../../base/ip.ts";
import type { VrrpTransport } from "../model.ts";
import type { Statement, Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import { ADDRESS_ARGS, type AddressDraft, readAddresses, virtualAddress } from "./address-list.ts";
import {
  type AdvertsDraft,
  advertKeywords,
  type LatenessDraft,
  latenessKeywords,
} from "./adverts.ts";
import { authHmac, type HmacDraft, readHmac } from "./auth-hmac.ts";
import { bytes } from "./buffers.ts";
import {
  type Block,
  badValue,
  boolean,
  choice,
  defineBlock,
  entry,
  flag,
  integer,
  list,
  missing,
  nested,
  notYet,
  oldNameOf,
  seconds,
  surplus,
  type Table,
  text,
} from "./entry.ts";
import { type GarpDraft, garpKeywords } from "./garp.ts";
import { VERSIONS } from "./global-defs.ts";
import { interfaceName } from "./links.ts";
import { type AlertDraft, alertKeyword } from "./mail.ts";
import { type NamedDraft, notePlaces } from "./named.ts";
import { obsolete } from "./obsolete.ts";
import { readBlock } from "./read-block.ts";
import { ROUTE_ARGS, type RouteDraft, readRoutes, virtualRoute } from "./routes.ts";
import { RULE_ARGS, type RuleDraft, readRules, virtualRule } from "./rules.ts";
import { judgeScriptWords } from "./script-words.ts";
import { type PriorityChangesDraft, priorityChangesKeyword } from "./scripts.ts";
import { type TrackDraft, trackKeywords } from "./tracking.ts";
import { type PeerDraft, readPeers, unicastPeer } from "./unicast.ts";
import {
  ipAddress,
  multicastGroup,
  type NotifyDraft,
  notifyKeywords,
  readPort,
  script,
  type WrittenScript,
  writtenScript,
} from "./values.ts";
import { type InstanceVmacDraft, instanceVmacKeywords } from "./vmac.ts";
import { type Line, listed } from "./words.ts";

export interface InstanceDraft
  extends NamedDraft,
    GarpDraft,
    NotifyDraft,
    TrackDraft,
    AdvertsDraft,
    LatenessDraft,
    AlertDraft,
    PriorityChangesDraft,
    InstanceVmacDraft {
  interface?: string | undefined;
  vrid?: number | undefined;
  state?: "MASTER" | "BACKUP" | undefined;
  priority?: number | undefined;
  advertInterval?: number | undefined;
  version?: 2 | 3 | undefined;
  preempt?: boolean | undefined;
  preemptDelay?: number | undefined;
  downTimerAdverts?: number | undefined;
  authType?: "PASS" | "AH" | undefined;
  password?: string | undefined;
  authentication?: Word | undefined;
  transport?: VrrpTransport | undefined;
  source?: Ip | undefined;
  group?: Ip | undefined;
  peers?: PeerDraft[] | undefined;
  checkUnicastSource?: boolean | undefined;
  trackPrimary?: boolean | undefined;
  addresses?: AddressDraft[] | undefined;
  excluded?: AddressDraft[] | undefined;
  routes?: RouteDraft[] | undefined;
  rules?: RuleDraft[] | undefined;
  noAddresses?: boolean | undefined;
  hmac?: HmacDraft | undefined;
  accept?: boolean | undefined;
  trackSource?: boolean | undefined;
  unicastTtl?: number | undefined;
  faultWithoutPeers?: boolean | undefined;
  oldChecksum?: "always" | "never" | undefined;
  notifyDeleted?: { readonly script: WrittenScript | undefined } | undefined;
  notifyLowerPriority?: WrittenScript | undefined;
  promoteSecondaries?: boolean | undefined;
  receiveBuffer?: number | undefined;
  debug?: number | undefined;
  linkbeatPolling?: boolean | undefined;
  syncDaemonInterface?: string | undefined;
}

/** Where `vrrp_transport udp` names no port. */
const DEFAULT_UDP_PORT = 8112;

const authentication: Block<InstanceDraft> = defineBlock<InstanceDraft>("authentication", {
  auth_type: choice(
    "authType",
    { PASS: "PASS", AH: "AH" },
    { meaning: "how adverts are authenticated, version 2 alone" },
  ),
  auth_pass: text("password", { meaning: "the password, of which 8 characters count" }),
});

const state = choice(
  "state",
  { MASTER: "MASTER", BACKUP: "BACKUP" },
  {
    meaning: "what it wishes to be at the start",
    byDefault: "MASTER with priority 255, else BACKUP",
  },
);

const notYetKeywords: Table<InstanceDraft> = notYet<InstanceDraft>({
  virtual_routes: listed(
    "routes",
    { meaning: "routes that are there while MASTER" },
    ROUTE_ARGS,
    virtualRoute,
    readRoutes,
  ),
  virtual_rules: listed(
    "rules",
    { meaning: "routing rules that are there while MASTER" },
    RULE_ARGS,
    virtualRule,
    readRules,
  ),
  no_virtual_ipaddress: flag("noAddresses", true, { meaning: "having no addresses is meant so" }),
  auth_hmac: nested(
    { meaning: "adverts are signed" },
    "{ ... }",
    (draft, statement, report) => {
      draft.hmac = readHmac(statement, report);
    },
    authHmac,
  ),
  no_accept: flag("accept", false, {
    meaning: "drop packets to the addresses where their owner is another router",
  }),
  track_src_ip: flag("trackSource", true, {
    meaning: "FAULT while no interface has the source of adverts",
  }),
  unicast_ttl: integer("unicastTtl", {
    strict: true,
    min: 0,
    max: 255,
    meaning: "TTL or hop limit of unicast adverts",
    byDefault: "with IPv4 255, with IPv6 the kernel's",
  }),
  unicast_fault_no_peer: flag("faultWithoutPeers", true, {
    meaning: "FAULT while unicast_peer is empty",
  }),
  old_unicast_checksum: entry(
    {
      meaning:
        "the unicast checksum of keepalived 1.3.6 and older; never: not even where a peer has it",
    },
    "[never]",
    undefined,
    (draft, { args }, report) => {
      const [word] = args;
      surplus(args, 1, report);
      if (word === undefined || word.text === "never")
        draft.oldChecksum = word === undefined ? "always" : "never";
      else badValue(report, word, "expected never or nothing");
    },
  ),
  notify_deleted: entry(
    {
      meaning:
        "run when a reload takes the instance away; alone: it is then DELETED for notify, not FAULT",
    },
    "[SCRIPT [USER [GROUP]]]",
    undefined,
    (draft, statement, report) => {
      judgeScriptWords(statement, true, report);
      draft.notifyDeleted = { script: writtenScript(statement) };
    },
  ),
  notify_master_rx_lower_pri: script(
    "notifyLowerPriority",
    "run on an advert of a lower priority while MASTER",
  ),
  promote_secondaries: flag("promoteSecondaries", true, {
    meaning: "other addresses of the interface stay when the first of their subnet goes",
  }),
  kernel_rx_buf_size: bytes("receiveBuffer", { meaning: "receive buffer of its sockets" }),
  debug: integer("debug", { min: 0, max: 4, meaning: "how much of it is logged", byDefault: "0" }),
  linkbeat_use_polling: oldNameOf(
    "linkbeat_interfaces",
    flag("linkbeatPolling", true, { meaning: "ask its interface for the link" }),
  ),
  lvs_sync_daemon_interface: oldNameOf(
    "lvs_sync_daemon in global_defs",
    interfaceName("syncDaemonInterface", { meaning: "the interface of IPVS's sync daemon" }),
  ),
});

export const vrrpInstance: Block<InstanceDraft> = defineBlock<InstanceDraft>("vrrp_instance", {
  interface: interfaceName("interface", {
    meaning: "where adverts are sent, and addresses that name no dev are held",
  }),
  virtual_router_id: integer("vrid", {
    strict: true,
    min: 1,
    max: 255,
    meaning: "VRID: the same on all routers of the virtual router",
  }),
  state,
  priority: integer("priority", {
    strict: true,
    min: 1,
    max: 255,
    meaning:
      "the highest becomes master; 255 owns the addresses, as state MASTER without a priority does",
    byDefault: "100",
  }),
  advert_int: seconds("advertInterval", {
    min: 0.01,
    max: 255,
    meaning: "between two adverts",
    byDefault: "1",
  }),
  version: choice("version", VERSIONS, {
    meaning: "VRRP version",
    byDefault: "vrrp_version; 3 for IPv6",
  }),
  nopreempt: flag("preempt", false, {
    meaning: "do not take over from a working master of lower priority",
  }),
  preempt: flag("preempt", true, {
    meaning: "take over from a master of lower priority",
    byDefault: "yes",
  }),
  preempt_delay: seconds("preemptDelay", {
    min: 0,
    max: 1000,
    meaning: "wait this long before taking over from a lower priority",
    byDefault: "0",
  }),
  down_timer_adverts: integer("downTimerAdverts", {
    min: 1,
    max: 100,
    meaning: "adverts that may be missed before the master counts as down",
    inherits: "global_defs vrrp_down_timer_adverts",
  }),
  authentication: nested(
    { meaning: "authentication of version 2" },
    "{ ... }",
    (draft, { keyword, body }, report) => {
      draft.authentication = keyword;
      readBlock(authentication, draft, body, report, (each) => {
        notePlaces(authentication, each, draft.places, report);
      });
    },
    authentication,
  ),
  vrrp_transport: entry(
    { meaning: "IP protocol 112, or the same packets over UDP (daruma's own)", byDefault: "raw" },
    "raw | udp [PORT]",
    "1..65535",
    readTransport,
  ),
  unicast_src_ip: ipAddress("source", "source of adverts", "the interface's primary address"),
  mcast_src_ip: ipAddress("source", "source of adverts", "the interface's primary address"),
  mcast_dst_ip: multicastGroup(
    "group",
    undefined,
    "group that adverts are sent to",
    "vrrp_mcast_group4 or vrrp_mcast_group6",
  ),
  unicast_peer: listed(
    "peers",
    { meaning: "send adverts to these addresses instead of a group" },
    "{ IP [min_ttl NUMBER] [max_ttl NUMBER] ... }",
    unicastPeer,
    readPeers,
  ),
  check_unicast_src: boolean("checkUnicastSource", {
    meaning: "accept unicast adverts from configured peers alone",
    inherits: "global_defs vrrp_check_unicast_src",
  }),
  dont_track_primary: flag("trackPrimary", false, {
    meaning: "an interface that is down is no fault",
  }),
  virtual_ipaddress: listed(
    "addresses",
    { meaning: "addresses of the virtual router" },
    ADDRESS_ARGS,
    virtualAddress,
    readHeld,
  ),
  virtual_ipaddress_excluded: listed(
    "excluded",
    { meaning: "addresses held while MASTER that adverts do not name" },
    ADDRESS_ARGS,
    virtualAddress,
    readHeld,
  ),
  ...garpKeywords(""),
  ...notifyKeywords,
  ...trackKeywords,
  ...advertKeywords,
  ...latenessKeywords,
  ...alertKeyword,
  ...priorityChangesKeyword,
  ...instanceVmacKeywords,
  ...notYetKeywords,
  accept: flag("accept", true, {
    meaning: "take packets to the addresses though their owner is another router; daruma does",
    byDefault: "yes, unless strict_mode",
  }),
  native_ipv6: obsolete("IPv6 is told by the addresses"),
});

/** Addresses that are held while MASTER. */
function readHeld(
  line: Line<AddressDraft>,
  body: readonly Statement[],
  report: Report,
): readonly AddressDraft[] {
  const before = report.errors();
  const found = readAddresses(line, body, report);
  if (report.errors() > before) report.lose("virtual_ipaddress", undefined);
  return found;
}

function readTransport(draft: InstanceDraft, { keyword, args }: Statement, report: Report): void {
  const [kind, port] = args;
  if (kind === undefined) {
    missing(report, keyword, "raw or udp [PORT]");
  } else if (kind.text === "raw") {
    draft.transport = { type: "raw" };
    surplus(args, 1, report);
  } else if (kind.text === "udp") {
    const number = port === undefined ? DEFAULT_UDP_PORT : readPort(port, report);
    if (number !== undefined) draft.transport = { type: "udp", port: number };
    surplus(args, 2, report);
  } else {
    badValue(report, kind, `expected ${list(["raw", "udp"])}`);
  }
}
