/** What a reload changes in an instance, in words for a log. */
import { formatPrefix } from "../base/ip.ts";
import type { VrrpInstance } from "../config/model.ts";
import { addressesOf, keyOfAddress } from "./router.ts";

/** Empty: nothing that matters has changed. */
export function changesBetween(before: VrrpInstance, after: VrrpInstance): readonly string[] {
  return [
    ...scalar("name", before.name, after.name),
    ...scalar("priority", before.priority, after.priority),
    ...scalar("advert_int", seconds(before.advertInterval), seconds(after.advertInterval)),
    ...scalar("version", before.version, after.version),
    ...scalar("preempt", before.preempt, after.preempt),
    ...scalar("preempt_delay", seconds(before.preemptDelay), seconds(after.preemptDelay)),
    ...scalar("down_timer_adverts", before.downTimerAdverts, after.downTimerAdverts),
    ...addresses(before, after),
    ...opaque("authentication", before.authentication, after.authentication),
    ...opaque("unicast_peer", before.destination, after.destination),
    ...opaque("garp", before.garp, after.garp),
    ...opaque("track_primary", before.trackPrimary, after.trackPrimary),
    ...opaque("notify", before.notify, after.notify),
  ];
}

const seconds = (ms: number): string => `${ms / 1000} s`;

const scalar = <T extends string | number | boolean>(what: string, a: T, b: T): string[] =>
  a === b ? [] : [`${what} ${a} -> ${b}`];

/** What is secret or too long for a line is only named. */
const opaque = (what: string, a: unknown, b: unknown): string[] =>
  JSON.stringify(a) === JSON.stringify(b) ? [] : [`${what} changed`];

function addresses(before: VrrpInstance, after: VrrpInstance): string[] {
  const [old, now] = [before, after].map(
    (config) => new Map(addressesOf(config).map((entry) => [keyOfAddress(entry), entry])),
  );
  if (old === undefined || now === undefined) return [];
  const gone = [...old].filter(([key]) => !now.has(key));
  const added = [...now].filter(([key]) => !old.has(key));
  return [
    ...gone.map(([, { prefix, dev }]) => `- ${formatPrefix(prefix)} ${dev}`),
    ...added.map(([, { prefix, dev }]) => `+ ${formatPrefix(prefix)} ${dev}`),
  ];
}
