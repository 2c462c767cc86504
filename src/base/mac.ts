/** Ethernet addresses as canonical text, `02:00:00:00:00:01`. */
import { assert } from "./assert.ts";

declare const canonical: unique symbol;
export type Mac = string & { readonly [canonical]: "mac" };

/** The address, or undefined where the text is not six hex octets separated by colons. */
export function parseMac(text: string): Mac | undefined {
  if (!/^([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}$/.test(text)) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the brand is made here and only here
  return text.toLowerCase() as Mac;
}

export function macFromBytes(bytes: Uint8Array): Mac {
  assert(bytes.length === 6, "an Ethernet address has 6 bytes");
  const text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(":");
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the brand is made here and only here
  return text as Mac;
}

export const bytesOfMac = (mac: Mac): Uint8Array =>
  Uint8Array.from(mac.split(":"), (octet) => Number.parseInt(octet, 16));
