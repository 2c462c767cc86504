/** One of everything that can be told: the compiler asks for the rest where a type is new. */
import { millis } from "../../../src/base/time.ts";
import type { ProbeFailure } from "../../../src/director/check-types.ts";
import type { Notice } from "../../../src/director/notice.ts";
import type { PacketFault, TransitionCause } from "../../../src/director/vrrp-types.ts";
import { ipOf } from "../ip-of.ts";

type Of<Type extends Notice["type"]> = Extract<Notice, { type: Type }>;
type NoticeTable = { readonly [Type in Notice["type"]]: Of<Type> };
type CauseTable = {
  readonly [Type in TransitionCause["type"]]: Extract<TransitionCause, { type: Type }>;
};
type FailureTable = {
  readonly [Type in ProbeFailure["type"]]: Extract<ProbeFailure, { type: Type }>;
};

const peer = ipOf("192.168.100.11");
const vip = ipOf("203.0.113.100");
const names = { virtualServer: "TCP 203.0.113.100:80", realServer: "192.168.100.21:80" };
const service = { protocol: "TCP", ip: vip, port: 80 } as const;

export const CAUSES: CauseTable = {
  start: { type: "start" },
  stop: { type: "stop" },
  removed: { type: "removed" },
  masterDown: { type: "masterDown", master: peer, silentFor: millis(3414.506) },
  masterLeft: { type: "masterLeft", master: peer },
  preempted: { type: "preempted", master: peer, priority: 100 },
  higherPriority: { type: "higherPriority", from: peer, priority: 150 },
  equalPriorityHigherAddress: { type: "equalPriorityHigherAddress", from: peer, priority: 140 },
  replacedInStall: { type: "replacedInStall", from: peer, priority: 140 },
  owner: { type: "owner" },
  fault: { type: "fault", reasons: ["interface wan is down", "interface lan does not exist"] },
  faultCleared: { type: "faultCleared" },
  addressRemoved: { type: "addressRemoved", ip: vip },
  regrouped: { type: "regrouped", group: "PAIR" },
  group: {
    type: "group",
    member: "LAN",
    because: { type: "masterDown", master: undefined, silentFor: millis(3454) },
  },
};

export const FAILURES: FailureTable = {
  refused: { type: "refused" },
  timeout: { type: "timeout", after: millis(3000), phase: "connect" },
  network: { type: "network", errno: "EHOSTUNREACH", phase: "connect" },
  tls: { type: "tls", detail: "certificate has expired" },
  status: {
    type: "status",
    got: 503,
    expected: [
      { from: 200, to: 299 },
      { from: 401, to: 401 },
    ],
  },
  digest: { type: "digest", got: "aa", expected: "bb" },
  protocol: { type: "protocol", detail: "the answer is not HTTP" },
  local: { type: "local", detail: "EADDRNOTAVAIL: no such source address" },
};

const FAULT_TABLE: Readonly<Record<PacketFault, true>> = {
  truncated: true,
  length: true,
  ttl: true,
  version: true,
  type: true,
  checksum: true,
  authType: true,
  authPassword: true,
  interval: true,
  vrid: true,
  source: true,
  destination: true,
};
export const FAULTS: readonly string[] = Object.keys(FAULT_TABLE);

const destination = {
  ip: ipOf("192.168.100.21"),
  port: 80,
  forwarding: "NAT",
  weight: 3,
} as const;
export const OPS: Of<"ipvs.apply">["ops"] = [
  {
    type: "addService",
    service: {
      ...service,
      scheduler: "wlc",
      persistenceTimeout: 0,
      extra: [],
      destinations: new Map(),
    },
  },
  { type: "addDestination", service, destination },
  { type: "editDestination", service, destination: { ...destination, weight: 0 } },
  { type: "deleteDestination", service, destination },
  { type: "deleteService", service },
];

