/**
 * A host that runs VRRP: the production director, fed and obeyed as src/runtime/loop.ts does it. It
 * can be stalled, killed, powered off and started again, and its clock may run fast or slow.
 */
import { type Ip, isMulticast } from "../base/ip.ts";
import { type Millis, millis } from "../base/time.ts";
import type { Config } from "../config/model.ts";
import type { Director } from "../director/director.ts";
import { createVrrpDirector, vrrpConfigOf } from "../director/vrrp-director.ts";
import type {
  Channel,
  Datagram,
  VrrpEffect,
  VrrpInput,
  VrrpNotice,
  VrrpState,
} from "../director/vrrp-types.ts";
import {
  applyAddresses,
  createMachine,
  linkOf,
  type Machine,
  type Port,
  type PortPlan,
} from "./machine.ts";
import type { Network } from "./network.ts";

export interface HostPlan {
  readonly name: string;
  readonly config: Config;
  readonly ports: readonly PortPlan[];
  /** Seconds of its clock in a second; 1: exact. */
  readonly clockRate?: number;
}

export interface VrrpHost {
  readonly name: string;
  readonly isRunning: () => boolean;
  readonly isStalled: () => boolean;
  readonly machine: () => Machine;
  /** By instance, as last told. */
  readonly states: ReadonlyMap<string, VrrpState>;
  start(): void;
  /** SIGTERM. */
  stop(): void;
  /** SIGKILL: addresses stay where they are, and nobody speaks. */
  kill(): void;
  /** All is gone, addresses too. */
  powerOff(): void;
  /** The process does not run for this long; what arrives meanwhile waits in its sockets. */
  stall(lasts: Millis): void;
  /** The whole machine does not run for this long; what arrives meanwhile is lost. */
  pause(lasts: Millis): void;
  setLink(port: string, up: boolean): void;
  /** Somebody else removes an address. */
  removeAddress(port: string, ip: Ip): void;
  reload(config: Config): void;
  /** What the wire brings; ignored where nothing listens for it. */
  hear(
    segment: string,
    source: Ip,
    to: Ip,
    transport: Channel["transport"],
    datagram: Datagram,
  ): void;
}

export interface Observer {
  /** What a host does, as it does it. */
  readonly effect: (host: string, at: Millis, effect: VrrpEffect) => void;
  /** What reaches a socket of a host, before the host acts on it. */
  readonly heard: (host: string, at: Millis, datagram: Datagram) => void;
}

/** A socket holds so many datagrams; what comes then is lost. */
const SOCKET_HOLDS = 256;
/** Milliseconds; no wake-up is sooner. */
const CLOCK_GRAIN = 0.001;
/** As in production: later than that, the process did not run. */
const STALL_THRESHOLD = 50;

interface State {
  readonly plan: HostPlan;
  readonly network: Network;
  readonly peers: () => readonly VrrpHost[];
  readonly observer: Observer;
  machine: Machine;
  director: Director<VrrpInput, VrrpEffect> | undefined;
  readonly channels: Map<string, Channel>;
  readonly states: Map<string, VrrpState>;
  queue: VrrpInput[];
  stalledUntil: Millis;
  /** Of the present stall: is what arrives lost? */
  deaf: boolean;
  /** Each start has its number: what was meant for an earlier life finds nobody. */
  life: number;
  config: Config;
}

/** A host that is off. `peers` are all hosts of the network, itself included. */
export function createVrrpHost(
  plan: HostPlan,
  network: Network,
  peers: () => readonly VrrpHost[],
  observer: Observer,
): VrrpHost {
  const state: State = {
    plan,
    network,
    peers,
    observer,
    machine: createMachine(plan.ports),
    director: undefined,
    channels: new Map(),
    states: new Map(),
    queue: [],
    stalledUntil: millis(-1),
    deaf: false,
    life: 0,
    config: plan.config,
  };
  return hostOf(state);
}

function hostOf(state: State): VrrpHost {
  const { plan, network } = state;
  const tellLink = (name: string): void => {
    const port = state.machine.get(name);
    if (port !== undefined) push(state, { type: "link", link: linkOf(port, 1) });
  };
  return {
    name: plan.name,
    isRunning: () => state.director !== undefined,
    isStalled: () => network.now() < state.stalledUntil,
    machine: () => state.machine,
    states: state.states,
    start: () => {
      begin(state);
    },
    stop() {
      push(state, { type: "stop" });
      if (!isAwake(state)) turn(state);
      end(state);
    },
    kill() {
      end(state);
    },
    powerOff() {
      end(state);
      state.machine = createMachine(plan.ports);
    },
    stall(lasts) {
      sleep(state, lasts, false);
    },
    pause(lasts) {
      sleep(state, lasts, true);
    },
    setLink(name, up) {
      const port = state.machine.get(name);
      if (port === undefined || port.up === up) return;
      port.up = up;
      tellLink(name);
    },
    removeAddress(name, ip) {
      if (state.machine.get(name)?.addresses.delete(ip) !== true) return;
      tellLink(name);
      push(state, { type: "addressGone", link: name, ip });
    },
    reload(config) {
      state.config = config;
      push(state, { type: "reconfigure", config: vrrpConfigOf(config) });
    },
    hear: (segment, source, to, transport, datagram) => {
      hear(state, segment, source, to, transport, datagram);
    },
  };
}

