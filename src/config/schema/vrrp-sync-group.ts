/** keepalived.conf(5), "VRRP synchronization group(s)". */
import type { Word } from "../lexer.ts";
import { type Block, defineBlock, nested } from "./entry.ts";
import { type TrackDraft, trackKeywords } from "./tracking.ts";
import { type NotifyDraft, notifyKeywords } from "./values.ts";

export interface GroupDraft extends NotifyDraft, TrackDraft {
  readonly name: Word;
  members?: Word[] | undefined;
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
  },
  `
  smtp_alert global_tracking
  sync_group_tracking_weight notify_priority_changes
`,
);
