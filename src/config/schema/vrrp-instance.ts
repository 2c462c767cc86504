/** keepalived.conf(5), "VRRP instance(s)". */
import type { Ip } from "../../base/ip.ts";
import type { Word } from "../lexer.ts";
import type { VrrpTransport } from "../model.ts";
import type { Report } from "../report.ts";
import type { Statement } from "../tree.ts";
import { type AddressDraft, readAddresses } from "./address-list.ts";
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
  seconds,
  surplus,
  text,
} from "./entry.ts";
import { type GarpDraft, garpKeywords } from "./garp.ts";
import { VERSIONS } from "./global-defs.ts";
import { readBlock } from "./read-block.ts";
import { type TrackDraft, trackKeywords } from "./tracking.ts";
import {
  ipAddress,
  multicastGroup,
  type NotifyDraft,
  notifyKeywords,
  readIp,
  readPort,
} from "./values.ts";

export interface InstanceDraft extends GarpDraft, NotifyDraft, TrackDraft {
  readonly name: Word;
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
  peers?: Ip[] | undefined;
  checkUnicastSource?: boolean | undefined;
  trackPrimary?: boolean | undefined;
  addresses?: AddressDraft[] | undefined;
  excluded?: AddressDraft[] | undefined;
  /** Where each keyword stands, for what is judged when all is read. */
  readonly places: Map<string, Word>;
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

export const vrrpInstance: Block<InstanceDraft> = defineBlock<InstanceDraft>(
  "vrrp_instance",
  {
    interface: text("interface", {
      meaning: "where adverts are sent, and addresses that name no dev are held",
    }),
    virtual_router_id: integer("vrid", {
      min: 1,
      max: 255,
      meaning: "VRID: the same on all routers of the virtual router",
    }),
    state,
    priority: integer("priority", {
      min: 1,
      max: 255,
      meaning: "the highest becomes master; 255 owns the addresses",
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
      byDefault: "vrrp_down_timer_adverts",
    }),
    authentication: nested(
      { meaning: "authentication of version 2" },
      "{ ... }",
      (draft, { keyword, body }, report) => {
        draft.authentication = keyword;
        readBlock(authentication, draft, body ?? [], report);
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
    unicast_peer: nested(
      { meaning: "send adverts to these addresses instead of a group" },
      "{ IP ... }",
      readPeers,
    ),
    check_unicast_src: boolean("checkUnicastSource", {
      meaning: "accept unicast adverts from configured peers alone",
      byDefault: "vrrp_check_unicast_src",
    }),
    dont_track_primary: flag("trackPrimary", false, {
      meaning: "an interface that is down is no fault",
    }),
    virtual_ipaddress: nested(
      { meaning: "addresses of the virtual router" },
      "{ ADDR[/LEN] [brd ADDR|+|-] [dev IF] [scope SCOPE] [label LABEL] ... }",
      (draft, { body }, report) => {
        draft.addresses ??= [];
        for (const address of readAddresses(body ?? [], report)) draft.addresses.push(address);
      },
    ),
    virtual_ipaddress_excluded: nested(
      { meaning: "addresses held while MASTER that adverts do not name" },
      "{ ADDR[/LEN] ... }",
      (draft, { body }, report) => {
        draft.excluded ??= [];
        for (const address of readAddresses(body ?? [], report)) draft.excluded.push(address);
      },
    ),
    ...garpKeywords(""),
    ...notifyKeywords,
    ...trackKeywords,
  },
  `
  smtp_alert virtual_routes virtual_rules use_vmac vmac_xmit_base
  accept no_accept strict_mode promote_secondaries
  no_virtual_ipaddress auth_hmac track_src_ip unicast_ttl unicast_fault_no_peer
  old_unicast_checksum v3_checksum_as_v2 use_vmac_addr use_ipvlan vrf notify_deleted
  notify_master_rx_lower_pri notify_priority_changes garp_extra_if vmac_garp_intvl
  lower_prio_no_advert higher_prio_send_advert owner_ignore_adverts timer_expired_backup
  thread_timer_expired skip_check_adv_addr kernel_rx_buf_size debug native_ipv6
  linkbeat_use_polling lvs_sync_daemon_interface
`,
);

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

function readPeers(draft: InstanceDraft, { body }: Statement, report: Report): void {
  draft.peers ??= [];
  for (const { keyword, args } of body ?? []) {
    const ip = readIp(keyword, report);
    if (ip !== undefined) draft.peers.push(ip);
    const [word] = args;
    if (word === undefined) continue;
    if (word.text === "min_ttl" || word.text === "max_ttl")
      report.at(word, {
        rule: "unsupported-keyword",
        severity: "warning",
        message: `daruma does not act on ${word.text} yet: it is left out`,
      });
    else surplus(args, 0, report);
  }
}
