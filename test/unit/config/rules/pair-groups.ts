/** Two confs with sync groups, and whether their members agree. */
import type { PairCase } from "./read.ts";
import { group, HIGH, instance, LOW, other, script, track } from "./read.ts";

const FLAG = "sync_group_tracking_weight";
const weighing = (name: string, weight: number): string => script(name, `weight ${weight}`);
const low = instance([LOW]) + other(LOW) + group();

export const groupCases: readonly PairCase[] = [
  {
    rule: "peer-sync-priority",
    what: "members that are higher here and members that are higher there",
    one: instance([HIGH]) + other(LOW) + group(),
    two: instance([LOW]) + other(HIGH) + group(),
    says: [
      "lb1.conf:10:1 peer-sync-priority: sync group PAIR has members that are higher on lb1.conf (WEB 150 and 100) and others that are higher on lb2.conf (API 100 and 150), and becomes MASTER only where all are: who holds the addresses keeps them, and the other takes nothing back when it returns; where both hold them, each makes the other give up all = the higher priorities of all members on one balancer & lb2.conf:10 on lb2.conf",
    ],
    near: [
      [instance([HIGH]) + other(LOW), instance([LOW]) + other(HIGH)],
      [instance([HIGH]) + other(HIGH) + group(), low],
      [instance([HIGH]) + other(LOW) + group(), instance([LOW]) + other("priority 50") + group()],
      // Equal is another rule's.
      [instance([HIGH]) + other(LOW) + group(), low],
    ],
  },
  {
    rule: "peer-sync-priority",
    what: "a weight that lifts one member above",
    one: instance([HIGH]) + other(HIGH) + group(),
    two: weighing("chk", 60) + instance([LOW, track("chk")]) + other(LOW) + group(FLAG),
    says: [
      "lb1.conf:4:1 peer-sync-priority: sync group PAIR has members that are higher on lb1.conf (API 150 and 100) and others that are higher on lb2.conf (WEB 150 and 160), and becomes MASTER only where all are: who holds the addresses keeps them, and the other takes nothing back when it returns; where both hold them, each makes the other give up all = the higher priorities of all members on one balancer & lb2.conf:8 on lb2.conf",
    ],
    near: [
      [
        instance([HIGH]) + other(HIGH) + group(),
        weighing("chk", 60) + instance([LOW, track("chk")]) + other(LOW) + group(),
      ],
    ],
  },
  {
    rule: "peer-sync-weight",
    what: "a weight on one member, and the other keeps the group",
    one: weighing("chk", -60) + instance([HIGH, track("chk")]) + other(HIGH) + group(FLAG),
    two: low,
    says: [
      "lb1.conf:10:1 peer-sync-weight: if chk fails on lb1.conf, WEB falls to 90 there, below the 100 of lb2.conf, but API of sync group PAIR keeps 150, and a group moves as a whole: the addresses stay = track chk in the sync group; or without a weight: then its failure is FAULT for all of them & lb1.conf:14 not watched by API",
    ],
    near: [
      [weighing("chk", -60) + instance([HIGH]) + other(HIGH) + group(track("chk")), low],
      [
        weighing("chk", -60) +
          instance([HIGH, track("chk")]) +
          other(HIGH, track("chk")) +
          group(FLAG),
        low,
      ],
      // Without the flag it is not watched at all, and of no weight it is FAULT.
      [weighing("chk", -60) + instance([HIGH, track("chk")]) + other(HIGH) + group(), low],
      [weighing("chk", 0) + instance([HIGH, track("chk")]) + other(HIGH) + group(FLAG), low],
      // Too small a weight is another rule's, and so is nopreempt.
      [weighing("chk", -20) + instance([HIGH, track("chk")]) + other(HIGH) + group(FLAG), low],
      [
        weighing("chk", -60) + instance([HIGH, track("chk")]) + other(HIGH) + group(FLAG),
        instance([LOW, "nopreempt"]) + other(LOW, "nopreempt") + group(),
      ],
    ],
  },
  {
    rule: "peer-sync-weight",
    what: "a weight of each member's own",
    one:
      weighing("a", -60) +
      weighing("b", -60) +
      instance([HIGH, track("a")]) +
      other(HIGH, track("b")) +
      group(FLAG),
    two: low,
    says: [
      "lb1.conf:14:1 peer-sync-weight: if a fails on lb1.conf, WEB falls to 90 there, below the 100 of lb2.conf, but API of sync group PAIR keeps 150, and a group moves as a whole: the addresses stay = track a in the sync group; or without a weight: then its failure is FAULT for all of them & lb1.conf:18 not watched by API",
      "lb1.conf:23:1 peer-sync-weight: if b fails on lb1.conf, API falls to 90 there, below the 100 of lb2.conf, but WEB of sync group PAIR keeps 150, and a group moves as a whole: the addresses stay = track b in the sync group; or without a weight: then its failure is FAULT for all of them & lb1.conf:9 not watched by WEB",
    ],
    near: [],
  },
];
