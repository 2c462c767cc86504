/**
 * Joins what the checker process runs: the health engine decides whom a virtual server forwards to,
 * and the kernel's IPVS table is brought there and kept there.
 *
 * The table is read before the first change (a restarted checker adopts what is there), after each
 * refusal, and every ipvs_resync: what somebody else changed is put right, and told as drift.
 */
import { unreachable } from "../base/assert.ts";
import type { Random } from "../base/random.ts";
import { earlier, type Millis, millis } from "../base/time.ts";
import { createCheckEngine } from "../check/create.ts";
import type { CheckEffect, CheckEngine, CheckInput } from "../check/engine.ts";
import type { Config } from "../config/model.ts";
import type { IpvsNews, IpvsOp, IpvsTable, ServiceId, ServiceKey } from "../desired/ipvs.ts";
import { planIpvs } from "../desired/plan-ipvs.ts";
import { desiredTable, serviceKey } from "../desired/table.ts";
import type { Director } from "./director.ts";
import type { Notice } from "./notice.ts";

export type CheckDirectorInput =
  | Exclude<CheckInput, { type: "reconfigure" }>
  | { readonly type: "configure"; readonly config: Config }
  | IpvsNews;

export type CheckDirectorOutput =
  | Extract<CheckEffect, { type: "startProbe" | "cancelProbe" }>
  | { readonly type: "notice"; readonly notice: Notice }
  | { readonly type: "applyIpvs"; readonly ops: readonly IpvsOp[] }
  /** Answered by `listed` or `unlisted`. */
  | { readonly type: "listIpvs" };

/** Changes that do not stay are tried again after up to 64 times ipvs_resync. */
const STUBBORN_MAX = 6;
const AT_ONCE = millis(0);

interface State {
  readonly engine: CheckEngine;
  resync: Millis;
  /** What the kernel holds as far as we know; undefined: not read yet, or not to be trusted. */
  known: IpvsTable | undefined;
  /** Services that we have put there, or wanted and found there. */
  readonly owned: Map<ServiceKey, ServiceId>;
  listing: boolean;
  /** The pools have changed while a listing was under way: its answer is older than our wish. */
  readonly changedWhileListing: { yes: boolean };
  listAt: Millis | undefined;
  /** Changes that did not stay: told once, and tried again at ever longer intervals. */
  readonly stubborn: { ops: string; times: number };
  /** The same trouble is told once until all is well. */
  trouble: string | undefined;
  stopping: boolean;
  outputs: CheckDirectorOutput[];
}

/** A director over a new engine. Pure. */
export function createCheckDirector(
  config: Config,
  random: Random,
): Director<CheckDirectorInput, CheckDirectorOutput> {
  const state: State = {
    engine: createCheckEngine(config.virtualServers, random),
    resync: config.global.ipvsResync,
    known: undefined,
    owned: new Map(),
    listing: false,
    changedWhileListing: { yes: false },
    listAt: AT_ONCE,
    stubborn: { ops: "", times: 0 },
    trouble: undefined,
    stopping: false,
    outputs: [],
  };
  return {
    step(inputs, now) {
      for (const input of inputs) feed(state, input, now);
      absorb(state, state.engine.expire(now));
      if (state.listAt !== undefined && state.listAt <= now) list(state);
      const { outputs } = state;
      state.outputs = [];
      return outputs;
    },
    deadline: () => earlier(state.engine.deadline(), state.listAt),
  };
}

function feed(state: State, input: CheckDirectorInput, now: Millis): void {
  switch (input.type) {
    case "probeDone":
      absorb(state, state.engine.step(input, now));
      return;
    case "stop":
      state.stopping = true;
      state.listAt = undefined;
      // Not known to be there after a refusal, but ours to remove.
      state.known ??= tableOf(state.owned);
      absorb(state, state.engine.step(input, now));
      return;
    case "configure": {
      const { virtualServers, global } = input.config;
      state.resync = global.ipvsResync;
      absorb(state, state.engine.step({ type: "reconfigure", virtualServers }, now));
      return;
    }
    case "listed":
      takeListing(state, input.table, now);
      return;
    case "unlisted":
      state.listing = false;
      complain(state, input.detail);
      again(state, now);
      return;
    case "refused":
      // Which one is not told: what the kernel holds must be read again.
      complain(state, input.detail);
      if (state.stopping) return;
      state.known = undefined;
      again(state, now);
      return;
    default:
      unreachable(input);
  }
}

