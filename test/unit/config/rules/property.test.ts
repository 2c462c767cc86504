/** What holds whatever the confs: the times are the engine's, and neither balancer is preferred. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { takeoverLines } from "../../../../src/config/rules/takeover.ts";
import { masterDownInterval, skewTime } from "../../../../src/vrrp/timers.ts";
import { contentsCases } from "./pair-contents.ts";
import { groupCases } from "./pair-groups.ts";
import { protocolCases } from "./pair-protocol.ts";
import { standingCases } from "./pair-standing.ts";
import { compared, instance, of, script, track, view } from "./read.ts";

const anInstance = fc
  .record({
    version: fc.constantFrom(2, 3),
    priority: fc.integer({ min: 1, max: 254 }),
    centis: fc.integer({ min: 1, max: 4095 }),
    down: fc.integer({ min: 1, max: 100 }),
  })
  .map(({ version, priority, centis, down }) => [
    `version ${version}`,
    `priority ${priority}`,
    `advert_int ${version === 2 ? Math.max(1, Math.round(centis / 100)) : centis / 100}`,
    `down_timer_adverts ${down}`,
  ]);

const seconds = (ms: number): number => Number((ms / 1000).toFixed(3));

test("the times that are told are those by which the engine takes over", () => {
  fc.assert(
    fc.property(anInstance, (lines) => {
      const conf = view(instance(lines));
      const [first] = conf.instances;
      if (first === undefined) throw new Error("no instance");
      const { advertInterval } = first.instance;
      expect(takeoverLines(conf)).toEqual([
        `WEB: takes over ${seconds(masterDownInterval(first.instance, advertInterval))} s after the master dies, ${seconds(skewTime(first.instance, advertInterval))} s after it stops in order`,
      ]);
    }),
  );
});

const rulesOf = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => line.split(" ")[1] ?? "").toSorted();

test.for([...protocolCases, ...standingCases, ...groupCases, ...contentsCases])(
  "$rule: $what: the same from either side",
  ({ one, two }) => {
    expect(rulesOf(compared(two, one))).toEqual(rulesOf(compared(one, two)));
  },
);

/** Priority, state and name are the only things in which a pair has to differ. */
const TWINS = ["peer-priority:", "peer-state:", "peer-router-id:", "peer-unicast:"];

test.for([...protocolCases, ...standingCases, ...groupCases, ...contentsCases])(
  "$rule: $what: a conf fits itself",
  ({ one, two }) => {
    const found = [one, two].flatMap((conf) => rulesOf(compared(conf, conf)));
    expect(found.filter((rule) => !TWINS.includes(rule))).toEqual([]);
  },
);

const weight = fc.integer({ min: -253, max: 253 }).filter((each) => each !== 0);
const standing = fc.integer({ min: 1, max: 254 });

/** A script that fails, and one more that never does. */
const weighed = (priority: number, chk: number, more: number): string =>
  script("chk", `weight ${chk}`) +
  script("more", `weight ${more}`) +
  instance([`priority ${priority}`, track("chk", "more")]);

/** What is still said of the script, or of priorities that are equal. */
const remains = (one: string, two: string): readonly string[] =>
  compared(one, two).filter((line) => /peer-weight.* chk |peer-priority/.test(line));

test("what the hint of peer-weight names moves the addresses when the script fails", () => {
  fc.assert(
    fc.property(standing, weight, weight, standing, weight, (first, chk, more, second, lifted) => {
      const one = (heavy = chk): string => weighed(first, heavy, more);
      const two = (priority = second): string =>
        script("chk", `weight ${lifted}`) + instance([`priority ${priority}`, track("chk")]);
      const said = of("peer-weight", compared(one(), two())).filter(
        (line) => line.startsWith("lb1") && line.includes("if chk fails"),
      );
      const followed = said.flatMap((line) => {
        const [, heavier] = /a weight of (-\d+) or lower/.exec(line) ?? [];
        const [, from, to = from] = /priority (\d+)(?: to (\d+))? on lb2/.exec(line) ?? [];
        return [
          ...(heavier === undefined ? [] : remains(one(Number(heavier)), two())),
          ...(from === undefined ? [] : remains(one(), two(Number(from)))),
          ...(to === undefined ? [] : remains(one(), two(Number(to)))),
        ];
      });
      expect(followed).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
