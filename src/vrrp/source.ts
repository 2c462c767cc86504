/** The address that adverts come from: the primary address of the interface, RFC 9568 section 1.7. */
import { familyOf, type Ip, isLinkLocal } from "../base/ip.ts";
import type { VrrpInstance } from "../config/model.ts";
import type { Link } from "./link.ts";
import { addressesOf, type World } from "./router.ts";

/** Undefined while there is none: the instance cannot speak. */
export function sourceOf(world: World, config: VrrpInstance): Ip | undefined {
  if (config.source !== undefined) return configuredSource(world, config, config.source);
  const link = world.links.get(config.interface);
  return link === undefined ? undefined : primaryAddress(world, config, link);
}

/** A configured source serves as soon as some interface has it; loopback has addresses it does not list. */
function configuredSource(world: World, config: VrrpInstance, source: Ip): Ip | undefined {
  const own = world.links.get(config.interface);
  if (own?.loopback === true && source.startsWith("127.")) return source;
  for (const link of world.links.values())
    if (link.addresses.some(({ ip }) => ip === source)) return source;
  return undefined;
}

function primaryAddress(world: World, config: VrrpInstance, link: Link): Ip | undefined {
  const candidates = link.addresses
    .map(({ ip }) => ip)
    .filter((ip) => familyOf(ip) === config.family)
    // RFC 9568 section 5.1.2.1: the source of an IPv6 advert is the link-local address.
    .filter((ip) => config.family === "inet" || isLinkLocal(ip));
  const own = candidates.find((ip) => !isVirtual(world, ip));
  // The address owner may have nothing but the virtual address itself.
  return own ?? (config.priority === 255 ? candidates[0] : undefined);
}

function isVirtual(world: World, ip: Ip): boolean {
  for (const { config } of world.routers.values())
    if (addressesOf(config).some(({ prefix }) => prefix.ip === ip)) return true;
  return false;
}
