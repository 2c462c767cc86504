/** Rules about the machine that a conf is for: what it needs there. The machine comes as plain questions, so that this layer stays pure. */
import { type Family, familyOf } from "../../base/ip.ts";
import type { Diagnostic, Place } from "../diagnostic.ts";
import type { Script, ScriptUser } from "../model.ts";
import { applyRules, type Rule } from "./rule.ts";
import type { ConfView, VirtualServerView } from "./view.ts";

/** What the rules ask of the machine that they run on. */
export interface ConfHost {
  /** Whether the kernel forwards packets of the family; undefined where that cannot be told. */
  readonly forwards: (family: Family) => boolean | undefined;
  readonly hasInterface: (name: string) => boolean;
  /** Why a script cannot run; undefined: it can. */
  readonly scriptProblem: (path: string) => string | undefined;
  /** Who beside root may change what a script of root's does; undefined: nobody. */
  readonly scriptDanger: (path: string) => string | undefined;
}

interface OnHost {
  readonly conf: ConfView;
  readonly host: ConfHost;
}

interface PlacedScript {
  readonly place: Place;
  readonly path: string;
  /** Undefined: whoever the daemon makes it. */
  readonly user: ScriptUser | undefined;
}

const noForwarding: Rule<OnHost> = {
  id: "no-forwarding",
  severity: "warning",
  meaning: "NAT needs IP forwarding, and the kernel has it switched off",
  find: ({ conf, host }, say) => {
    for (const family of ["inet", "inet6"] as const) {
      const first = conf.virtualServers.find(
        (each) => usesNat(each) && familyOf(each.server.ip) === family,
      );
      if (first === undefined || host.forwards(family) !== false) continue;
      const key = family === "inet" ? "net.ipv4.ip_forward" : "net.ipv6.conf.all.forwarding";
      say(
        first.draft.target.word,
        `${key} is 0 on this machine: answers of the real servers do not get through it by NAT`,
        `sysctl -w ${key}=1`,
      );
    }
  },
};

const usesNat = ({ server }: VirtualServerView): boolean =>
  server.realServers.some(({ forwarding }) => forwarding === "NAT");

const noInterface: Rule<OnHost> = {
  id: "no-interface",
  severity: "warning",
  meaning: "an instance's interface is not on this machine",
  find: ({ conf, host }, say) => {
    for (const { draft, instance } of conf.instances)
      if (instance.interface !== "" && !host.hasInterface(instance.interface))
        say(
          draft.places.get("interface") ?? draft.name,
          `this machine has no interface ${instance.interface}: ${instance.name} is in FAULT until it has`,
        );
  },
};

const deadScript: Rule<OnHost> = {
  id: "dead-script",
  severity: "warning",
  meaning: "a script does not exist or is not executable",
  find: ({ conf, host }, say) => {
    for (const { place, path } of scriptsOf(conf)) {
      const problem = host.scriptProblem(path);
      if (problem !== undefined) say(place, `${path}: ${problem}`);
    }
  },
};

const unsafeScript: Rule<OnHost> = {
  id: "unsafe-script",
  severity: "warning",
  meaning: "a script runs as root, and others than root may change it",
  find: ({ conf, host }, say) => {
    const consequence =
      conf.draft.global.enableScriptSecurity === true
        ? "with enable_script_security it does not run"
        : "who can do that is root on this machine";
    for (const { place, path, user } of scriptsOf(conf)) {
      if (!isRoot(user) || host.scriptProblem(path) !== undefined) continue;
      const danger = host.scriptDanger(path);
      if (danger === undefined) continue;
      say(
        place,
        `${path} runs as root, but ${danger}: ${consequence}`,
        "chown root and chmod go-w, or another script_user",
      );
    }
  },
};

const isRoot = (user: ScriptUser | undefined): boolean =>
  user?.user === "root" || user?.user === "0";

/** What stands around a script: the nearest place that we know, and who runs it unless it says so itself. */
interface Around {
  readonly place: Place | undefined;
  readonly user: ScriptUser | undefined;
}

/** The files that the conf has run, each once. */
export const scriptPaths = (conf: ConfView): readonly string[] =>
  scriptsOf(conf).map(({ path }) => path);

/** Every script that the conf names, each path once. */
function scriptsOf({ draft }: ConfView): readonly PlacedScript[] {
  const found = new Map<string, PlacedScript>();
  const { instances, groups, scripts, virtualServers, global } = draft;
  const around = { place: undefined, user: global.scriptUser };
  for (const block of [...instances, ...groups, ...scripts, ...virtualServers])
    collect(block, around, found);
  return [...found.values()];
}

/** Drafts of all kinds hold scripts under many keywords; what has a command is one. */
function collect(value: unknown, around: Around, found: Map<string, PlacedScript>): void {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const each of value) collect(each, around, found);
    return;
  }
  if (isScript(value)) {
    note(value, around, found);
    return;
  }
  const inside = { place: placeIn(value) ?? around.place, user: userIn(value) ?? around.user };
  for (const each of Object.values(value)) collect(each, inside, found);
}

function note(
  { command: [path], user }: Script,
  around: Around,
  found: Map<string, PlacedScript>,
): void {
  const { place } = around;
  // A path behind < is a file that is looked at, and runs nothing.
  if (place === undefined || found.has(path) || path.startsWith("<")) return;
  found.set(path, { place, path, user: user ?? around.user });
}

const isScript = (value: object): value is Script =>
  "command" in value && Array.isArray(value.command) && "user" in value;

/** The user that a block names for its script. */
function userIn(value: object): ScriptUser | undefined {
  const user: unknown = "user" in value ? value.user : undefined;
  return typeof user === "object" && user !== null && "user" in user && "group" in user
    ? { user: String(user.user), group: undefined }
    : undefined;
}

/** A block's place: its name, its address, or its keyword. */
function placeIn(value: object): Place | undefined {
  if ("name" in value && isPlace(value.name)) return value.name;
  if ("word" in value && isPlace(value.word)) return value.word;
  for (const key of ["endpoint", "target"] as const) {
    const inner: unknown = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
    if (typeof inner === "object" && inner !== null) return placeIn(inner);
  }
  return "keyword" in value && isPlace(value.keyword) ? value.keyword : undefined;
}

const isPlace = (value: unknown): value is Place =>
  typeof value === "object" && value !== null && "file" in value && "line" in value;

export const hostRules: readonly Rule<OnHost>[] = [
  noInterface,
  noForwarding,
  deadScript,
  unsafeScript,
];

/** What the conf needs and this machine lacks. */
export const judgeHost = (conf: ConfView, host: ConfHost): readonly Diagnostic[] =>
  applyRules(hostRules, { conf, host });
