/** Two confs, and who of them is to be MASTER. */
import type { PairCase } from "./read.ts";
import { group, HIGH, instance, LOW, other, script, track, watched } from "./read.ts";

export const standingCases: readonly PairCase[] = [
  {
    rule: "peer-priority",
    what: "one priority",
    one: instance([HIGH]),
    two: instance([HIGH]),
    says: [
      "lb1.conf:4:1 peer-priority: WEB has priority 150 on both: the higher source address decides when both start, and after that who is MASTER stays it & lb2.conf:4 there",
    ],
    near: [
      [instance([HIGH]), instance([LOW])],
      [instance(["nopreempt"]), instance(["nopreempt"])],
    ],
  },
  {
    rule: "peer-priority",
    what: "two owners",
    one: instance(["state MASTER"]),
    two: instance(["priority 255"]),
    says: [
      "lb1.conf:1:15 peer-priority: WEB has priority 255 on both: each takes the addresses without listening first & lb2.conf:4 there",
    ],
    near: [],
  },
  {
    rule: "peer-lifted",
    what: "a weight that lifts the lower one",
    one: instance([HIGH]),
    two: watched(60, LOW),
    says: [
      "lb1.conf:4:1 peer-lifted: while all is well WEB has 150 on lb1.conf and 160 on lb2.conf: its weights make lb2.conf MASTER, though its priority is lower & lb2.conf:8 on lb2.conf",
    ],
    near: [
      [watched(60, HIGH), watched(60, LOW)],
      [instance([HIGH]), watched(-60, LOW)],
    ],
  },
  {
    rule: "peer-weight",
    what: "a weight that is too small",
    one: watched(-2, HIGH),
    two: watched(-2, LOW),
    says: [
      "lb1.conf:10:1 peer-weight: if chk fails on lb1.conf, WEB falls from 150 to 148 there, still above the 100 of lb2.conf: the addresses do not move = a weight of -51 or lower, or none: then its failure is FAULT & lb2.conf:8 on lb2.conf",
    ],
    near: [
      [watched(-60, HIGH), watched(-60, LOW)],
      [watched(2, "priority 101"), watched(2, "priority 100")],
      [watched(0, HIGH), watched(0, LOW)],
    ],
  },
  {
    rule: "peer-weight",
    what: "a weight that makes them equal, and positive weights that never can",
    one: watched(-50, HIGH),
    two: instance([LOW]),
    says: [
      "lb1.conf:10:1 peer-weight: if chk fails on lb1.conf, WEB falls from 150 to 100 there, the same as the 100 of lb2.conf: the addresses do not move = a weight of -51 or lower, or none: then its failure is FAULT & lb2.conf:4 on lb2.conf",
    ],
    near: [[watched(-51, HIGH), instance([LOW])]],
  },
  {
    rule: "peer-weight",
    what: "a positive weight on a master that is far above: the well-known tutorial",
    one: watched(101, "priority 200"),
    two: instance([LOW]),
    says: [
      "lb1.conf:10:1 peer-weight: if chk fails on lb1.conf, WEB falls from 254 to 200 there, still above the 100 of lb2.conf: the addresses do not move = priority 201 to 253 on lb2.conf, or a weight of -101 or lower; or no weight: then its failure is FAULT & lb2.conf:4 on lb2.conf",
    ],
    near: [],
  },
  {
    rule: "peer-weight",
    what: "where no weight can be heavy enough: nothing falls below 1",
    one: watched(-253, "priority 2"),
    two: instance(["priority 1"]),
    says: [
      "lb1.conf:10:1 peer-weight: if chk fails on lb1.conf, WEB falls from 2 to 1 there, the same as the 1 of lb2.conf: the addresses do not move = a higher priority on lb2.conf, and a still higher one on lb1.conf: none falls below 1; or no weight: then its failure is FAULT & lb2.conf:4 on lb2.conf",
    ],
    near: [[watched(-253, "priority 3"), instance(["priority 2"])]],
  },
  {
    rule: "peer-weight",
    what: "the lowest priority on the other, which can be raised",
    one: watched(-20, HIGH),
    two: instance(["priority 1"]),
    says: [
      "lb1.conf:10:1 peer-weight: if chk fails on lb1.conf, WEB falls from 150 to 130 there, still above the 1 of lb2.conf: the addresses do not move = priority 131 to 149 on lb2.conf; or no weight: then its failure is FAULT & lb2.conf:4 on lb2.conf",
    ],
    near: [],
  },
  {
    rule: "peer-weight",
    what: "weights so high that one more or less does not count",
    one: script("a", "weight 200") + script("b", "weight 50") + instance([HIGH, track("a", "b")]),
    two: instance([LOW]),
    says: [
      "lb1.conf:14:1 peer-weight: if a fails on lb1.conf, WEB falls from 254 to 200 there, still above the 100 of lb2.conf: the addresses do not move = priority 201 to 253 on lb2.conf, or a weight of -101 or lower; or no weight: then its failure is FAULT & lb2.conf:4 on lb2.conf",
      "lb1.conf:15:1 peer-weight: if b fails on lb1.conf, WEB stays at 254 there, still above the 100 of lb2.conf: the addresses do not move = a weight of -251 or lower; or no weight: then its failure is FAULT & lb2.conf:4 on lb2.conf",
    ],
    near: [],
  },
  {
    rule: "peer-weight",
    what: "a positive weight that lifts by one, and what the other is lifted by itself",
    one: watched(1, "priority 100"),
    two: watched(20, "priority 80"),
    says: [
      "lb1.conf:10:1 peer-weight: if chk fails on lb1.conf, WEB falls from 101 to 100 there, the same as the 100 of lb2.conf: the addresses do not move = a greater weight, and a priority above 80 on lb2.conf; or no weight: then its failure is FAULT & lb2.conf:8 on lb2.conf",
    ],
    near: [[watched(9, "priority 100"), watched(20, "priority 81")]],
  },
  {
    rule: "peer-weight",
    what: "a weight of a sync group, told once for all members",
    one: script("chk", "weight -20") + instance([HIGH]) + other(HIGH) + group(track("chk")),
    two: instance([LOW]) + other(LOW) + group(),
    says: [
      "lb1.conf:20:1 peer-weight: if chk fails on lb1.conf, WEB falls from 150 to 130 there, still above the 100 of lb2.conf: the addresses do not move = a weight of -51 or lower, or none: then its failure is FAULT & lb2.conf:4 on lb2.conf",
    ],
    near: [],
  },
  {
    rule: "peer-weight-alone",
    what: "weights that move the addresses only together",
    one: script("a", "weight -30") + script("b", "weight -30") + instance([HIGH, track("a", "b")]),
    two: instance([LOW]),
    says: [
      "lb1.conf:14:1 peer-weight-alone: if a alone fails on lb1.conf, WEB falls to 120 there, not below the 100 of lb2.conf: the addresses move only if more fails & lb2.conf:4 on lb2.conf",
      "lb1.conf:15:1 peer-weight-alone: if b alone fails on lb1.conf, WEB falls to 120 there, not below the 100 of lb2.conf: the addresses move only if more fails & lb2.conf:4 on lb2.conf",
    ],
    near: [
      [
        script("a", "weight -60") + script("b", "weight -60") + instance([HIGH, track("a", "b")]),
        instance([LOW]),
      ],
    ],
  },
  {
    rule: "peer-nopreempt-weight",
    what: "a weight that would move the addresses, and nopreempt on the other",
    one: watched(-60, HIGH),
    two: instance([LOW, "nopreempt"]),
    says: [
      "lb2.conf:5:1 peer-nopreempt-weight: if chk fails on lb1.conf while it is MASTER, WEB falls to 90 there, below the 100 of lb2.conf, but with nopreempt lb2.conf does not take over: the addresses stay = without a weight the failure is FAULT, and the addresses move; or use preempt_delay instead of nopreempt & lb1.conf:10 on lb1.conf",
    ],
    near: [
      [watched(-60, HIGH, "nopreempt"), instance([LOW])],
      [watched(0, HIGH), watched(0, LOW, "nopreempt")],
    ],
  },
  {
    rule: "peer-delay-weight",
    what: "a weight that moves the addresses, and preempt_delay on the other",
    one: watched(-60, HIGH, "preempt_delay 60"),
    two: watched(-60, LOW, "preempt_delay 60"),
    says: [
      "lb2.conf:9:1 peer-delay-weight: if chk fails on lb1.conf, WEB falls to 90 there, below the 100 of lb2.conf, but preempt_delay lets lb2.conf take over only 63.609 s later = without a weight the failure is FAULT, and lb2.conf does not wait; or no preempt_delay on lb2.conf & lb1.conf:11 on lb1.conf",
    ],
    near: [
      [watched(-60, HIGH, "preempt_delay 60"), watched(-60, LOW)],
      [watched(0, HIGH, "preempt_delay 60"), watched(0, LOW, "preempt_delay 60")],
      [watched(-20, HIGH, "preempt_delay 60"), watched(-20, LOW, "preempt_delay 60")],
    ],
  },
  {
    rule: "peer-state",
    what: "state MASTER on both",
    one: instance([HIGH, "state MASTER"]),
    two: instance([LOW, "state MASTER"]),
    says: [
      "lb1.conf:5:1 peer-state: WEB starts as MASTER on both: the lower one waits one advert_int only, and may hold the addresses too for a moment when it starts = use state BACKUP on both: the priority decides & lb2.conf:5 there",
    ],
    near: [[instance([HIGH, "state MASTER"]), instance([LOW, "state BACKUP"])]],
  },
  {
    rule: "peer-preempt",
    what: "nopreempt on the lower one alone",
    one: instance([HIGH]),
    two: instance([LOW, "nopreempt"]),
    says: [
      "lb2.conf:5:1 peer-preempt: nopreempt of WEB stands on lb2.conf alone, which is the lower one and takes nothing from lb1.conf: lb1.conf takes the addresses back as soon as it returns = put it on lb1.conf & lb1.conf:4 there",
    ],
    near: [
      [instance([HIGH, "nopreempt"]), instance([LOW])],
      [instance([HIGH, "nopreempt"]), instance([LOW, "nopreempt"])],
    ],
  },
  {
    rule: "peer-preempt",
    what: "preempt_delay on the lower one alone",
    one: instance([HIGH]),
    two: instance([LOW, "preempt_delay 10"]),
    says: [
      "lb2.conf:5:1 peer-preempt: preempt_delay of WEB stands on lb2.conf alone, which is the lower one: lb1.conf takes the addresses back without it = put it on lb1.conf & lb1.conf:4 there",
    ],
    near: [[instance([HIGH, "preempt_delay 10"]), instance([LOW])]],
  },
];
