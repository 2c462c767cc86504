/**
 * The typed configuration: what remains of a conf file once it is read, checked and defaulted.
 *
 * Nothing here is optional that has a default, nothing is text that is an address, and every number
 * is within its range. Plain data: it crosses process borders and compares by structure.
 */
import type { Family, Ip, Prefix } from "../base/ip.ts";
import type { Millis } from "../base/time.ts";

export interface Config {
  readonly global: GlobalDefs;
  readonly instances: readonly VrrpInstance[];
  readonly syncGroups: readonly SyncGroup[];
  readonly virtualServers: readonly VirtualServer[];
}

export interface GlobalDefs {
  /** Undefined: the host's name, which a pure reader of text does not know. */
  readonly routerId: string | undefined;
  /** Default user and group of scripts; undefined: `keepalived_script` if it exists, else the daemon's own. */
  readonly scriptUser: ScriptUser | undefined;
  readonly enableScriptSecurity: boolean;
  /** May interfaces be missing at start without a word; a missing one is FAULT either way. */
  readonly dynamicInterfaces: boolean;
  /** SCHED_RR priority of the VRRP process, 1 to 99; undefined: daruma's own choice. */
  readonly vrrpRtPriority: number | undefined;
  readonly checkerRtPriority: number | undefined;
  /** No VRRP processing until this long after the start. */
  readonly startupDelay: Millis;
  /** Lowest level that is logged; `--log-level` wins. */
  readonly logLevel: LogLevel;
  /** How often the kernel's IPVS table is compared with the desired one. daruma's own keyword. */
  readonly ipvsResync: Millis;
}

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal";

export interface ScriptUser {
  readonly user: string;
  readonly group: string | undefined;
}

/** A command line as keepalived splits it, and as whom it runs. */
export interface Script {
  readonly command: readonly [string, ...string[]];
  readonly user: ScriptUser | undefined;
}

/** keepalived.conf(5), "vrrp_instance". */
export interface VrrpInstance {
  readonly name: string;
  /** The family of its adverts: that of its first virtual_ipaddress. */
  readonly family: Family;
  readonly interface: string;
  readonly vrid: number;
  /** `state`: what it wishes to be at start. Without the keyword: MASTER if the priority is 255. */
  readonly initialState: "MASTER" | "BACKUP";
  readonly priority: number;
  /** advert_int; whole seconds where version is 2, whole centiseconds up to 40.95 s where it is 3. */
  readonly advertInterval: Millis;
  readonly version: 2 | 3;
  readonly preempt: boolean;
  readonly preemptDelay: Millis;
  readonly downTimerAdverts: number;
  readonly authentication: Authentication;
  readonly transport: VrrpTransport;
  /** unicast_src_ip or mcast_src_ip; undefined: the interface's primary address. */
  readonly source: Ip | undefined;
  readonly destination: Destination;
  readonly addresses: readonly InterfaceAddress[];
  readonly excludedAddresses: readonly InterfaceAddress[];
  readonly garp: GarpSchedule;
  /** False with dont_track_primary: an interface that is down is not FAULT. */
  readonly trackPrimary: boolean;
  readonly notify: NotifyScripts;
}

export type Authentication =
  | { readonly type: "none" }
  /** RFC 2338 simple text password, at most 8 bytes. */
  | { readonly type: "pass"; readonly password: string };

export type VrrpTransport =
  | { readonly type: "raw" }
  /** The same packets as the payload of UDP datagrams. */
  | { readonly type: "udp"; readonly port: number };

export type Destination =
  | { readonly type: "multicast"; readonly group: Ip }
  | { readonly type: "unicast"; readonly peers: readonly Ip[]; readonly checkSource: boolean };

/** One entry of virtual_ipaddress, as `ip address` knows it. */
export interface InterfaceAddress {
  readonly prefix: Prefix;
  readonly dev: string;
  readonly broadcast: Ip | undefined;
  /** rtnetlink(7) scope: 0 global, 200 site, 253 link, 254 host. */
  readonly scope: number;
  readonly label: string | undefined;
}