/** Every field has a value, the optional ones too. */
export const NOTICES: NoticeTable = {
  "vrrp.transition": {
    type: "vrrp.transition",
    instance: "WAN",
    from: "BACKUP",
    to: "MASTER",
    cause: CAUSES.masterDown,
    priority: 150,
    triggeredAt: millis(1000),
  },
  "vrrp.group": { type: "vrrp.group", group: "PAIR", to: "MASTER", cause: CAUSES.masterDown },
  "vrrp.announced": { type: "vrrp.announced", instance: "WAN", triggeredAt: millis(1000) },
  "vrrp.refused": {
    type: "vrrp.refused",
    instance: "WAN",
    channel: "wan inet raw",
    source: peer,
    fault: "authPassword",
    count: 60,
    detail: "wrong password",
  },
  "vrrp.mismatch": {
    type: "vrrp.mismatch",
    instance: "WAN",
    source: peer,
    what: "interval",
    detail: "its advert_int is 2 s, ours is 1 s",
  },
  "vrrp.lowerPriority": {
    type: "vrrp.lowerPriority",
    instance: "WAN",
    source: peer,
    priority: 100,
  },
  "vrrp.address": { type: "vrrp.address", instance: "WAN", ip: vip, problem: "EPERM" },
  "vrrp.leftover": { type: "vrrp.leftover", instance: "WAN", ips: [vip, peer] },
  "vrrp.addressGone": { type: "vrrp.addressGone", instance: "WAN", ip: vip },
  "vrrp.channel": { type: "vrrp.channel", channel: "wan inet raw", problem: "EPERM" },
  "vrrp.reconfigured": {
    type: "vrrp.reconfigured",
    instance: "WAN",
    changes: ["priority 150 -> 90", "advert_int 1 s -> 2 s"],
  },
  "check.up": {
    type: "check.up",
    ...names,
    check: "TCP_CHECK",
    took: millis(1.25),
    initial: false,
  },
  "check.down": {
    type: "check.down",
    ...names,
    check: "HTTP_GET",
    failure: FAILURES.refused,
    attempts: 2,
    initial: false,
    url: "/",
  },
  "check.local": { type: "check.local", ...names, check: "TCP_CHECK", failure: FAILURES.local },
  "server.up": { type: "server.up", ...names, weight: 3 },
  "server.down": { type: "server.down", ...names, inhibited: false, reason: "check" },
  "quorum.lost": {
    type: "quorum.lost",
    virtualServer: names.virtualServer,
    quorum: 2,
    weight: 1,
    sorryServer: "192.168.100.99:80",
  },
  "quorum.gained": {
    type: "quorum.gained",
    virtualServer: names.virtualServer,
    quorum: 2,
    weight: 3,
    sorryServer: "192.168.100.99:80",
  },
  "ipvs.apply": { type: "ipvs.apply", ops: OPS },
  "ipvs.drift": { type: "ipvs.drift", ops: OPS.slice(0, 1) },
  "ipvs.refused": { type: "ipvs.refused", detail: "ipvsadm is not installed" },
  "send.failed": { type: "send.failed", what: "WAN to 224.0.0.18", problem: "ENETDOWN", count: 60 },
  "send.recovered": { type: "send.recovered", what: "WAN to 224.0.0.18", lastedMs: 61_400 },
  "daemon.start": {
    type: "daemon.start",
    version: "0.1.0",
    config: "/etc/daruma/daruma.conf",
    instances: 2,
    virtualServers: 1,
  },
  "daemon.ready": { type: "daemon.ready", tookMs: 123.4 },
  "daemon.stop": { type: "daemon.stop", signal: "SIGTERM" },
  "daemon.stopped": { type: "daemon.stopped", tookMs: 17.2 },
  "daemon.reload": { type: "daemon.reload", tookMs: 8.6 },
  "daemon.reloadRefused": {
    type: "daemon.reloadRefused",
    errors: 1,
    first: "web.conf:2: unknown keyword",
  },
  "process.start": { type: "process.start", process: "vrrp", pid: 4711 },
  "process.died": {
    type: "process.died",
    process: "vrrp",
    pid: 4711,
    why: "killed by SIGKILL",
    restartInMs: 1000,
  },
  "process.degraded": {
    type: "process.degraded",
    process: "vrrp",
    what: "real-time priority",
    detail: "EPERM",
  },
  "process.stalled": { type: "process.stalled", process: "vrrp", lastedMs: 2000.4 },
  "script.failed": { type: "script.failed", script: "/bin/notify", detail: "exit status 3" },
  "conf.diagnostic": {
    type: "conf.diagnostic",
    severity: "error",
    rule: "unknown-keyword",
    place: "web.conf:2:5",
    message: 'unknown keyword "interfaces"',
    hint: "did you mean interface?",
  },
};
