/** keepalived.conf(5), "VRRP synchronization group(s)". */
import type { Word } from "../pieces.ts";
import { statementsOf } from "../repeated.ts";
import { type Block, defineBlock, flag, nested, notYet } from "./entry.ts";
import { type AlertDraft, alertKeyword } from "./mail.ts";
import type { NamedDraft } from "./named.ts";
import { obsolete } from "./obsolete.ts";
import { type PriorityChangesDraft, priorityChangesKeyword } from "./scripts.ts";
import { type TrackDraft, trackKeywords } from "./tracking.ts";
import { type NotifyDraft, notifyKeywords } from "./values.ts";

export interface GroupDraft
  extends NamedDraft,
    NotifyDraft,
    TrackDraft,
    AlertDraft,
    PriorityChangesDraft {
  members?: Word[] | undefined;
  trackingWeight?: boolean | undefined;
}

export const vrrpSyncGroup: Block<GroupDraft> = defineBlock<GroupDraft>("vrrp_sync_group", {
  group: nested(
    { meaning: "instances that hold the same state" },
    "{ INSTANCE ... }",
    (draft, { body }) => {
      draft.members ??= [];
      for (const { keyword, args } of statementsOf(body)) draft.members.push(keyword, ...args);
    },
  ),
  ...notifyKeywords,
  ...trackKeywords,
  ...alertKeyword,
  ...priorityChangesKeyword,
  ...notYet<GroupDraft>({
    sync_group_tracking_weight: flag("trackingWeight", true, {
      meaning: "weights of what its members track count, and are not left out",
    }),
  }),
  global_tracking: obsolete("groups track by themselves"),
});
