/** The adverts of one router, encoded once for each destination and priority, and kept until something changes. */
import type { Ip } from "../base/ip.ts";
import { centisOfMillis } from "../base/time.ts";
import type { VrrpInstance } from "../config/model.ts";
import { AUTH_NONE, AUTH_PASS, authDataOf, encodeAdvert2 } from "../wire/vrrp2.ts";
import { encodeAdvert3 } from "../wire/vrrp3.ts";

export interface Advertised {
  readonly source: Ip;
  readonly config: VrrpInstance;
  /** By destination and priority. */
  readonly payloads: Map<string, Uint8Array>;
}

/** An empty store for adverts from `source`. */
export const advertisedBy = (config: VrrpInstance, source: Ip): Advertised => ({
  source,
  config,
  payloads: new Map(),
});

/** The VRRP message with this priority to this destination, checksum filled in. */
export function payloadFor(advertised: Advertised, destination: Ip, priority: number): Uint8Array {
  const key = `${priority} ${destination}`;
  const known = advertised.payloads.get(key);
  if (known !== undefined) return known;
  const payload = encode(advertised.config, advertised.source, destination, priority);
  advertised.payloads.set(key, payload);
  return payload;
}

function encode(config: VrrpInstance, source: Ip, destination: Ip, priority: number): Uint8Array {
  const { vrid, authentication } = config;
  const addresses = config.addresses.map(({ prefix }) => prefix.ip);
  if (config.version === 3) {
    const interval = centisOfMillis(config.advertInterval);
    return encodeAdvert3({ vrid, priority, interval, addresses }, source, destination);
  }
  const password = authentication.type === "pass" ? authentication.password : "";
  return encodeAdvert2({
    vrid,
    priority,
    authType: authentication.type === "pass" ? AUTH_PASS : AUTH_NONE,
    interval: Math.round(config.advertInterval / 1000),
    addresses,
    authData: authDataOf(password),
  });
}
