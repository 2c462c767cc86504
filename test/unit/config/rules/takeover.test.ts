/** How long a takeover takes, as the verdict of `daruma check` tells it. */
import { expect, test } from "vitest";
import { takeoverLines } from "../../../../src/config/rules/takeover.ts";
import { group, instance, other, script, track, view } from "./read.ts";

const lines = (conf: string): readonly string[] => takeoverLines(view(conf));

interface Case {
  readonly what: string;
  readonly conf: string;
  readonly says: readonly string[];
}

const CASES: readonly Case[] = [
  {
    what: "version 2: three intervals and a skew of up to a second",
    conf: instance(["priority 192", "advert_int 2"]),
    says: ["WEB: takes over 6.25 s after the master dies, 0.25 s after it stops in order"],
  },
  {
    what: "version 3: a skew of up to an interval",
    conf: instance(["version 3", "priority 192", "advert_int 0.2"]),
    says: ["WEB: takes over 0.65 s after the master dies, 0.05 s after it stops in order"],
  },
  {
    what: "down_timer_adverts",
    conf: instance(["priority 192", "down_timer_adverts 2"]),
    says: ["WEB: takes over 2.25 s after the master dies, 0.25 s after it stops in order"],
  },
  {
    what: "preempt_delay, which only keeps from a lower priority",
    conf: instance(["priority 192", "preempt_delay 10"]),
    says: [
      "WEB: takes over 3.25 s after the master dies, 0.25 s after it stops in order; from a lower priority after 13.25 s",
    ],
  },
  {
    what: "the owner",
    conf: instance(["priority 255"]),
    says: ["WEB: is MASTER as soon as it runs"],
  },
  {
    what: "instances that are alike, on one line",
    conf: instance() + other(),
    says: ["WEB, API: takes over 3.609 s after the master dies, 0.609 s after it stops in order"],
  },
  {
    what: "a script with a weight",
    conf:
      script("chk", "interval 2", "timeout 1", "fall 3", "weight -20") +
      instance(["priority 150", track("chk")]),
    says: [
      "WEB: takes over 3.414 s after the master dies, 0.414 s after it stops in order, while all that it watches is well",
      "WEB: if chk fails (noticed within 7 s), its priority falls from 150 to 130: the other must be above 130 to take over",
    ],
  },
  {
    what: "a positive weight",
    conf: script("chk", "weight 20") + instance(["priority 150", track("chk")]),
    says: [
      "WEB: takes over 3.336 s after the master dies, 0.336 s after it stops in order, while all that it watches is well",
      "WEB: if chk fails (noticed within 2 s), its priority falls from 170 to 150: the other must be above 150 to take over",
    ],
  },
  {
    what: "two weights, each failing alone",
    conf:
      script("a", "weight 20") +
      script("b", "weight -30") +
      instance(["priority 150", track("a", "b")]),
    says: [
      "WEB: takes over 3.336 s after the master dies, 0.336 s after it stops in order, while all that it watches is well",
      "WEB: if a fails (noticed within 2 s), its priority falls from 170 to 150: the other must be above 150 to take over",
      "WEB: if b fails (noticed within 2 s), its priority falls from 170 to 140: the other must be above 140 to take over",
    ],
  },
  {
    what: "weights that lift the priority to its limit",
    conf: script("chk", "weight 200") + instance(["priority 160", track("chk")]),
    says: [
      "WEB: takes over 3.008 s after the master dies, 0.008 s after it stops in order, while all that it watches is well",
      "WEB: if chk fails (noticed within 2 s), its priority falls from 254 to 160: the other must be above 160 to take over",
    ],
  },
  {
    what: "a sync group, which waits for the last of its members",
    conf: instance(["priority 192", "preempt_delay 10"]) + other("advert_int 2") + group(),
    says: [
      "PAIR (WEB, API): takes over 6.609 s after the master dies, 0.609 s after it stops in order; from a lower priority after 13.25 s",
    ],
  },
  {
    what: "a sync group that holds by nopreempt of one member",
    conf: instance(["nopreempt"]) + other("preempt_delay 10") + group(),
    says: [
      "PAIR (WEB, API): takes over 3.609 s after the master dies, 0.609 s after it stops in order",
    ],
  },
  {
    what: "a sync group of owners, and one with an owner",
    conf:
      instance(["priority 255"]) +
      other("priority 255") +
      group() +
      instance(["priority 255"], { name: "C", vrid: 53, address: "192.0.2.3/24" }) +
      instance(["priority 128"], { name: "D", vrid: 54, address: "192.0.2.4/24" }) +
      group().replace("PAIR", "MIXED").replace("WEB API", "C D"),
    says: [
      "PAIR (WEB, API): is MASTER as soon as it runs",
      "MIXED (C, D): takes over 3.5 s after the master dies, 0.5 s after it stops in order",
    ],
  },
  {
    what: "a weight on one member of a sync group",
    conf:
      script("chk", "weight -20") +
      instance([track("chk")]) +
      other() +
      group("sync_group_tracking_weight"),
    says: [
      "PAIR (WEB, API): takes over 3.609 s after the master dies, 0.609 s after it stops in order, while all that it watches is well",
      "WEB: if chk fails (noticed within 2 s), its priority falls from 100 to 80: the other must be above 80 to take over, and higher in API too",
    ],
  },
  {
    what: "a weight that a sync group gives all of its members",
    conf: script("chk", "weight -20") + instance() + other() + group(track("chk")),
    says: [
      "PAIR (WEB, API): takes over 3.609 s after the master dies, 0.609 s after it stops in order, while all that it watches is well",
      "WEB, API: if chk fails (noticed within 2 s), its priority falls from 100 to 80: the other must be above 80 to take over",
    ],
  },
  {
    what: "what has no weight, of an instance and of a group",
    conf: script("chk") + instance(["track_interface { eth1 }"]) + other() + group(track("chk")),
    says: [
      "PAIR (WEB, API): takes over 3.609 s after the master dies, 0.609 s after it stops in order",
      "WEB: if eth1 fails, it gives up at once (FAULT)",
      "WEB, API: if chk fails (noticed within 2 s), it gives up at once (FAULT)",
    ],
  },
  {
    what: "nothing of a script that does not exist, or whose weight takes it away",
    conf: script("chk", "weight -20") + instance([track("chk", "no")]) + other() + group(),
    says: [
      "PAIR (WEB, API): takes over 3.609 s after the master dies, 0.609 s after it stops in order",
    ],
  },
  {
    what: "a script that is tracked twice, as it stands first",
    conf: script("chk") + instance([track("chk weight -20", "chk weight -50")]),
    says: [
      "WEB: takes over 3.609 s after the master dies, 0.609 s after it stops in order, while all that it watches is well",
      "WEB: if chk fails (noticed within 2 s), its priority falls from 100 to 80: the other must be above 80 to take over",
    ],
  },
  {
    what: "no instance",
    conf: "virtual_server 192.0.2.1 80 {\nprotocol TCP\nreal_server 10.0.0.1 80 {\n}\n}\n",
    says: [],
  },
];

test.for(CASES)("$what", ({ conf, says }) => {
  expect(lines(conf)).toEqual(says);
});

const many = (count: number, priority: (i: number) => number): string =>
  Array.from({ length: count }, (_, i) =>
    instance([`priority ${priority(i)}`], {
      name: `I${i}`,
      vrid: i + 1,
      address: `192.0.2.${i + 1}/24`,
    }),
  ).join("");

test("of many the fastest and the slowest", () => {
  expect(lines(many(9, (i) => 100 + i))).toEqual([
    "I8: takes over 3.578 s after the master dies, 0.578 s after it stops in order",
    "... 7 lines between ...",
    "I0: takes over 3.609 s after the master dies, 0.609 s after it stops in order",
  ]);
  expect(lines(many(8, () => 100))).toEqual([
    "I0, I1, I2, I3, I4, I5 and 2 more: takes over 3.609 s after the master dies, 0.609 s after it stops in order",
  ]);
});
