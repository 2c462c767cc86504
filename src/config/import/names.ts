/** Hosts and ports that a source calls by name. */
import { type Ip, parseIp } from "../../base/ip.ts";
import { shown } from "./items.ts";

/** What this machine knows names by, for instance /etc/hosts and /etc/services. */
export interface Names {
  readonly hosts: ReadonlyMap<string, Ip>;
  /** Keyed `http/tcp`. */
  readonly ports: ReadonlyMap<string, number>;
}

/** Where a machine knows none: services(5) of every system. */
const WELL_KNOWN: Readonly<Record<string, number>> = {
  ftp: 21,
  ssh: 22,
  telnet: 23,
  smtp: 25,
  domain: 53,
  http: 80,
  www: 80,
  "pop-3": 110,
  pop3: 110,
  nntp: 119,
  imap: 143,
  imap2: 143,
  ldap: 389,
  https: 443,
  submission: 587,
  ldaps: 636,
  imaps: 993,
  pop3s: 995,
  "http-alt": 8080,
  mysql: 3306,
  postgresql: 5432,
  sip: 5060,
};

export interface Endpoint {
  readonly ip: Ip;
  /** Undefined: none was named. */
  readonly port: number | undefined;
}

/**
 * `1.2.3.4`, `1.2.3.4:80`, `[2001:db8::1]:80`, or names in their places. Where it cannot be read, the
 * reason, for an operator.
 */
export function readEndpoint(text: string, protocol: string, names: Names): Endpoint | string {
  const whole = parseIp(text);
  if (whole !== undefined) return { ip: whole, port: undefined };
  const [, six, other = "", name] = /^(?:\[([^\]]*)\]|([^[\]:]+))(?::([^:]+))?$/.exec(text) ?? [];
  const host = six ?? other;
  if (host === "") return "expected ADDRESS[:PORT], an IPv6 address in brackets";
  const ip = parseIp(host) ?? names.hosts.get(host.toLowerCase());
  if (ip === undefined)
    return `the host ${shown(host)} is no address, and not in /etc/hosts: a conf needs its address`;
  const port = name === undefined ? undefined : readPort(name, protocol, names);
  if (name !== undefined && port === undefined)
    return `the port ${shown(name)} is no number, and not in /etc/services`;
  return { ip, port };
}

/** 0 to 65535, or a name for one. */
export function readPort(text: string, protocol: string, { ports }: Names): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) <= 65_535 ? Number(text) : undefined;
  const name = text.toLowerCase();
  const known = ports.get(`${name}/${protocol}`);
  return known ?? (Object.hasOwn(WELL_KNOWN, name) ? WELL_KNOWN[name] : undefined);
}

/** The texts of hosts(5) and services(5). The first line that has a name wins, as it does there. */
export const parseNames = (hosts: string, services: string): Names => ({
  hosts: hostsIn(hosts),
  ports: portsIn(services),
});

function hostsIn(text: string): Names["hosts"] {
  const hosts = new Map<string, Ip>();
  for (const [address = "", ...names] of fieldsOf(text)) {
    const ip = parseIp(address);
    if (ip === undefined) continue;
    for (const name of names.map((each) => each.toLowerCase()))
      if (!hosts.has(name)) hosts.set(name, ip);
  }
  return hosts;
}

function portsIn(text: string): Names["ports"] {
  const ports = new Map<string, number>();
  for (const [name = "", place = "", ...aliases] of fieldsOf(text)) {
    const [, port, protocol = ""] = /^(\d{1,5})\/(\w+)$/.exec(place) ?? [];
    if (port === undefined) continue;
    for (const each of [name, ...aliases].map((one) => `${one.toLowerCase()}/${protocol}`))
      if (!ports.has(each)) ports.set(each, Number(port));
  }
  return ports;
}

const fieldsOf = (text: string): readonly (readonly string[])[] =>
  text.split("\n").map((line) =>
    line
      .replace(/#.*/, "")
      .split(/\s+/)
      .filter((field) => field !== ""),
  );
