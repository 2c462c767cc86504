/** The health engine on a bench: its probes are answered by hand, its clock is turned by hand. */
import { type Millis, millis } from "../../../src/base/time.ts";
import { createCheckEngine } from "../../../src/check/create.ts";
import type { CheckEffect, CheckInput, PoolMember } from "../../../src/check/engine.ts";
import type { CheckNotice } from "../../../src/check/notice.ts";
import type { Probe, ProbeFailure, ProbeOutcome } from "../../../src/check/probe.ts";
import type { VirtualServer } from "../../../src/config/model.ts";
import { parseConfig } from "../../../src/config/parse.ts";

export const REFUSED: ProbeFailure = { type: "refused" };

export interface Rig {
  readonly now: () => Millis;
  readonly deadline: () => Millis | undefined;
  /** Probes under way, by the last part of the address of the server they ask. */
  readonly asked: () => readonly { readonly host: number; readonly probe: Probe }[];
  /** When probes of a server began, milliseconds. */
  readonly startsOf: (host: number) => readonly number[];
  readonly notices: readonly CheckNotice[];
  /** `host weight` of each member of the first pool. */
  readonly pool: () => readonly string[];
  /** Lets time go on to the next deadline, if there is one. */
  next(): void;
  /** Time goes by, and nothing else happens. */
  pass(ms: number): void;
  answer(host: number, failure?: ProbeFailure): void;
  /** Goes on for so long; servers, and ports, in `dead` refuse, all others answer at once. */
  live(ms: number, dead?: readonly number[]): void;
  feed(input: CheckInput): void;
  reload(...lines: readonly string[]): void;
}

/** Two servers .21 and .22 unless `servers` say otherwise: each a line of more keywords. */
export function conf(lines: readonly string[], servers: Readonly<Record<number, string>>): string {
  const blocks = Object.entries(servers).map(
    ([host, more]) => `real_server 192.0.2.${host} 80 {
      ${more.includes("_CHECK") || more.includes("_GET") ? "" : tcpCheck(80)}
      ${more}
    }`,
  );
  return `virtual_server 192.0.2.1 80 {
    protocol TCP
    delay_loop 10
    ${lines.join("\n    ")}
    ${blocks.join("\n    ")}
  }`;
}

/** A check whose failures are retried twice. */
export const tcpCheck = (port: number, warmup = 0): string => `TCP_CHECK {
        connect_port ${port}
        connect_timeout 3
        retry 2
        delay_before_retry 1
        warmup ${warmup}
      }
      `;

function serversOf(text: string): readonly VirtualServer[] {
  const { config, diagnostics } = parseConfig(text, "conf");
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (config === undefined || errors.length > 0) throw new Error(JSON.stringify(diagnostics));
  return config.virtualServers;
}

export function rig(text: string, random: () => number = () => 0): Rig {
  const engine = createCheckEngine(serversOf(text), random);
  const under = new Map<number, { readonly host: number; readonly probe: Probe }>();
  const starts = new Map<number, number[]>();
  const notices: CheckNotice[] = [];
  let now = millis(0);
  const take = (effects: readonly CheckEffect[]): void => {
    for (const effect of effects) {
      if (effect.type === "notice") notices.push(effect.notice);
      if (effect.type === "cancelProbe") under.delete(effect.id);
      if (effect.type !== "startProbe") continue;
      const host = Number(effect.probe.ip.split(".").at(-1));
      under.set(effect.id, { host, probe: effect.probe });
      starts.set(host, [...(starts.get(host) ?? []), now]);
    }
  };
  const end = (id: number, failure: ProbeFailure | undefined): void => {
    const outcome: ProbeOutcome =
      failure === undefined ? { ok: true, took: millis(1) } : { ok: false, failure };
    under.delete(id);
    take(engine.step({ type: "probeDone", id, outcome }, now));
  };
  const bench: Rig = {
    now: () => now,
    deadline: () => engine.deadline(),
    asked: () => [...under.values()],
    startsOf: (host) => starts.get(host) ?? [],
    notices,
    pool: () => (engine.pools()[0]?.members ?? []).map(memberText),
    next() {
      now = millis(Math.max(now, engine.deadline() ?? now));
      take(engine.expire(now));
    },
    pass(ms) {
      now = millis(now + ms);
    },
    answer(host, failure) {
      for (const [id, probe] of Array.from(under)) if (probe.host === host) end(id, failure);
    },
    live(ms, dead = []) {
      const last = now + ms;
      for (;;) {
        for (const [id, { host, probe }] of Array.from(under))
          end(id, dead.includes(host) || dead.includes(probe.port) ? REFUSED : undefined);
        const due = engine.deadline();
        if (due === undefined || due > last) break;
        bench.next();
      }
      now = millis(last);
    },
    feed(input) {
      take(engine.step(input, now));
    },
    reload(...lines) {
      bench.feed({ type: "reconfigure", virtualServers: serversOf(lines.join("\n")) });
    },
  };
  take(engine.expire(now));
  return bench;
}

const memberText = ({ ip, weight }: PoolMember): string =>
  `${ip.split(".").at(-1) ?? ""} ${weight}`;
