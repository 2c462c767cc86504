/** From what an instance says to what holds for it: defaults, and rules between keywords. */

import { assert } from "../base/assert.ts";
import { type Family, familyOf, type Ip, parseIp } from "../base/ip.ts";
import { LIMITS } from "../base/limits.ts";
import { millis } from "../base/time.ts";
import type {
  Authentication,
  Destination,
  InterfaceAddress,
  VrrpInstance,
  VrrpTransport,
} from "./model.ts";
import type { Word } from "./pieces.ts";
import type { Finding, Report } from "./report.ts";
import type { AddressDraft } from "./schema/address-list.ts";
import { garpSchedule } from "./schema/garp.ts";
import type { GlobalDraft } from "./schema/global-defs.ts";
import { notifyOf } from "./schema/values.ts";
import type { InstanceDraft } from "./schema/vrrp-instance.ts";

/** What fits one packet of 1500 bytes, RFC 9568 section 5.2.5. */
const INET6_ADDRESSES_MAX = 90;
const PASSWORD_MAX = 8;

interface Context {
  readonly draft: InstanceDraft;
  readonly global: GlobalDraft;
  readonly report: Report;
}

/** Undefined where it cannot work at all, which is reported. */
export function resolveInstance(
  draft: InstanceDraft,
  global: GlobalDraft,
  report: Report,
): VrrpInstance | undefined {
  const context = { draft, global, report };
  const { vrid } = draft;
  if (vrid === undefined) {
    refuse(context, "virtual_router_id");
    return undefined;
  }
  const unicast = (draft.peers ?? []).length > 0;
  if (draft.interface === undefined && !(unicast && draft.source !== undefined)) {
    refuse(context, "interface");
    return undefined;
  }
  const { interface: dev = "" } = draft;
  const family = familyOfInstance(draft);
  const version = versionOf(context, family);
  const { addresses, excluded } = splitAddresses(context, family, dev);
  if (addresses.length === 0 && !worksWithoutAddress(context, version)) return undefined;
  return {
    name: draft.name.text,
    family,
    interface: dev,
    vrid,
    ...standingOf(context, version),
    advertInterval: millis(intervalOf(context, version)),
    version,
    downTimerAdverts: draft.downTimerAdverts ?? global.downTimerAdverts ?? 3,
    authentication: authenticationOf(context, version),
    transport: transportOf(draft),
    source: sourceOf(context, family),
    destination: destinationOf(context, family, unicast),
    addresses,
    excludedAddresses: excluded,
    garp: garpSchedule(draft, global),
    trackPrimary: draft.trackPrimary ?? true,
    notify: notifyOf(draft),
  };
}

function refuse({ draft, report }: Context, keyword: string): void {
  // Where the keyword is there, what is wrong with it has been said at its place.
  const place = draft.places.get(keyword);
  if (place !== undefined && report.follows(place, `vrrp_instance ${draft.name.text} is left out`))
    return;
  const has = place === undefined ? "no" : "no usable";
  report.at(draft.name, {
    rule: "missing-keyword",
    severity: "error",
    message: `vrrp_instance ${draft.name.text} has ${has} ${keyword}; it is left out`,
  });
}

/** keepalived.conf(5), "virtual_ipaddress": version 2 alone can be without, which is seldom meant. */
function worksWithoutAddress(context: Context, version: 2 | 3): boolean {
  if (version === 3) {
    refuse(context, "virtual_ipaddress");
    return false;
  }
  const { addresses = [], excluded, flawed, name, noAddresses } = context.draft;
  // Where something of it could not be read, that has been said, and may be why there are none.
  if (noAddresses === true || flawed === true || addresses.length > 0) return true;
  context.report.lose("virtual_ipaddress", undefined);
  remark(context, "virtual_ipaddress", {
    rule: "no-address",
    message: `vrrp_instance ${name.text} has no virtual_ipaddress: a takeover moves ${excluded === undefined ? "no address" : "only what its adverts do not name"}`,
    hint: "where that is meant: no_virtual_ipaddress",
  });
  return true;
}

/** Speaks at the keyword, or at the instance's name where the keyword is not there. */
function remark(
  { draft, report }: Context,
  keyword: string,
  finding: Omit<Finding, "severity">,
): void {
  report.at(draft.places.get(keyword) ?? draft.name, { ...finding, severity: "warning" });
}

function familyOfInstance({ addresses, source, peers }: InstanceDraft): Family {
  const first = addresses?.[0]?.prefix.ip ?? source ?? peers?.[0]?.ip;
  return first === undefined ? "inet" : familyOf(first);
}

function versionOf(context: Context, family: Family): 2 | 3 {
  const { draft, global } = context;
  if (family === "inet") return draft.version ?? global.version ?? 2;
  if (draft.version === 2)
    remark(context, "version", {
      rule: "ignored-setting",
      message: "VRRP version 2 has no IPv6: version 3 is used",
    });
  return 3;
}