const localNow = ({ network, plan }: State): Millis =>
  millis(network.now() * (plan.clockRate ?? 1));
const isAwake = ({ network, stalledUntil }: State): boolean => network.now() >= stalledUntil;

function sleep(state: State, lasts: Millis, deaf: boolean): void {
  state.deaf = deaf;
  state.stalledUntil = millis(state.network.now() + lasts);
  wakeAt(state, state.stalledUntil);
}

function begin(state: State): void {
  state.life++;
  state.director = createVrrpDirector(state.config);
  state.channels.clear();
  state.states.clear();
  state.stalledUntil = millis(-1);
  state.queue = [...state.machine.values()].map((port, i) => ({
    type: "link",
    link: linkOf(port, i + 1),
  }));
  turn(state);
}

function end(state: State): void {
  state.life++;
  state.director = undefined;
  state.states.clear();
  state.channels.clear();
  state.queue = [];
}

function push(state: State, input: VrrpInput): void {
  if (state.director === undefined) return;
  if (input.type === "datagram" && state.queue.length >= SOCKET_HOLDS) return;
  state.queue.push(input);
  if (isAwake(state)) turn(state);
}

function wakeAt(state: State, at: Millis): void {
  const { life } = state;
  state.network.at(at, () => {
    if (state.life === life && isAwake(state)) turn(state);
  });
}

/** One turn of the loop: what has arrived goes in together, results of outputs come back before time goes on. */
function turn(state: State): void {
  const { director } = state;
  if (director === undefined) return;
  const now = localNow(state);
  const due = director.deadline();
  const late = due === undefined ? 0 : now - due;
  let inputs: readonly VrrpInput[] = [
    ...(late > STALL_THRESHOLD ? [{ type: "stalled", lasted: millis(late) } as const] : []),
    ...state.queue,
  ];
  state.queue = [];
  do {
    inputs = director.step(inputs, now).flatMap((effect) => perform(state, effect));
  } while (inputs.length > 0);
  const next = director.deadline();
  if (next === undefined) return;
  // A clock that is not exact may come out a hair before the deadline: time must go on meanwhile.
  const soonest = state.network.now() + CLOCK_GRAIN;
  wakeAt(state, millis(Math.max(soonest, next / (state.plan.clockRate ?? 1))));
}

function perform(state: State, effect: VrrpEffect): readonly VrrpInput[] {
  state.observer.effect(state.plan.name, state.network.now(), effect);
  switch (effect.type) {
    case "openChannel":
      state.channels.set(effect.channel.key, effect.channel);
      return [{ type: "channel", key: effect.channel.key, problem: undefined }];
    case "closeChannel":
      state.channels.delete(effect.key);
      return [];
    case "send":
      send(state, effect);
      return [];
    case "addresses": {
      const failed = applyAddresses(state.machine, effect.remove, effect.add);
      return [{ type: "addressesDone", instance: effect.instance, failed }];
    }
    case "notice":
      note(state, effect.notice);
      return [];
    case "frame":
      return [];
  }
}

function note(state: State, notice: VrrpNotice): void {
  if (notice.type === "vrrp.transition") state.states.set(notice.instance, notice.to);
}

function send(state: State, effect: Extract<VrrpEffect, { type: "send" }>): void {
  const channel = state.channels.get(effect.channel);
  if (channel === undefined) return;
  const { source, to, ttl, payload } = effect;
  const datagram = { source, destination: to, ttl, payload };
  for (const port of state.machine.values()) {
    const here = channel.place.interface ?? port.name;
    if (port.name !== here || !port.up) continue;
    for (const peer of state.peers()) {
      if (peer.name === state.plan.name) continue;
      state.network.carry(state.plan.name, peer.name, () => {
        peer.hear(port.segment, source, to, channel.transport, datagram);
      });
    }
  }
}

function hear(
  state: State,
  segment: string,
  _source: Ip,
  to: Ip,
  transport: Channel["transport"],
  datagram: Datagram,
): void {
  if (state.deaf && !isAwake(state)) return;
  for (const port of state.machine.values()) {
    if (port.segment !== segment || !port.up) continue;
    for (const channel of state.channels.values()) {
      if (channel.transport.type !== transport.type) continue;
      if (!listensFor(port, channel, to)) continue;
      state.observer.heard(state.plan.name, state.network.now(), datagram);
      push(state, { type: "datagram", channel: channel.key, at: localNow(state), datagram });
    }
  }
}

const listensFor = (port: Port, { place }: Channel, to: Ip): boolean =>
  place.type === "multicast"
    ? isMulticast(to) && place.group === to && place.interface === port.name
    : place.local === to && port.addresses.has(to);
