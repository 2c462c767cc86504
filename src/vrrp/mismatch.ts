/** Adverts that are valid but differ from our conf: told once, and again when the difference changes. */
import { millis } from "../base/time.ts";
import type { Advert } from "./receive.ts";
import { type Router, tell, type World } from "./router.ts";

/** keepalived logs both differences and goes on: an address list that is being rolled out must not split the pair. */
export function noteMismatch(world: World, router: Router, advert: Advert): void {
  if (advert.priority === 0) return;
  note(world, router, advert, "addresses", addressDifference(router, advert));
  note(world, router, advert, "interval", intervalDifference(router, advert));
}

function note(
  world: World,
  router: Router,
  { source }: Advert,
  what: "addresses" | "interval",
  detail: string | undefined,
): void {
  if (router.told.get(what) === detail) return;
  if (detail === undefined) {
    router.told.delete(what);
    return;
  }
  router.told.set(what, detail);
  tell(world, { type: "vrrp.mismatch", instance: router.config.name, source, what, detail });
}

function addressDifference({ config }: Router, { addresses }: Advert): string | undefined {
  const ours = new Set<string>(config.addresses.map(({ prefix }) => prefix.ip));
  const theirs = new Set<string>(addresses);
  const missing = [...ours].filter((ip) => !theirs.has(ip));
  const extra = [...theirs].filter((ip) => !ours.has(ip));
  if (missing.length + extra.length === 0) return undefined;
  const parts = [
    ...(missing.length > 0 ? [`it lacks ${list(missing)}`] : []),
    ...(extra.length > 0 ? [`it has ${list(extra)}, which we lack`] : []),
  ];
  return parts.join("; ");
}

const SHOWN = 8;

const list = (ips: readonly string[]): string =>
  ips.length <= SHOWN
    ? ips.join(", ")
    : `${ips.slice(0, SHOWN).join(", ")} and ${ips.length - SHOWN} more`;

function intervalDifference({ config }: Router, { interval }: Advert): string | undefined {
  const own = millis(Math.round(config.advertInterval / 10) * 10);
  if (interval === own) return undefined;
  return `its advert_int is ${interval / 1000} s, ours is ${own / 1000} s`;
}