function absorb(state: State, effects: readonly CheckEffect[]): void {
  let changed = false;
  for (const effect of effects) {
    if (effect.type === "poolsChanged") changed = true;
    else state.outputs.push(effect);
  }
  if (changed) bringAbout(state, "ipvs.apply");
}

/** Sends the difference between what is wanted and what is known to be there. */
function bringAbout(state: State, type: "ipvs.apply" | "ipvs.drift"): void {
  if (state.listing) state.changedWhileListing.yes = true;
  if (state.known === undefined) {
    // A server that has failed does not wait until what was refused is tried again.
    if (!state.listing) state.listAt = AT_ONCE;
    return;
  }
  const desired = desiredTable(state.engine.pools());
  const ops = planIpvs(desired, state.known, new Set(state.owned.keys()));
  // While a listing is under way its answer replaces this; until then it is the best we know.
  state.known = withoutOurs(state.known, state.owned, desired);
  for (const [key, { protocol, ip, port }] of desired) state.owned.set(key, { protocol, ip, port });
  for (const key of state.owned.keys()) if (!desired.has(key)) state.owned.delete(key);
  if (ops.length === 0) {
    settle(state);
    return;
  }
  state.outputs.push({ type: "applyIpvs", ops });
  if (isNews(state, ops)) state.outputs.push({ type: "notice", notice: { type, ops } });
}

/** The kernel holds what it should. */
function settle(state: State): void {
  state.trouble = undefined;
  state.stubborn.ops = "";
  state.stubborn.times = 0;
}

/** False for the same changes again: the kernel does not take them, or somebody undoes them each time. */
function isNews({ stubborn }: State, ops: readonly IpvsOp[]): boolean {
  const text = JSON.stringify(
    ops.map(({ type, service, ...rest }) => [type, serviceKey(service), rest]),
  );
  const same = stubborn.ops === text;
  stubborn.times = same ? stubborn.times + 1 : 0;
  stubborn.ops = text;
  return !same;
}

/** Services that are known by name alone. */
const tableOf = (owned: ReadonlyMap<ServiceKey, ServiceId>): IpvsTable =>
  new Map(
    [...owned].map(([key, id]) => [
      key,
      { ...id, scheduler: "", persistenceTimeout: 0, extra: [], destinations: new Map() },
    ]),
  );

/** The table as it is when the changes have been made. */
function withoutOurs(
  known: IpvsTable,
  owned: ReadonlyMap<ServiceKey, ServiceId>,
  desired: IpvsTable,
): IpvsTable {
  const foreign = [...known].filter(([key]) => !owned.has(key));
  return new Map([...foreign, ...desired]);
}

function list(state: State): void {
  state.listAt = undefined;
  if (state.listing || state.stopping) return;
  state.listing = true;
  state.changedWhileListing.yes = false;
  state.outputs.push({ type: "listIpvs" });
}

/**
 * A listing shows the table between two of our changes. Ours that were sent after it was asked for
 * are not in it, so that it can only be judged when there were none; else the next one will do.
 */
function takeListing(state: State, table: IpvsTable, now: Millis): void {
  state.listing = false;
  if (state.stopping) return;
  const first = state.known === undefined;
  if (state.changedWhileListing.yes && !first) {
    state.listAt = now;
    return;
  }
  state.known = table;
  bringAbout(state, first ? "ipvs.apply" : "ipvs.drift");
  again(state, now);
}

function again(state: State, now: Millis): void {
  const patience = 2 ** Math.min(state.stubborn.times, STUBBORN_MAX);
  if (!state.stopping) state.listAt = millis(now + state.resync * patience);
}

function complain(state: State, detail: string): void {
  if (state.trouble === detail) return;
  state.trouble = detail;
  state.outputs.push({ type: "notice", notice: { type: "ipvs.refused", detail } });
}