/** RFC 3768 carries whole seconds, RFC 9568 centiseconds up to 40.95 s. */
function intervalOf(context: Context, version: 2 | 3): number {
  const asked = context.draft.advertInterval ?? 1000;
  const grain = version === 2 ? 1000 : 10;
  const limit = version === 2 ? 255_000 : 40_950;
  const given = Math.min(limit, Math.max(grain, Math.round(asked / grain) * grain));
  if (given !== asked)
    remark(context, "advert_int", {
      rule: "rounded",
      message: `version ${version} cannot carry ${asked / 1000} s: ${given / 1000} s is used`,
      hint: version === 2 ? "version 3 has fractions of a second" : undefined,
    });
  return given;
}

const transportOf = ({ transport }: InstanceDraft): VrrpTransport => transport ?? { type: "raw" };

/** keepalived.conf(5): who wishes to be MASTER and names no priority owns the addresses, and the reverse. */
function standingOf(
  context: Context,
  version: 2 | 3,
): Pick<VrrpInstance, "initialState" | "priority" | "preempt" | "preemptDelay"> {
  const { state, places } = context.draft;
  // Who names a priority, and none that can be, has not said that it owns the addresses.
  const usual = state === "MASTER" && !places.has("priority") ? 255 : 100;
  const { priority = usual } = context.draft;
  const wish = wishOf(context, version, priority);
  const initialState = wish ?? (priority === 255 ? "MASTER" : "BACKUP");
  return { initialState, priority, ...preemptionOf(context, wish, priority) };
}

/** Adverts with AH are numbered, and who comes anew has to hear the number first: keepalived, too. */
function wishOf(
  context: Context,
  version: 2 | 3,
  priority: number,
): InstanceDraft["state"] | undefined {
  const { state, authType, password, name } = context.draft;
  const numbered = version === 2 && authType === "AH" && password !== undefined;
  if (state !== "MASTER" || !numbered || priority === 255) return state;
  remark(context, "state", {
    rule: "ignored-setting",
    message: `state MASTER does not count with auth_type AH, here and in keepalived: ${name.text} starts as BACKUP`,
    hint: "use state BACKUP on both",
  });
  return "BACKUP";
}

/** keepalived.conf(5): nopreempt and preempt_delay need a router that starts as BACKUP. */
function preemptionOf(
  context: Context,
  state: InstanceDraft["state"],
  priority: number,
): Pick<VrrpInstance, "preempt" | "preemptDelay"> {
  const { draft } = context;
  const bold = state === "MASTER" || priority === 255;
  const because = priority === 255 ? "priority 255" : "state MASTER";
  let preempt = draft.preempt ?? true;
  if (!preempt && bold) {
    const message = `nopreempt has no effect with ${because}`;
    remark(context, "nopreempt", {
      rule: "ignored-setting",
      message,
      hint: priority === 255 ? "a priority up to 254" : "use state BACKUP on both",
    });
    preempt = true;
  }
  let delay = draft.preemptDelay ?? 0;
  if (delay > 0 && (state === "MASTER" || !preempt)) {
    const why = preempt ? "state MASTER" : "nopreempt";
    const message = `preempt_delay has no effect with ${why}`;
    remark(context, "preempt_delay", { rule: "ignored-setting", message });
    delay = 0;
  }
  return { preempt, preemptDelay: millis(delay) };
}

function authenticationOf(context: Context, version: 2 | 3): Authentication {
  const { draft, report } = context;
  if (draft.authentication === undefined) return { type: "none" };
  if (version === 3) {
    remark(context, "authentication", {
      rule: "ignored-setting",
      message: "VRRP version 3 has no authentication: it is left out",
    });
    return { type: "none" };
  }
  if (draft.authType === "AH") {
    remark(context, "authentication", {
      rule: "unsupported-keyword",
      message:
        "daruma does not do auth_type AH yet: adverts are sent without authentication, and a keepalived with AH drops them: both are MASTER",
      hint: "auth_type PASS on both",
    });
    return { type: "none" };
  }
  if (draft.password === undefined) {
    const place = draft.places.get("auth_pass");
    if (place !== undefined && report.follows(place, "adverts are sent without authentication"))
      return { type: "none" };
    // It stands in another block, which has been told.
    if (report.leftOut.isLost("auth_pass")) return { type: "none" };
    remark(context, "authentication", {
      rule: "missing-keyword",
      message: "no auth_pass: adverts are sent without authentication",
    });
    return { type: "none" };
  }
  if (draft.password.length > PASSWORD_MAX)
    remark(context, "auth_pass", {
      rule: "password-too-long",
      message: `only the first ${PASSWORD_MAX} characters of auth_pass count`,
    });
  return { type: "pass", password: draft.password.slice(0, PASSWORD_MAX) };
}

