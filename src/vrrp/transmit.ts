/** Adverts out of a router. */
import { advertisedBy, payloadFor } from "./advertised.ts";
import { emit, type Router, type World } from "./router.ts";
import { sourceOf } from "./source.ts";

/** RFC 9568 section 5.1.1.3: anything else is not from this link. */
const TTL = 255;

/** Sends one advert to the group, or one to each unicast peer. Without source or channel, none. */
export function sendAdvert(world: World, router: Router, priority: number): void {
  const { config, channel } = router;
  const source = sourceOf(world, config);
  if (source === undefined || channel === undefined) return;
  if (router.advertised?.source !== source || router.advertised.config !== config)
    router.advertised = advertisedBy(config, source);
  const { destination } = config;
  const receivers = destination.type === "multicast" ? [destination.group] : destination.peers;
  for (const to of receivers) {
    const payload = payloadFor(router.advertised, to, priority);
    const { name: instance } = config;
    emit(world, { type: "send", channel: channel.key, instance, source, to, ttl: TTL, payload });
  }
}

/** RFC 9568 section 6.4.3, Shutdown: nobody has to wait for us. */
export const sayGoodbye = (world: World, router: Router): void => sendAdvert(world, router, 0);
