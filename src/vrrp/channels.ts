/** Which socket a router needs, and who shares it. */
import { familyOf, type Ip, isLinkLocal } from "../base/ip.ts";
import { millis } from "../base/time.ts";
import type { VrrpInstance } from "../config/model.ts";
import type { Channel } from "./channel.ts";
import { emit, type Router, type World } from "./router.ts";

const RETRY_AFTER = 1000;

/** The channel of an instance whose adverts come from `source`. */
export function channelFor(config: VrrpInstance, source: Ip): Channel {
  const { family, transport } = config;
  const place = placeOf(config, source);
  const kind = transport.type === "raw" ? "raw" : `udp ${transport.port}`;
  const where =
    place.type === "multicast"
      ? `${place.group} ${place.interface}${place.source === undefined ? "" : ` from ${place.source}`}`
      : `${place.local ?? "any"}${place.interface === undefined ? "" : ` ${place.interface}`}`;
  return { key: `${kind} ${family} ${place.type} ${where}`, family, transport, place };
}

function placeOf(config: VrrpInstance, source: Ip): Channel["place"] {
  if (config.destination.type === "multicast") {
    const { group } = config.destination;
    // A UDP socket sends from the address that it is bound to, and from no other.
    const bound = config.transport.type === "udp" ? source : undefined;
    return { type: "multicast", interface: config.interface, group, source: bound };
  }
  // A link-local address means something on its own link only.
  const bound = familyOf(source) === "inet6" && isLinkLocal(source);
  return { type: "unicast", interface: bound ? config.interface : undefined, local: source };
}

/** Gives the router the channel, opens it where nobody has yet, and lets the old one go. */
export function useChannel(world: World, router: Router, channel: Channel | undefined): void {
  if (router.channel?.key === channel?.key) return;
  const old = router.channel;
  router.channel = channel;
  if (old !== undefined) closeUnused(world, old.key);
  if (channel === undefined || world.channels.has(channel.key)) return;
  world.channels.set(channel.key, { channel, status: "opening" });
  emit(world, { type: "openChannel", channel });
}

function closeUnused(world: World, key: string): void {
  for (const { channel } of world.routers.values()) if (channel?.key === key) return;
  const opened = world.channels.get(key);
  world.channels.delete(key);
  if (opened !== undefined && typeof opened.status === "string")
    emit(world, { type: "closeChannel", key });
}

/** Notes what became of opening; a problem is tried again a second later. True where it is news. */
export function channelAnswered(world: World, key: string, problem: string | undefined): boolean {
  const opened = world.channels.get(key);
  if (opened === undefined) return false;
  const before = opened.status;
  opened.status =
    problem === undefined ? "open" : { problem, retryAt: millis(world.now + RETRY_AFTER) };
  return typeof before === "string" || before.problem !== problem;
}

/** Opens again what could not be opened a second ago. */
export function retryChannels(world: World): void {
  for (const opened of world.channels.values()) {
    if (typeof opened.status === "string" || opened.status.retryAt > world.now) continue;
    opened.status = { ...opened.status, retryAt: millis(world.now + RETRY_AFTER) };
    emit(world, { type: "openChannel", channel: opened.channel });
  }
}
