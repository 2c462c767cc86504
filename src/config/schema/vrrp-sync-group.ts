/** keepalived.conf(5), "VRRP synchronization group(s)". */
import type { Word } from "../lexer.ts";
import { type Block, defineBlock, flag, nested, notYet } from "./entry.ts";
import { type TrackDraft, trackKeywords } from "./tracking.ts";
import { type NotifyDraft, notifyKeywords } from "./values.ts";

export interface GroupDraft extends NotifyDraft, TrackDraft {
  readonly name: Word;
  members?: Word[] | undefined;
  /** Weights of what members track count. */
  trackingWeight?: boolean | undefined;
}

export const vrrpSyncGroup: Block<GroupDraft> = defineBlock<GroupDraft>(
  "vrrp_sync_group",
  {
    group: nested(
      { meaning: "instances that hold the same state" },
      "{ INSTANCE ... }",
      (draft, { body }) => {
        draft.members ??= [];
        for (const { keyword, args } of body ?? []) draft.members.push(keyword, ...args);
      },
    ),
    ...notifyKeywords,
    ...trackKeywords,
    ...notYet({
      sync_group_tracking_weight: flag("trackingWeight", true, {
        meaning: "weights of what members track count",
      }),
    }),
  },
  `
  smtp_alert global_tracking notify_priority_changes
`,
);
