/** Rules about the machine that a conf is for: what it needs there. The machine comes as plain questions, so that this layer stays pure. */
import { type Family, familyOf } from "../../base/ip.ts";
import type { Diagnostic } from "../diagnostic.ts";
import type { ScriptUser } from "../model.ts";
import { applyRules, both, type Rule, type Say } from "./rule.ts";
import { type ScriptUse, scriptsOf, type Uses } from "./scripts.ts";
import type { ConfView, VirtualServerView } from "./view.ts";

/** What the rules ask of the machine that they run on. */
export interface ConfHost {
  /** Whether the kernel forwards packets of the family; undefined where that cannot be told. */
  readonly forwards: (family: Family) => boolean | undefined;
  readonly hasInterface: (name: string) => boolean;
  /** Why a script cannot run; undefined: it can. */
  readonly scriptProblem: (path: string) => string | undefined;
  /** Whether there is such a user, and the group if one is named. */
  readonly hasUser: (user: ScriptUser) => boolean;
  /** Who beside root may change what a script of root's does; undefined: nobody. */
  readonly scriptDanger: (path: string) => string | undefined;
}

interface OnHost {
  readonly conf: ConfView;
  readonly host: ConfHost;
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
    for (const { path, uses } of scriptsOf(conf)) {
      const problem = host.scriptProblem(path);
      if (problem !== undefined) say(placesOf(uses), `${path} (${listed(uses)}): ${problem}`);
    }
  },
};

const unsafeScript: Rule<OnHost> = {
  id: "unsafe-script",
  severity: "warning",
  meaning: "a script runs as root, and others than root may change it",
  find: ({ conf, host }, say) => {
    const secure = isSecure(conf);
    for (const { path, uses } of scriptsOf(conf)) {
      const [first, ...more] = uses.filter(({ user }) => isRoot(user, secure, host));
      if (first === undefined || host.scriptProblem(path) !== undefined) continue;
      const danger = host.scriptDanger(path);
      if (danger === undefined) continue;
      const consequence = secure
        ? "with enable_script_security it does not run"
        : "who can do that is root on this machine";
      say(
        placesOf([first, ...more]),
        `${path} (${listed([first, ...more])}) runs as root, but ${danger}: ${consequence}`,
        `chown root and chmod go-w, or another script_user${secure ? "" : "; enable_script_security refuses such scripts"}`,
      );
    }
  },
};

const isSecure = ({ draft }: ConfView): boolean => draft.global.enableScriptSecurity === true;

/** keepalived.conf(5), "script_user": it runs what names nobody, if it exists. */
const USUAL: ScriptUser = { user: "keepalived_script", group: undefined };

/** Who names nobody, and finds nobody, is root, or runs nothing. */
const isRoot = (user: ScriptUser | undefined, secure: boolean, host: ConfHost): boolean =>
  user === undefined ? !secure && !host.hasUser(USUAL) : user.user === "root" || user.user === "0";

const noUser: Rule<OnHost> = {
  id: "no-user",
  severity: "warning",
  meaning: "a script is to run as somebody whom this machine does not know",
  find: ({ conf, host }, say) => {
    for (const uses of unknownUsers(conf, host)) {
      const [{ user, userPlace, place }] = uses;
      const end = `${listed(uses)} ${uses.length === 1 ? "does not run" : "do not run"}`;
      if (user === undefined) {
        say(
          place,
          `no user is named, and this machine has no ${USUAL.user}: with enable_script_security ${end}`,
          `script_user in global_defs, or a user ${USUAL.user}`,
        );
        continue;
      }
      const who = user.group === undefined ? user.user : `${user.user}, or no group ${user.group}`;
      say(
        userPlace,
        `this machine has no user ${who}: ${end}`,
        userPlace === place
          ? `if ${user.user} is an argument: quotes around the script and all of its arguments`
          : undefined,
      );
    }
  },
};

/** All that each of them is to run. */
function unknownUsers(conf: ConfView, host: ConfHost): Iterable<Uses> {
  const users = new Map<string, [ScriptUse, ...ScriptUse[]]>();
  for (const { path, uses } of scriptsOf(conf)) {
    // What is wrong with a script as it is written is told once.
    const dead = host.scriptProblem(path) !== undefined;
    for (const use of uses) {
      if (isKnown(use, conf, host) || (dead && use.userPlace === use.place)) continue;
      const key = JSON.stringify(use.user ?? null);
      const known = users.get(key);
      if (known === undefined) users.set(key, [use]);
      else known.push(use);
    }
  }
  return users.values();
}

const isKnown = ({ user }: ScriptUse, conf: ConfView, host: ConfHost): boolean =>
  user === undefined ? !isSecure(conf) || host.hasUser(USUAL) : host.hasUser(user);

/** So many are named. */
const NAMED = 3;

/** `script of vrrp_script chk, notify of vrrp_instance WEB`. */
const listed = (uses: Uses): string =>
  uses.length <= NAMED
    ? uses.map(({ by }) => by).join(", ")
    : `${uses[0].by} and ${uses.length - 1} more`;

function placesOf([first, second]: Uses): Parameters<Say>[0] {
  return second === undefined ? first.place : both(first.place, second.place, "and here");
}

export const hostRules: readonly Rule<OnHost>[] = [
  noInterface,
  noForwarding,
  deadScript,
  unsafeScript,
  noUser,
];

/** What the conf needs and this machine lacks. */
export const judgeHost = (conf: ConfView, host: ConfHost): readonly Diagnostic[] =>
  applyRules(hostRules, { conf, host });
