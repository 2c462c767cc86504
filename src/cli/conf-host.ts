/** This machine, for the rules that look at it. */
import type { ConfHost } from "../config/rules/host.ts";
import { forwards, hasInterface } from "../host/conf-host.ts";
import { scriptProblem } from "../host/script-check.ts";
import { scriptDanger } from "../host/script-security.ts";
import { findUser } from "../host/users.ts";

export const confHost: ConfHost = {
  forwards,
  hasInterface,
  scriptProblem,
  scriptDanger,
  hasUser: ({ user, group }) => findUser(user, group) !== undefined,
};
