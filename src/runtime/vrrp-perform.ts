/** Carries out what the VRRP director wants: packets, addresses, frames, notices, in its order. */
import { unreachable } from "../base/assert.ts";
import type { Notice } from "../director/notice.ts";
import type { VrrpEffect, VrrpInput } from "../director/vrrp-types.ts";
import type { AdvertSockets } from "../ports/adverts.ts";
import type { AddressFailure, Frames, Interfaces } from "../ports/kernel.ts";
import type { SendFailures } from "./send-failures.ts";

export interface VrrpPorts {
  readonly adverts: AdvertSockets;
  readonly interfaces: Interfaces;
  readonly frames: Frames;
  readonly failures: SendFailures;
  readonly notice: (notice: Notice) => void;
}

type AddressesEffect = Extract<VrrpEffect, { type: "addresses" }>;
type OtherEffect = Exclude<VrrpEffect, AddressesEffect>;

/**
 * Neighbouring address changes travel to the kernel in one batch: a sync group moves as one. A batch
 * removes before it adds, so two changes of one instance are never in the same: what was taken and
 * let go in one step would stay.
 */
export function performVrrp(ports: VrrpPorts, effects: readonly VrrpEffect[]): VrrpInput[] {
  const results: VrrpInput[] = [];
  let batch: AddressesEffect[] = [];
  for (const effect of effects) {
    const joins = effect.type === "addresses" && !batch.some(isOf(effect.instance));
    if (!joins) {
      results.push(...applyAddresses(ports, batch));
      batch = [];
    }
    if (effect.type === "addresses") batch.push(effect);
    else results.push(...performOne(ports, effect));
  }
  return [...results, ...applyAddresses(ports, batch)];
}

const isOf =
  (instance: string) =>
  (effect: AddressesEffect): boolean =>
    effect.instance === instance;

function applyAddresses(ports: VrrpPorts, batch: readonly AddressesEffect[]): VrrpInput[] {
  if (batch.length === 0) return [];
  const failures = ports.interfaces.apply(
    batch.flatMap((effect) => effect.remove),
    batch.flatMap((effect) => effect.add),
  );
  return batch.map((effect) => ({
    type: "addressesDone",
    instance: effect.instance,
    failed: failuresOf(effect, failures),
  }));
}

function failuresOf(
  effect: AddressesEffect,
  failures: readonly AddressFailure[],
): AddressFailure[] {
  if (failures.length === 0) return [];
  const added = new Set(effect.add.map((address) => address.prefix.ip));
  return failures.filter((failure) => added.has(failure.ip));
}

function performOne(ports: VrrpPorts, effect: OtherEffect): VrrpInput[] {
  switch (effect.type) {
    case "send": {
      const problem = ports.adverts.send(
        effect.channel,
        effect.source,
        effect.to,
        effect.ttl,
        effect.payload,
      );
      ports.failures.note(`${effect.instance} to ${effect.to}`, problem);
      return [];
    }
    case "frame":
      ports.failures.note(
        `announcement on ${effect.link}`,
        ports.frames.send(effect.link, effect.bytes),
      );
      return [];
    case "openChannel":
      return [
        { type: "channel", key: effect.channel.key, problem: ports.adverts.open(effect.channel) },
      ];
    case "closeChannel":
      ports.adverts.close(effect.key);
      return [];
    case "notice":
      ports.notice(effect.notice);
      return [];
    default:
      return unreachable(effect);
  }
}