function sourceOf(context: Context, family: Family): Ip | undefined {
  const { source } = context.draft;
  if (source === undefined || familyOf(source) === family) return source;
  const message = `the source ${source} is of another family than the addresses: it is left out`;
  remark(context, "unicast_src_ip", { rule: "family", message });
  return undefined;
}

function destinationOf(context: Context, family: Family, unicast: boolean): Destination {
  const { draft, global } = context;
  const checkSource = draft.checkUnicastSource ?? global.checkUnicastSource ?? false;
  if (unicast) {
    const all = (draft.peers ?? []).map(({ ip }) => ip);
    const peers = all.filter((ip) => familyOf(ip) === family);
    return { type: "unicast", peers, checkSource };
  }
  const peersLost = draft.flawed === true && draft.places.has("unicast_peer");
  if (draft.places.has("unicast_src_ip") && draft.source !== undefined && !peersLost)
    remark(context, "unicast_src_ip", {
      rule: "no-peers",
      message: "no unicast_peer: adverts are sent by multicast",
    });
  const group = family === "inet" ? global.group4 : global.group6;
  return { type: "multicast", group: draft.group ?? group ?? defaultGroup(family) };
}

/** RFC 9568 sections 5.1.1.2 and 5.1.2.2. */
function defaultGroup(family: Family): Ip {
  const group = parseIp(family === "inet" ? "224.0.0.18" : "ff02::12");
  assert(group !== undefined, "the groups of VRRP are addresses");
  return group;
}

interface Addresses {
  readonly addresses: readonly InterfaceAddress[];
  readonly excluded: readonly InterfaceAddress[];
}

function splitAddresses(context: Context, family: Family, dev: string): Addresses {
  const { draft } = context;
  const seen = new Map<string, Word>();
  if (dev === "") tellHomeless(context);
  const fresh = (each: AddressDraft): boolean => isFresh(context, seen, each, dev);
  const own = (draft.addresses ?? []).filter(
    (each) => fresh(each) && isOfFamily(context, family, each),
  );
  const excluded = (draft.excluded ?? []).filter(fresh);
  const limit = family === "inet" ? LIMITS.addressesPerAdvert : INET6_ADDRESSES_MAX;
  if (own.length > limit)
    remark(context, "virtual_ipaddress", {
      rule: "too-many-addresses",
      message: `an advert carries ${limit} addresses: the other ${own.length - limit} are held but not advertised`,
    });
  const finish = (each: AddressDraft): InterfaceAddress => addressOf(each, dev);
  return {
    addresses: own.slice(0, limit).map(finish),
    excluded: [...own.slice(limit), ...excluded].map(finish),
  };
}

/** Addresses that are on no interface: told once, and where the interface is lost, there. */
function tellHomeless({ draft, report }: Context): void {
  const { addresses = [], excluded = [], places } = draft;
  const [first, ...more] = [...addresses, ...excluded].filter(({ dev }) => dev === undefined);
  if (first === undefined) return;
  for (const { word } of [first, ...more]) report.drop(word);
  const place = places.get("interface");
  const lost = "addresses that name no dev are left out";
  if (place !== undefined && report.follows(place, lost)) return;
  report.at(first.word, {
    rule: "missing-keyword",
    severity: "error",
    message: `without an interface of the instance an address must name its dev; ${more.length === 0 ? "it is left out" : `${more.length + 1} are left out`}`,
  });
}

function isFresh(
  { report }: Context,
  seen: Map<string, Word>,
  { word, prefix, dev }: AddressDraft,
  ownDev: string,
): boolean {
  if ((dev ?? ownDev) === "") return false;
  const other = seen.get(prefix.ip);
  seen.set(prefix.ip, other ?? word);
  if (other === undefined) return true;
  report.at(word, {
    rule: "duplicate-address",
    severity: "warning",
    message: `${prefix.ip} stands already at line ${other.line}; this one is left out`,
  });
  return false;
}

function isOfFamily({ report }: Context, family: Family, { word, prefix }: AddressDraft): boolean {
  if (familyOf(prefix.ip) === family) return true;
  report.at(word, {
    rule: "family",
    severity: "error",
    message:
      "an advert carries addresses of one family, and the first one here is of the other; it is left out",
    hint: "move it to virtual_ipaddress_excluded, or to an instance of its own",
  });
  return false;
}

const addressOf = (
  { prefix, dev, broadcast, scope, label }: AddressDraft,
  ownDev: string,
): InterfaceAddress => ({
  prefix,
  dev: dev ?? ownDev,
  broadcast,
  scope: scope ?? 0,
  label,
});
