/** Rules about gratuitous ARP and unsolicited NA: how many of them a takeover sends at once. */
import type { Rule } from "./rule.ts";
import type { InstanceView } from "./view.ts";

/** Switches and hosts that police ARP drop what comes in greater bursts. */
const MANY = 250;
/** Slower than this and clients wait for the announcement, not for the election; in ms. */
const SLOW = 3000;

const storm: Rule = {
  id: "announcement-storm",
  severity: "hint",
  meaning: "a takeover sends so many gratuitous ARPs that some are lost, or the last come late",
  find: ({ instances }, say) => {
    for (const [device, views] of byInterface(instances)) {
      const [first] = views;
      if (first === undefined) continue;
      const count = views.reduce((sum, view) => sum + burstOf(view), 0);
      const addresses = views.reduce((sum, view) => sum + addressesOf(view), 0);
      const { interval } = first.instance.garp;
      const took = count * interval;
      if (interval === 0 ? count <= MANY : took <= SLOW) continue;
      const how =
        interval === 0
          ? "all at once, and some switches drop what comes in such bursts"
          : `${interval} ms apart: the last leaves after ${took / 1000} s`;
      say(
        first.draft.name,
        `a takeover of all${device === "" ? "" : ` on ${device}`} announces ${addresses} addresses, ${count} gratuitous ARPs ${how}`,
        interval === 0
          ? "vrrp_garp_interval 0.001 spaces them; garp_master_repeat 1 or 2 makes them fewer"
          : "a shorter vrrp_garp_interval, or a lower garp_master_repeat",
      );
    }
  },
};

const addressesOf = ({ instance }: InstanceView): number =>
  instance.addresses.length + instance.excludedAddresses.length;

const burstOf = (view: InstanceView): number => addressesOf(view) * view.instance.garp.masterRepeat;

function byInterface(
  instances: readonly InstanceView[],
): ReadonlyMap<string, readonly InstanceView[]> {
  const groups = new Map<string, InstanceView[]>();
  for (const view of instances) {
    const known = groups.get(view.instance.interface);
    if (known === undefined) groups.set(view.instance.interface, [view]);
    else known.push(view);
  }
  return groups;
}

export const announcementRules: readonly Rule[] = [storm];
