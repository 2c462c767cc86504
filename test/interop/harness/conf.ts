/** Conf text that keepalived and daruma both read: one instance, as a case of the matrix wants it. */
import { DEVICE } from "./lan.ts";

export interface Setup {
  readonly version: 2 | 3;
  readonly family: 4 | 6;
  /** Seconds. */
  readonly advertInterval: number;
  readonly unicast: boolean;
  readonly password?: string;
  /** Port, where adverts go over UDP; daruma alone does that. */
  readonly udp?: number;
}

export interface Role {
  readonly priority: number;
  /** Own address and that of the peer, for unicast. */
  readonly address: string;
  readonly peer: string;
  /** More lines of the instance, such as nopreempt. */
  readonly extra?: readonly string[];
}

export const VRID = 51;

/** The virtual address of a family. */
export const VIP = { 4: "10.9.0.100", 6: "2001:db8:9::100" } as const;
/** All of them. RFC 9568 section 5.2.9: the first one of an IPv6 virtual router is link-local. */
export const VIPS = { 4: [VIP[4]], 6: ["fe80::9:100", VIP[6]] } as const;
export const LENGTH = { 4: 24, 6: 64 } as const;

/** A conf file with one vrrp_instance. */
export function confOf(setup: Setup, role: Role): string {
  const lines = [
    `state BACKUP`,
    `interface ${DEVICE}`,
    `virtual_router_id ${VRID}`,
    `version ${setup.version}`,
    `priority ${role.priority}`,
    `advert_int ${setup.advertInterval}`,
    `garp_master_delay 1`,
    ...(setup.unicast ? unicast(role) : []),
    ...(setup.udp === undefined ? [] : [`vrrp_transport udp ${setup.udp}`]),
    ...(setup.password === undefined ? [] : authentication(setup.password)),
    ...(role.extra ?? []),
    ...block(
      "virtual_ipaddress",
      VIPS[setup.family].map((vip) => `${vip}/${LENGTH[setup.family]}`),
    ),
  ];
  const text = [
    ...block("global_defs", ["router_id interop"]),
    ...block("vrrp_instance VI_1", lines),
  ];
  return `${text.join("\n")}\n`;
}

function unicast(role: Role): readonly string[] {
  return [`unicast_src_ip ${role.address}`, ...block("unicast_peer", [role.peer])];
}

function authentication(password: string): readonly string[] {
  return block("authentication", ["auth_type PASS", `auth_pass ${password}`]);
}

function block(head: string, lines: readonly string[]): readonly string[] {
  return [`${head} {`, ...lines.map((line) => `  ${line}`), "}"];
}

export interface Instance {
  readonly priority: number;
  readonly name?: string;
  readonly dev?: string;
  readonly vrid?: number;
  /** With their prefix lengths. */
  readonly vips?: readonly string[];
  /** More lines of the instance. */
  readonly extra?: readonly string[];
}

/** One vrrp_instance of version 3 over IPv4 that elects in less than a second. */
export function instanceText(instance: Instance): string {
  const lines = [
    "version 3",
    "state BACKUP",
    `interface ${instance.dev ?? DEVICE}`,
    `virtual_router_id ${instance.vrid ?? VRID}`,
    `priority ${instance.priority}`,
    "advert_int 0.2",
    ...(instance.extra ?? []),
    ...block("virtual_ipaddress", instance.vips ?? [`${VIP[4]}/${LENGTH[4]}`]),
  ];
  return `${block(`vrrp_instance ${instance.name ?? "VI_1"}`, lines).join("\n")}\n`;
}
