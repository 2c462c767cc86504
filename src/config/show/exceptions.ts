/** What the tables cannot say of a keyword in a word: defaults that depend on others, and what adds up. */
import type { Said } from "./said.ts";

interface Around {
  /** What `inheritsFirst` gives, where it was said there. */
  readonly above: string | undefined;
  /** What holds for another keyword of the block, said or not. */
  readonly holds: Said;
}

/** The value, or undefined where the table says it. */
type WhenAbsent = (said: Said, around: Around) => string | undefined;

/** By `BLOCK KEYWORD`: what holds where the keyword is absent, given the others of its block. */
export const whenAbsent: Readonly<Record<string, WhenAbsent>> = {
  // keepalived.conf(5): who wishes to be MASTER and names no priority owns the addresses.
  "vrrp_instance priority": (said) => (said("state") === "MASTER" ? "255" : undefined),
  "vrrp_instance state": (said) => (said("priority") === "255" ? undefined : "BACKUP"),
  "vrrp_instance unicast_ttl": (said) => (isInet6(said) ? undefined : "255"),
  "bfd_instance ttl": (said) => {
    const neighbor = said("neighbor_ip") ?? said("neighbour_ip");
    return neighbor?.includes(":") === true ? "64" : "255";
  },
  "vrrp_instance version": (said) => (isInet6(said) ? "3" : undefined),
  // 0 repetitions of what has to be announced mean one, and that is what is inherited.
  "vrrp_instance garp_lower_prio_repeat": (_said, { above, holds }) =>
    above === undefined && holds("garp_master_repeat") === "0" ? "1" : undefined,
};

/** By `BLOCK KEYWORD`, where the keyword is absent: whose value holds first, before that of the table. */
export const inheritsFirst: Readonly<Record<string, string>> = {
  "vrrp_instance version": "global_defs vrrp_version",
  ...Object.fromEntries(
    ["master_delay", "master_repeat", "master_refresh", "master_refresh_repeat"]
      .concat("lower_prio_delay", "lower_prio_repeat")
      .map((name) => [`vrrp_instance garp_${name}`, `global_defs vrrp_garp_${name}`]),
  ),
};

/** By `BLOCK KEYWORD`: without which other keyword of the block it has no effect, and a warning. */
export const pointlessWithout: Readonly<Record<string, string>> = {
  "virtual_server sorry_server_lvs_method": "sorry_server",
  "virtual_server sorry_server_inhibit": "sorry_server",
};

/** Said twice they add up; of a block: what is said in all of them is one. */
export const accumulating: ReadonlySet<string> = new Set([
  "the file global_defs",
  "vrrp_instance authentication",
  "url status_code",
  "url of SSL_GET status_code",
]);

/** The family of an instance is that of its first address. */
function isInet6(said: Said): boolean {
  const first =
    said("virtual_ipaddress") ??
    said("unicast_src_ip") ??
    said("mcast_src_ip") ??
    said("unicast_peer");
  return first?.split(/\s/)[0]?.includes(":") === true;
}
