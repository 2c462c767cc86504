/** What must hold after every step, whatever came in; only a mistake of ours can break it. */
import { assert } from "../base/assert.ts";
import type { World } from "./router.ts";

/** Throws a Bug that names the claim. */
export function checkInvariants(world: World): void {
  for (const { config, phase, held } of world.routers.values())
    assert(
      phase.state === "MASTER" || held.size === 0,
      `${config.name} holds addresses only while it is MASTER`,
    );
  for (const { name, members } of world.groups.values()) {
    const states = new Set(members.map(({ phase }) => phase.state));
    assert(
      !states.has("MASTER") || states.size === 1,
      `the members of sync group ${name} are all MASTER or none is`,
    );
  }
}
