/** The scripts that a conf has run: which, where it says so, and as whom. */
import { formatEndpoint } from "../../base/ip.ts";
import type { Place } from "../diagnostic.ts";
import type { ScriptUser } from "../model.ts";
import { nameOfTarget } from "../schema/service-target.ts";
import type { Endpoint, WrittenScript } from "../schema/values.ts";
import type { ConfView } from "./view.ts";

export interface ScriptUse {
  /** `notify_master of vrrp_instance WEB`. */
  readonly by: string;
  readonly place: Place;
  readonly command: WrittenScript["command"];
  /** Undefined: whoever the daemon makes it. */
  readonly user: ScriptUser | undefined;
  /** Where the user is named; that of the script where nobody is. */
  readonly userPlace: Place;
}

export type Uses = readonly [ScriptUse, ...ScriptUse[]];

interface UsedScript {
  readonly path: string;
  readonly uses: Uses;
}

/** What stands around a script: the block, and who runs it unless it says so itself. */
interface Around {
  readonly block: string;
  readonly user: ScriptUser | undefined;
  readonly userPlace: Place | undefined;
}

type Found = Map<string, [ScriptUse, ...ScriptUse[]]>;

/** Each path once. */
export function scriptsOf({ draft }: ConfView): readonly UsedScript[] {
  const found: Found = new Map();
  const { instances, groups, scripts, virtualServers, global } = draft;
  const user = { user: global.scriptUser, userPlace: global.places.get("script_user") };
  collect(global, { block: "global_defs", ...user }, found);
  for (const [keyword, blocks] of [
    ["vrrp_script", scripts],
    ["vrrp_sync_group", groups],
    ["vrrp_instance", instances],
  ] as const)
    for (const block of blocks)
      collect(block, { block: `${keyword} ${block.name.text}`, ...user }, found);
  for (const block of virtualServers)
    collect(block, { block: `virtual_server ${nameOfTarget(block.target)}`, ...user }, found);
  return [...found].map(([path, uses]) => ({ path, uses }));
}

/** The files that the conf has run, each once. */
export const scriptPaths = (conf: ConfView): readonly string[] =>
  scriptsOf(conf).map(({ path }) => path);

/** Drafts of all kinds hold scripts under many keywords; what has a command is one. */
function collect(value: unknown, around: Around, found: Found): void {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const each of value) collect(each, around, found);
    return;
  }
  if (isScript(value)) {
    note(value, around, found);
    return;
  }
  const inside = insideOf(value, around);
  for (const each of Object.values(value)) collect(each, inside, found);
}

function note(script: WrittenScript, { block, ...around }: Around, found: Found): void {
  const { keyword, word: place, user, command } = script;
  const [path] = command;
  // A path behind < is a file that is looked at, and runs nothing.
  if (path.startsWith("<")) return;
  const use: ScriptUse = {
    by: `${keyword} of ${block}`,
    place,
    command,
    user: user ?? around.user,
    userPlace: user === undefined ? (around.userPlace ?? place) : place,
  };
  const known = found.get(path);
  if (known === undefined) found.set(path, [use]);
  else known.push(use);
}

const isScript = (value: object): value is WrittenScript =>
  "command" in value && Array.isArray(value.command) && "word" in value;

function insideOf(value: object, around: Around): Around {
  const block = realServerIn(value) ?? around.block;
  const user = userIn(value);
  return user === undefined ? { ...around, block } : { block, user, userPlace: placeOfUser(value) };
}

/** The user that a block names for its script. */
function userIn(value: object): ScriptUser | undefined {
  const user: unknown = "user" in value ? value.user : undefined;
  return isUser(user) ? user : undefined;
}

const isUser = (value: unknown): value is ScriptUser =>
  typeof value === "object" && value !== null && "user" in value && "group" in value;

function placeOfUser(value: object): Place | undefined {
  const places: unknown = "places" in value ? value.places : undefined;
  return places instanceof Map ? (places as ReadonlyMap<string, Place>).get("user") : undefined;
}

function realServerIn(value: object): string | undefined {
  const endpoint: unknown = "endpoint" in value ? value.endpoint : undefined;
  return isEndpoint(endpoint)
    ? `real_server ${endpoint.port === undefined ? endpoint.ip : formatEndpoint(endpoint.ip, endpoint.port)}`
    : undefined;
}

const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === "object" && value !== null && "ip" in value && "port" in value;
