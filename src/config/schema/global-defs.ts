/** keepalived.conf(5), "GLOBAL CONFIGURATION": what holds for all of the daemon, and defaults for instances. */
import type { Ip } from "../../base/ip.ts";
import type { LogLevel, ScriptUser } from "../model.ts";
import type { Word } from "../pieces.ts";
import {
  type AdvertsDraft,
  globalAdvertKeywords,
  type StartDraft,
  startKeywords,
} from "./adverts.ts";
import { type BuffersDraft, bufferKeywords } from "./buffers.ts";
import { type DaemonGlobalDraft, daemonGlobalKeywords } from "./daemon.ts";
import {
  type Block,
  badValue,
  choice,
  defineBlock,
  entry,
  flag,
  integer,
  notYet,
  seconds,
  surplus,
  text,
} from "./entry.ts";
import { type FirewallDraft, firewallKeywords } from "./firewall.ts";
import { type GarpDraft, garpKeywords, globalGarpKeywords } from "./garp.ts";
import { type IpvsDraft, ipvsKeywords } from "./ipvs.ts";
import { interfaceName } from "./links.ts";
import { type MailDraft, mailKeywords } from "./mail.ts";
import { type ObservingDraft, observingKeywords } from "./observing.ts";
import { type ProcessesDraft, processKeywords } from "./processes.ts";
import { type ReloadDraft, reloadKeywords } from "./reload.ts";
import { type ScriptsDraft, scriptsKeywords } from "./scripts.ts";
import { multicastGroup, scriptUser } from "./values.ts";
import { type GlobalVmacDraft, globalVmacKeywords } from "./vmac.ts";

export interface GlobalDraft
  extends GarpDraft,
    ProcessesDraft,
    AdvertsDraft,
    StartDraft,
    GlobalVmacDraft,
    FirewallDraft,
    ScriptsDraft,
    MailDraft,
    IpvsDraft,
    BuffersDraft,
    ObservingDraft,
    ReloadDraft,
    DaemonGlobalDraft {
  /** Where each keyword stands, for what is judged when all is read. */
  readonly places: Map<string, Word>;
  routerId?: string | undefined;
  scriptUser?: ScriptUser | undefined;
  enableScriptSecurity?: boolean | undefined;
  dynamicInterfaces?: boolean | undefined;
  version?: 2 | 3 | undefined;
  group4?: Ip | undefined;
  group6?: Ip | undefined;
  downTimerAdverts?: number | undefined;
  checkUnicastSource?: boolean | undefined;
  startupDelay?: number | undefined;
  defaultInterface?: string | undefined;
  logLevel?: LogLevel | undefined;
  ipvsResync?: number | undefined;
}

export const VERSIONS: Readonly<Record<string, 2 | 3>> = { "2": 2, "3": 3 };
const LEVELS: Readonly<Record<string, LogLevel>> = {
  trace: "trace",
  debug: "debug",
  info: "info",
  warn: "warn",
  error: "error",
  fatal: "fatal",
};

export const globalDefs: Block<GlobalDraft> = defineBlock<GlobalDraft>("global_defs", {
  router_id: text("routerId", { meaning: "name of this node", byDefault: "the host's name" }),
  script_user: scriptUser(
    "scriptUser",
    "who runs scripts that name nobody",
    "keepalived_script if it exists, else the daemon's user",
  ),
  enable_script_security: flag("enableScriptSecurity", true, {
    meaning: "refuse scripts that others than root could change, if root runs them",
  }),
  dynamic_interfaces: entry(
    {
      meaning:
        "interfaces may come and go, with allow_if_changes those below virtual ones too; daruma always allows it",
    },
    "[allow_if_changes]",
    undefined,
    (draft, { args }, report) => {
      const [word] = args;
      draft.dynamicInterfaces = true;
      surplus(args, 1, report);
      if (word !== undefined && word.text !== "allow_if_changes")
        badValue(report, word, "expected allow_if_changes or nothing");
    },
  ),
  vrrp_version: choice("version", VERSIONS, {
    meaning: "VRRP version of instances",
    byDefault: "2",
  }),
  vrrp_mcast_group4: multicastGroup("group4", "inet", "IPv4 group of adverts", "224.0.0.18"),
  vrrp_mcast_group6: multicastGroup("group6", "inet6", "IPv6 group of adverts", "ff02::12"),
  vrrp_down_timer_adverts: integer("downTimerAdverts", {
    min: 1,
    max: 100,
    meaning: "adverts that may be missed before the master counts as down",
    byDefault: "3",
  }),
  vrrp_check_unicast_src: flag("checkUnicastSource", true, {
    meaning: "accept unicast adverts from configured peers alone",
  }),
  vrrp_startup_delay: seconds("startupDelay", {
    min: 0.001,
    max: 86_400,
    meaning: "no VRRP until this long after the start",
    byDefault: "at once",
  }),
  log_level: choice("logLevel", LEVELS, {
    meaning: "lowest level that is logged (daruma's own)",
    byDefault: "info",
  }),
  ipvs_resync: seconds("ipvsResync", {
    min: 0.1,
    max: 86_400,
    meaning: "how often the kernel's IPVS table is compared with what it should be (daruma's own)",
    byDefault: "1",
  }),
  ...garpKeywords("vrrp_"),
  ...globalGarpKeywords,
  ...processKeywords,
  ...notYet<GlobalDraft>({
    default_interface: interfaceName("defaultInterface", {
      meaning: "the interface of static addresses that name no dev",
      byDefault: "eth0",
    }),
  }),
  ...globalAdvertKeywords,
  ...startKeywords,
  ...globalVmacKeywords,
  ...firewallKeywords,
  ...scriptsKeywords,
  ...mailKeywords,
  ...ipvsKeywords,
  ...bufferKeywords,
  ...observingKeywords,
  ...reloadKeywords,
  ...daemonGlobalKeywords,
});
