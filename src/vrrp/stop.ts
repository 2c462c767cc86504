/** RFC 9568 section 6.4, Shutdown: all say goodbye, then all addresses go, then it is told. */

import { tellGroup } from "./group-notice.ts";
import type { World } from "./router.ts";
import { leaveTo } from "./transitions.ts";
import { sayGoodbye } from "./transmit.ts";

/** After this the engine hears nothing and has no deadline. */
export function stop(world: World): void {
  const routers = [...world.routers.values()];
  for (const router of routers) if (router.phase.state === "MASTER") sayGoodbye(world, router);
  const cause = { type: "stop" } as const;
  leaveTo(
    world,
    routers.map((router) => ({ router, cause, triggeredAt: world.now })),
    () => ({ state: "INIT" }),
  );
  for (const group of world.groups.values()) tellGroup(world, group, cause);
  world.stopped = true;
}
