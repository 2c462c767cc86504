/** This machine, for the rules that look at it. */
import type { ConfHost } from "../config/rules/host.ts";
import { forwards, hasInterface, scriptDanger } from "../host/conf-host.ts";
import { scriptProblem } from "../host/script-check.ts";

export const confHost: ConfHost = { forwards, hasInterface, scriptProblem, scriptDanger };
