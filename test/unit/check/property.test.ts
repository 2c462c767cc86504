/** The engine beside a judge that knows the rules and nothing else: each server by the story of its probes. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { conf, REFUSED, rig } from "./rig.ts";

interface Pick {
  readonly host: number;
  readonly weight: number;
  readonly inhibit: boolean;
}

const SERVERS: readonly Pick[] = [
  { host: 21, weight: 1, inhibit: false },
  { host: 22, weight: 2, inhibit: true },
  { host: 23, weight: 3, inhibit: false },
];
const TEXT = conf(
  ["sorry_server 192.0.2.99 80"],
  Object.fromEntries(
    SERVERS.map(({ host, weight, inhibit }) => [
      host,
      `weight ${weight}\n${inhibit ? "inhibit_on_failure" : ""}`,
    ]),
  ),
);

/** s: success, f: failure. Down: failed ever since the start, or three times (retry 2) in a row, and not well since. */
const isDown = (story: string): boolean => /(?:^f+|f{3,})$/.test(story);

function poolBy(stories: ReadonlyMap<number, string>): readonly string[] {
  const up = SERVERS.filter(({ host }) => !isDown(stories.get(host) ?? ""));
  const members = SERVERS.flatMap((server) => {
    if (up.includes(server)) return [`${server.host} ${server.weight}`];
    return server.inhibit ? [`${server.host} 0`] : [];
  });
  return up.length === 0 ? [...members, "99 1"] : members;
}

const event = fc.oneof(
  fc.constant("next" as const),
  fc.record({ host: fc.constantFrom(21, 22, 23), ok: fc.boolean() }),
);

test("after any outcomes in any order the pool is what the rules say, and somebody is or will be asked", () => {
  const run = fc.property(fc.array(event, { size: "+1", maxLength: 200 }), (events) => {
    const bench = rig(TEXT);
    const stories = new Map<number, string>();
    for (const each of events) {
      if (each === "next") bench.next();
      else if (bench.asked().some(({ host }) => host === each.host)) {
        stories.set(each.host, (stories.get(each.host) ?? "") + (each.ok ? "s" : "f"));
        bench.answer(each.host, each.ok ? undefined : REFUSED);
      }
      expect(bench.pool()).toEqual(poolBy(stories));
      expect(bench.asked().length < SERVERS.length && bench.deadline() === undefined).toBe(false);
    }
  });
  fc.assert(run, { numRuns: 500 });
});
