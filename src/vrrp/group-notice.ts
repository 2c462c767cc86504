/** What is told of a sync group as a whole. */
import type { TransitionCause } from "./notice.ts";
import { type Group, tell, type World } from "./router.ts";

/** One notice when all members have come to the same state. */
export function tellGroup(world: World, group: Group | undefined, cause: TransitionCause): void {
  if (group === undefined) return;
  const [first] = group.members;
  if (first === undefined || first.phase.state === group.told) return;
  if (group.members.some(({ phase }) => phase.state !== first.phase.state)) return;
  group.told = first.phase.state;
  tell(world, { type: "vrrp.group", group: group.name, to: group.told, cause });
}