/** Gratuitous ARP and unsolicited NA: how many, when, how far apart. */
export interface GarpSchedule {
  readonly masterDelay: Millis;
  readonly masterRepeat: number;
  /** 0: no periodic refresh. */
  readonly masterRefresh: Millis;
  readonly masterRefreshRepeat: number;
  readonly lowerPrioDelay: Millis;
  readonly lowerPrioRepeat: number;
  /** Spacing between two ARPs, and between two NAs, on one interface; 0: none. */
  readonly interval: Millis;
  readonly gnaInterval: Millis;
}

export interface NotifyScripts {
  readonly master: Script | undefined;
  readonly backup: Script | undefined;
  readonly fault: Script | undefined;
  readonly stop: Script | undefined;
  /** `notify`: called at every change with INSTANCE|GROUP, name, state, priority. */
  readonly any: Script | undefined;
}

export interface SyncGroup {
  readonly name: string;
  /** Names of instances of this Config; none of them is in another group. */
  readonly members: readonly string[];
  readonly notify: NotifyScripts;
}

export type Protocol = "TCP" | "UDP" | "SCTP";

/** How IPVS reaches a real server: masquerading, direct routing, IP-in-IP tunnel. */
export type ForwardingMethod = "NAT" | "DR" | "TUN";

/** keepalived.conf(5), "virtual_server". */
export interface VirtualServer {
  readonly ip: Ip;
  readonly port: number;
  readonly protocol: Protocol;
  readonly scheduler: string;
  readonly forwarding: ForwardingMethod;
  /** Seconds; undefined: not persistent. */
  readonly persistenceTimeout: number | undefined;
  readonly quorum: number;
  readonly hysteresis: number;
  readonly sorryServer: SorryServer | undefined;
  readonly realServers: readonly RealServer[];
}

export interface SorryServer {
  readonly ip: Ip;
  readonly port: number;
  readonly forwarding: ForwardingMethod;
}

export interface RealServer {
  readonly ip: Ip;
  readonly port: number;
  readonly weight: number;
  readonly forwarding: ForwardingMethod;
  readonly inhibitOnFailure: boolean;
  /** Starts outside the pool, and enters it when its checks have passed. */
  readonly alpha: boolean;
  readonly checks: readonly Check[];
}

/** What every checker has: inherited from virtual server to real server to checker, then defaulted. */
export interface CheckTiming {
  readonly delayLoop: Millis;
  /** Failures after the first that are tolerated: down after retry + 1 in a row. */
  readonly retry: number;
  readonly delayBeforeRetry: Millis;
  /** Upper bound of the random delay before the first probe. */
  readonly warmup: Millis;
  readonly connectTimeout: Millis;
  readonly alpha: boolean;
}

/** Where a checker connects to, and from. */
export interface CheckTarget {
  /** Undefined: the real server's own. So checks that are written alike are one object, whatever servers they stand in. */
  readonly ip: Ip | undefined;
  /** The same. */
  readonly port: number | undefined;
  readonly bindTo: Ip | undefined;
}

export interface TcpCheck {
  readonly type: "TCP_CHECK";
  readonly timing: CheckTiming;
  readonly target: CheckTarget;
}

export interface HttpCheck {
  readonly type: "HTTP_GET" | "SSL_GET";
  readonly timing: CheckTiming;
  readonly target: CheckTarget;
  readonly httpProtocol: "1.0" | "1.0C" | "1.1";
  /** Send the virtual host as TLS server name. */
  readonly sni: boolean;
  readonly urls: readonly [HttpUrl, ...HttpUrl[]];
}

export interface HttpUrl {
  readonly path: string;
  /** The Host header; undefined: the target's address and port. */
  readonly virtualHost: string | undefined;
  /** MD5 of the body, 32 lower-case hex digits; undefined: not compared. */
  readonly digest: string | undefined;
  readonly status: readonly StatusRange[];
}

/** Inclusive. */
export interface StatusRange {
  readonly from: number;
  readonly to: number;
}

export type Check = TcpCheck | HttpCheck;
