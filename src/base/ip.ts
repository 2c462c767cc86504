/**
 * IP addresses and prefixes as values. An `Ip` is its canonical text (dotted quad, or RFC 5952), so
 * that equality is `===`, a Map can be keyed by it, and an event that carries one is plain JSON.
 */
import { assert } from "./assert.ts";

declare const canonical: unique symbol;

export type Family = "inet" | "inet6";

/** An IPv4 or IPv6 address in canonical text; made only by `parseIp` and `ipFromBytes`. */
export type Ip = string & { readonly [canonical]: "ip" };

/** An address with its prefix length, as in `192.0.2.1/24`; host bits are kept. */
export interface Prefix {
  readonly ip: Ip;
  readonly length: number;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the brand is made here and only here
const brand = (text: string): Ip => text as Ip;

/** inet or inet6, told by the text. */
export const familyOf = (ip: Ip): Family => (ip.includes(":") ? "inet6" : "inet");

/** 32 or 128. */
const bitsOf = (family: Family): number => (family === "inet" ? 32 : 128);

/** The address, or undefined where the text is none. Accepts no zone, no prefix, no leading zeros in IPv4. */
export function parseIp(text: string): Ip | undefined {
  // Without leading zeros there is one way to write an IPv4 address: what passes is canonical.
  if (isIpv4(text)) return brand(text);
  const bytes = text.includes(":") ? parse6(text) : parse4(text);
  return bytes === undefined ? undefined : ipFromBytes(bytes);
}

/** From 4 or 16 bytes in network order. */
export function ipFromBytes(bytes: Uint8Array): Ip {
  assert(bytes.length === 4 || bytes.length === 16, "an address has 4 or 16 bytes");
  return brand(bytes.length === 4 ? bytes.join(".") : format6(bytes));
}

/** 4 or 16 bytes in network order. */
export function bytesOfIp(ip: Ip): Uint8Array {
  const bytes = ip.includes(":") ? parse6(ip) : parse4(ip);
  assert(bytes !== undefined, "an Ip is canonical text");
  return bytes;
}

/** As unsigned numbers in network order: negative, zero or positive. IPv4 sorts before IPv6. */
export function compareIp(a: Ip, b: Ip): number {
  const left = bytesOfIp(a);
  const right = bytesOfIp(b);
  if (left.length !== right.length) return left.length - right.length;
  for (let i = 0; i < left.length; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** 224.0.0.0/4 or ff00::/8. */
export function isMulticast(ip: Ip): boolean {
  const first = bytesOfIp(ip)[0] ?? 0;
  return familyOf(ip) === "inet" ? first >> 4 === 0xe : first === 0xff;
}

/** 169.254.0.0/16 or fe80::/10. */
export function isLinkLocal(ip: Ip): boolean {
  const [first = 0, second = 0] = bytesOfIp(ip);
  return familyOf(ip) === "inet"
    ? first === 169 && second === 254
    : first === 0xfe && second >> 6 === 2;
}

/** `ADDR/LEN`, or `ADDR` alone for a host prefix; undefined where it is neither. */
export function parsePrefix(text: string): Prefix | undefined {
  const slash = text.indexOf("/");
  const ip = parseIp(slash < 0 ? text : text.slice(0, slash));
  if (ip === undefined) return undefined;
  const bits = bitsOf(familyOf(ip));
  if (slash < 0) return { ip, length: bits };
  const digits = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(digits) || Number(digits) > bits) return undefined;
  return { ip, length: Number(digits) };
}

export const formatPrefix = (prefix: Prefix): string => `${prefix.ip}/${prefix.length}`;

/** `1.2.3.4:80` or `[2001:db8::1]:80`, as ipvsadm and URLs write it. */
export const formatEndpoint = (ip: Ip, port: number): string =>
  familyOf(ip) === "inet" ? `${ip}:${port}` : `[${ip}]:${port}`;

/** The highest address of the prefix (IPv4's computed broadcast address). */
export function broadcastOf(prefix: Prefix): Ip {
  const bytes = bytesOfIp(prefix.ip);
  for (let bit = prefix.length; bit < bytes.length * 8; bit++) {
    const index = bit >> 3;
    bytes[index] = (bytes[index] ?? 0) | (0x80 >> (bit & 7));
  }
  return ipFromBytes(bytes);
}

const ZERO = 48;
const DOT = 46;

/** Four decimal numbers up to 255 with dots between; read by hand, for long confs are full of them. */
function isIpv4(text: string): boolean {
  if (text.length > 15) return false;
  let dots = 0;
  let number = -1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === DOT) {
      if (number < 0) return false;
      dots++;
      number = -1;
    } else {
      const digit = code - ZERO;
      if (digit < 0 || digit > 9 || number === 0) return false;
      number = number < 0 ? digit : number * 10 + digit;
      if (number > 255) return false;
    }
  }
  return dots === 3 && number >= 0;
}

function parse4(text: string): Uint8Array | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  const bytes = new Uint8Array(4);
  for (const [i, part] of parts.entries()) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    bytes[i] = Number(part);
  }
  return bytes;
}

function parse6(text: string): Uint8Array | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const head = groups(halves[0] ?? "", halves.length === 1);
  const tail = halves.length === 2 ? groups(halves[1] ?? "", true) : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const words = [...head, ...Array.from({ length: missing }, () => 0), ...tail];
  return Uint8Array.from(words.flatMap((word) => [word >> 8, word & 0xff]));
}

/** The 16-bit groups of one side of `::`; a dotted quad may end the address. */
function groups(text: string, mayEndInQuad: boolean): number[] | undefined {
  if (text === "") return [];
  const words: number[] = [];
  const parts = text.split(":");
  for (const [i, part] of parts.entries()) {
    if (mayEndInQuad && i === parts.length - 1 && part.includes(".")) {
      const quad = parse4(part);
      if (quad === undefined) return undefined;
      words.push(((quad[0] ?? 0) << 8) | (quad[1] ?? 0), ((quad[2] ?? 0) << 8) | (quad[3] ?? 0));
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      words.push(Number.parseInt(part, 16));
    } else {
      return undefined;
    }
  }
  return words;
}

/** RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups as `::`. */
function format6(bytes: Uint8Array): string {
  const words = Array.from(
    { length: 8 },
    (_, i) => ((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0),
  );
  let best = { at: -1, length: 1 };
  for (let at = 0; at < 8; at++) {
    let length = 0;
    while (at + length < 8 && words[at + length] === 0) length++;
    if (length > best.length) best = { at, length };
  }
  const hex = words.map((word) => word.toString(16));
  if (best.at < 0) return hex.join(":");
  return `${hex.slice(0, best.at).join(":")}::${hex.slice(best.at + best.length).join(":")}`;
}
