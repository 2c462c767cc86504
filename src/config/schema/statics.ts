/** keepalived.conf(5), "Static routes/addresses/rules" and "Static track groups": held all the time, whoever is MASTER. */
import type { Word } from "../pieces.ts";
import { statementsOf } from "../repeated.ts";
import { ADDRESS_ARGS, type AddressDraft, readAddresses, staticAddress } from "./address-list.ts";
import { type Block, defineBlock, nested, notYet, type Table } from "./entry.ts";
import type { NamedDraft } from "./named.ts";
import { ROUTE_ARGS, type RouteDraft, readRoutes, staticRoute } from "./routes.ts";
import { RULE_ARGS, type RuleDraft, readRules, staticRule } from "./rules.ts";
import { listed } from "./words.ts";

export interface StaticsDraft {
  staticAddresses?: AddressDraft[] | undefined;
  staticRoutes?: RouteDraft[] | undefined;
  staticRules?: RuleDraft[] | undefined;
}

export const staticKeywords: Table<StaticsDraft> = notYet<StaticsDraft>({
  static_ipaddress: listed(
    "staticAddresses",
    { meaning: "addresses that are held all the time" },
    ADDRESS_ARGS,
    staticAddress,
    readAddresses,
  ),
  static_routes: listed(
    "staticRoutes",
    { meaning: "routes that are there all the time" },
    ROUTE_ARGS,
    staticRoute,
    readRoutes,
  ),
  static_rules: listed(
    "staticRules",
    { meaning: "routing rules that are there all the time" },
    RULE_ARGS,
    staticRule,
    readRules,
  ),
});

export interface TrackGroupDraft extends NamedDraft {
  members?: Word[] | undefined;
}

export const trackGroup: Block<TrackGroupDraft> = defineBlock<TrackGroupDraft>("track_group", {
  group: nested(
    { meaning: "instances that are FAULT where what names this group is gone" },
    "{ INSTANCE ... }",
    (draft, { body }) => {
      draft.members ??= [];
      for (const { keyword, args } of statementsOf(body)) draft.members.push(keyword, ...args);
    },
  ),
});
