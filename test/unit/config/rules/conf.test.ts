/** Each rule over one conf: what raises it, where and with which words, and what is near and does not. */
import { expect, test } from "vitest";
import { confRules } from "../../../../src/config/rules/judge.ts";
import { serverCases } from "./conf-servers.ts";
import {
  type ConfCase,
  group,
  instance,
  judged,
  of,
  other,
  script,
  service,
  track,
} from "./read.ts";

const many = (count: number): readonly string[] => [
  "virtual_ipaddress {",
  ...Array.from({ length: count }, (_, i) => `10.1.0.${i + 1}`),
  "}",
];

const SHELL = `a file of its own with all of it, or "/bin/sh -c '...'"`;

const asked = (command: string, name = "chk"): string =>
  `vrrp_script ${name} {\nscript "${command}"\n}\n`;

const filed = (name: string): string =>
  `real_server 10.0.0.9 80 {\nFILE_CHECK {\ntrack_file ${name}\n}\n}`;

const wholeCases: readonly ConfCase[] = [
  {
    rule: "shared-address",
    what: "two instances with one address",
    conf: instance() + other().replace("192.0.2.2", "192.0.2.1"),
    says: [
      "conf:9:21 shared-address: 192.0.2.1 is also an address of WEB: when one of the two leaves MASTER it takes the address away from under the other = give it to one of them & conf:4 there",
    ],
    near: [
      instance() + other(),
      instance() + other().replace("192.0.2.2", "192.0.2.1") + group(),
      instance([], { address: "fe80::1/64" }) +
        instance([], { name: "B", device: "eth1", address: "fe80::1/64" }),
    ],
  },
  {
    rule: "shared-address",
    what: "one address on two links: neither takes it away from the other",
    conf: instance() + instance([], { name: "LAN", device: "eth1" }),
    says: [
      "conf:9:21 shared-address: 192.0.2.1 is on eth1 here, and on eth0 it is an address of WEB: while the two are MASTER on different balancers, both machines hold it = put both in one sync group, or give it to one of them & conf:4 there",
    ],
    near: [
      instance() +
        instance([], { name: "API", device: "eth1", vrid: 52, address: "192.0.2.1/24" }) +
        group(),
    ],
  },
  {
    rule: "shared-address",
    what: "of three with one address, two on one link",
    conf:
      instance() +
      instance([], { name: "LAN", device: "eth1" }) +
      instance([], { name: "B", vrid: 52, address: "192.0.2.1/24 dev eth1" }),
    says: [
      "conf:9:21 shared-address: 192.0.2.1 is on eth1 here, and on eth0 it is an address of WEB: while the two are MASTER on different balancers, both machines hold it = put both in one sync group, or give it to one of them & conf:4 there",
      "conf:14:21 shared-address: 192.0.2.1 is also an address of LAN: when one of the two leaves MASTER it takes the address away from under the other = give it to one of them & conf:9 there",
    ],
    near: [],
  },
  {
    rule: "service-without-address",
    what: "a virtual server whose address nobody holds, once for all its ports",
    conf:
      instance() +
      service([], ["10.0.0.1 80"], "192.0.2.9 80") +
      service([], ["10.0.0.1 80"], "192.0.2.9 443"),
    says: [
      "conf:6:16 service-without-address: no vrrp_instance here holds 192.0.2.9: a takeover does not bring it to this machine = put it in a virtual_ipaddress, unless it comes here in another way",
    ],
    near: [
      instance() + service(),
      service([], ["10.0.0.1 80"], "192.0.2.9 80"),
      instance(["virtual_ipaddress_excluded { 192.0.2.9 }"]) +
        service([], ["10.0.0.1 80"], "192.0.2.9 80"),
      `${instance()}static_ipaddress {\n192.0.2.9/32 dev lo\n}\n${service([], ["10.0.0.1 80"], "192.0.2.9 80")}`,
    ],
  },
  {
    rule: "service-without-address",
    what: "a virtual_server_group, and of a range the first that nobody holds",
    conf: `${instance()}virtual_server_group G {\n192.0.2.9 80\n192.0.2.9 443\n192.0.2.1-3 80\nfwmark 7\n}\n${service([], ["10.0.0.1 80"], "group G")}`,
    says: [
      "conf:7:1 service-without-address: no vrrp_instance here holds 192.0.2.9, nor what another line of virtual_server_group G names: a takeover does not bring it to this machine = put it in a virtual_ipaddress, unless it comes here in another way",
    ],
    near: [
      `${instance() + other()}virtual_server_group G {\n192.0.2.1-2 80\n}\n${service([], ["10.0.0.1 80"], "group G")}`,
      `${instance([], { address: "192.0.2.255/24" }) + other().replace("192.0.2.2/24", "192.0.3.0/24")}virtual_server_group G {\n192.0.2.255-192.0.3.0 80\n}\n${service([], ["10.0.0.1 80"], "group G")}`,
      // A group that no virtual server stands for forwards nothing.
      `${instance()}virtual_server_group G {\n192.0.2.9 80\n}\n`,
    ],
  },
  {
    rule: "own-peer",
    what: "a peer list with nobody else on it",
    conf: instance(["unicast_src_ip 192.0.2.11", "unicast_peer { 192.0.2.11 }"]),
    says: [
      "conf:5:1 own-peer: the only peer of WEB is 192.0.2.11, its own unicast_src_ip: nobody else hears it, and the other balancer becomes MASTER too = name the other balancer's address",
    ],
    near: [
      instance(["unicast_src_ip 192.0.2.11", "unicast_peer {\n192.0.2.11\n192.0.2.12\n}"]),
      instance(["unicast_peer { 192.0.2.11 }"]),
    ],
  },
  {
    rule: "owner-priority",
    what: "priority 255",
    conf: instance(["priority 255"]),
    says: [
      "conf:4:1 owner-priority: this is priority 255, the owner of the addresses: WEB takes them without listening first, and neither nopreempt nor a weight changes that = a priority up to 254, unless the addresses are this machine's own",
    ],
    near: [instance(["priority 254"]), instance(["state MASTER", "priority 150"])],
  },
  {
    rule: "owner-priority",
    what: "priority 255 that starts as BACKUP, and listens first",
    conf: instance(["priority 255", "state BACKUP"]),
    says: [
      "conf:4:1 owner-priority: this is priority 255, the owner of the addresses: WEB takes them from whoever else is MASTER, and neither nopreempt nor a weight changes that = a priority up to 254, unless the addresses are this machine's own",
    ],
    near: [instance(["priority 254", "state BACKUP"])],
  },
  {
    rule: "owner-priority",
    what: "state MASTER that says no priority",
    conf: instance(["state MASTER"]),
    says: [
      "conf:4:1 owner-priority: state MASTER without a priority is priority 255, the owner of the addresses: WEB takes them without listening first, and neither nopreempt nor a weight changes that = a priority up to 254, unless the addresses are this machine's own",
    ],
    near: [instance(["state BACKUP"])],
  },
  {
    rule: "lost-weight",
    what: "a script with a weight in a sync group: it is not watched",
    conf: script("chk", "weight -20") + instance([track("chk")]) + other() + group(),
    says: [
      "conf:9:1 lost-weight: sync group PAIR has no sync_group_tracking_weight, so weight -20 does not count: WEB does not watch chk at all = track it in the group, for all members; sync_group_tracking_weight makes it count for this one alone",
    ],
    near: [
      script("chk", "weight -20") + instance([track("chk")]) + other(),
      script("chk") + instance([track("chk")]) + other() + group(),
      script("chk", "weight -20") +
        instance([track("chk")]) +
        other() +
        group("sync_group_tracking_weight"),
      script("chk", "weight -20") + instance() + other() + group(track("chk")),
    ],
  },
  {
    rule: "lost-weight",
    what: "an interface with a weight in a sync group: down is FAULT",
    conf: instance(["track_interface { eth1 weight -20 }"]) + other() + group(),
    says: [
      "conf:4:19 lost-weight: sync group PAIR has no sync_group_tracking_weight, so weight -20 does not count: a failure of eth1 is FAULT for WEB instead = track it in the group, for all members; sync_group_tracking_weight makes it count for this one alone",
    ],
    near: [instance(["track_interface { eth1 }"]) + other() + group()],
  },
  {
    rule: "lost-weight",
    what: "a weight on an owner",
    conf: script("chk", "weight -20") + instance(["priority 255", track("chk")]),
    says: [
      "conf:10:1 lost-weight: priority 255 never changes, so weight -20 does not count: WEB does not watch chk at all = a priority up to 254, or no weight",
    ],
    near: [script("chk") + instance(["priority 255", track("chk")])],
  },
  {
    rule: "clamped-weight",
    what: "weights that lift above 254",
    conf: script("chk", "weight 20") + instance(["priority 250", track("chk")]),
    says: [
      "conf:8:1 clamped-weight: while all is well WEB has 270, which counts as 254: if chk fails it is 250, lower by 4 and not by 20 = a lower priority, so that all weights together stay below 255",
    ],
    near: [
      script("chk", "weight 4") + instance(["priority 250", track("chk")]),
      script("chk", "weight -20") + instance(["priority 250", track("chk")]),
    ],
  },
  {
    rule: "clamped-weight",
    what: "weights that no priority is low enough for",
    conf:
      script("a", "weight 200") +
      script("b", "weight 54") +
      instance(["priority 1", track("a", "b")]),
    says: [
      "conf:12:1 clamped-weight: while all is well WEB has 255, which counts as 254: if a fails it is 55, lower by 199 and not by 200 = smaller weights, so that together with the priority they stay below 255",
    ],
    near: [
      script("a", "weight 200") +
        script("b", "weight 53") +
        instance(["priority 1", track("a", "b")]),
    ],
  },
  {
    rule: "nopreempt-weight",
    what: "nopreempt with a weight",
    conf: script("chk", "weight -20") + instance(["nopreempt", track("chk")]),
    says: [
      "conf:8:1 nopreempt-weight: with nopreempt WEB stays BACKUP however low the master's priority falls: where chk fails on the master, the addresses do not come here = without a weight its failure is FAULT, and the addresses move; or use preempt_delay instead of nopreempt",
    ],
    near: [
      script("chk") + instance(["nopreempt", track("chk")]),
      script("chk", "weight -20") + instance(["preempt_delay 5", track("chk")]),
      script("chk", "weight -20") +
        instance(["state MASTER", "priority 150", "nopreempt", track("chk")]),
    ],
  },
  {
    rule: "unknown-tracked",
    what: "a script that is declared nowhere",
    conf: script("chk_nginx") + instance([track("chk_ngnix", "chk_nginx")]),
    says: [
      "conf:8:1 unknown-tracked: there is no vrrp_script chk_ngnix: WEB does not watch it = did you mean chk_nginx?",
    ],
    near: [instance([track("chk_nginx")]) + script("chk_nginx")],
  },
  {
    rule: "duplicate-tracked",
    what: "a script that stands twice, in an instance and in a group",
    conf:
      script("chk") +
      instance([track("chk", "chk weight -20")]) +
      other() +
      group(track("chk"), track("chk")),
    says: [
      "conf:9:1 duplicate-tracked: WEB tracks chk already: this line is ignored & conf:8 this one counts",
      "conf:24:1 duplicate-tracked: PAIR tracks chk already: this line is ignored & conf:21 this one counts",
    ],
    near: [
      script("chk") + script("b") + instance([track("chk", "b")]) + other(track("chk")),
      // What is declared nowhere has been told.
      instance([track("chk", "chk")]),
      script("chk") + instance([track("chk")]) + other() + group(track("chk")),
    ],
  },
  {
    rule: "unused-tracked",
    what: "a script that nobody tracks",
    conf: script("chk") + instance(),
    says: [
      "conf:1:13 unused-tracked: nothing in this file tracks chk: nothing comes of this vrrp_script = track_script { chk }",
    ],
    near: [
      script("chk") + instance([track("chk")]),
      script("chk") + instance() + other() + group(track("chk")),
    ],
  },
  {
    rule: "unknown-tracked",
    what: "a file, a process and a BFD session that are declared nowhere",
    conf: instance(["track_file { a }", "track_process { b }", "track_bfd { c }"]),
    says: [
      "conf:4:14 unknown-tracked: there is no track_file a: WEB does not watch it",
      "conf:5:17 unknown-tracked: there is no vrrp_track_process b: WEB does not watch it",
      "conf:6:13 unknown-tracked: there is no bfd_instance c: WEB does not watch it",
    ],
    near: [
      `track_file a {\nfile /run/a\n}\n${instance(["track_file { a }"])}`,
      `vrrp_track_file a {\nfile /run/a\n}\n${instance(["track_file { a }"])}`,
      `vrrp_track_process b {\nprocess b\n}\n${instance(["track_process { b }"])}`,
    ],
  },
  {
    rule: "unknown-tracked",
    what: "the file of a FILE_CHECK",
    conf: service([], ["10.0.0.1 80", filed("a")]),
    says: ["conf:9:12 unknown-tracked: there is no track_file a: 10.0.0.9 does not watch it"],
    near: [`track_file a {\nfile /run/a\n}\n${service([], ["10.0.0.1 80", filed("a")])}`],
  },
  {
    rule: "unused-tracked",
    what: "a file, a process and a BFD session that nobody tracks",
    conf:
      "track_file a {\nfile /run/a\n}\nvrrp_track_process b {\nprocess b\n}\nbfd_instance c {\nneighbor_ip 192.0.2.9\n}\n" +
      instance(),
    says: [
      "conf:1:12 unused-tracked: nothing in this file tracks a: nothing comes of this track_file = track_file { a }",
      "conf:4:20 unused-tracked: nothing in this file tracks b: nothing comes of this vrrp_track_process = track_process { b }",
      "conf:7:14 unused-tracked: nothing in this file tracks c: nothing comes of this bfd_instance = track_bfd { c }",
    ],
    near: [`track_file a {\nfile /run/a\n}\n${service([], ["10.0.0.1 80", filed("a")])}`],
  },
  {
    rule: "lost-weight",
    what: "a file and a process in a sync group: its usual weight is taken, and the process keeps its own",
    conf:
      "track_file a {\nfile /run/a\n}\nvrrp_track_process b {\nprocess b\nweight -20\n}\n" +
      instance(["track_file { a }", "track_process { b }"]) +
      other() +
      group(),
    says: [
      "conf:11:14 lost-weight: sync group PAIR has no sync_group_tracking_weight, so weight 1 does not count: a failure of a is FAULT for WEB instead = track it in the group, for all members; sync_group_tracking_weight makes it count for this one alone",
    ],
    near: [
      "track_file a {\nfile /run/a\nweight 0\n}\n" +
        instance(["track_file { a }"]) +
        other() +
        group(),
    ],
  },
  {
    rule: "own-interface",
    what: "a weight on the instance's own interface",
    conf: instance(["track_interface { eth0 weight -20 }"]),
    says: [
      "conf:4:19 own-interface: eth0 is the interface of WEB itself: when it is down that is FAULT, and the weight does not count",
    ],
    near: [
      instance(["track_interface { eth0 }"]),
      instance(["track_interface { eth1 weight -20 }"]),
      instance(["dont_track_primary", "track_interface { eth0 weight -20 }"]),
    ],
  },
  {
    rule: "no-shell",
    what: "commands that only a shell could join, and what only a shell knows",
    conf:
      asked("killall -0 nginx || exit 1") +
      asked("[[ -f /run/down ]] && exit 1 || exit 0", "b") +
      asked("curl -s http://192.0.2.1/ > /dev/null", "c") +
      asked("if pidof nginx", "d") +
      instance([`notify_master "/bin/echo $(hostname)"`, track("chk")]),
    says: [
      `conf:2:8 no-shell: no shell reads this: killall gets || and all behind it as arguments = ${SHELL}`,
      `conf:5:8 no-shell: no shell reads this: [[ gets && and all behind it as arguments = ${SHELL}`,
      `conf:8:8 no-shell: no shell reads this: curl gets > and all behind it as arguments = ${SHELL}`,
      `conf:11:8 no-shell: no shell reads this: if is a word of the shell, and no program, so nothing is run = ${SHELL}`,
      `conf:16:15 no-shell: no shell reads this: /bin/echo gets $(hostname) and all behind it as arguments = ${SHELL}`,
    ],
    near: [
      "/bin/sh -c 'killall -0 nginx || exit 1'",
      "sudo bash -c 'x | y' ; true",
      "awk -F '|' '{print $1}' /etc/x",
      "grep -qE 'a|b' /etc/x",
      "curl http://192.0.2.1/?a=1&b=2",
      "test 2 -gt 1",
      "find /tmp -exec rm {} ;",
      "</run/up && exit 1",
    ].map((command) => asked(command) + instance([track("chk")])),
  },
  {
    rule: "slow-script",
    what: "a timeout longer than the interval",
    conf: script("chk", "interval 2", "timeout 5", "fall 3") + instance([track("chk")]),
    says: [
      "conf:1:13 slow-script: a run may take 5 s (timeout) and the next is due after 2 s (interval): runs do not overlap, so one that hangs is noticed after up to 17 s",
    ],
    near: [
      script("chk", "interval 2", "timeout 2") + instance([track("chk")]),
      script("chk", "interval 10") + instance([track("chk")]),
    ],
  },
  {
    rule: "announcement-storm",
    what: "hundreds of packets at once, of all instances of an interface together",
    conf: instance(many(30)) + other(...many(30).map((each) => each.replace("10.1", "10.2"))),
    says: [
      "conf:1:15 announcement-storm: a takeover of all on eth0 announces 62 addresses, 310 gratuitous ARPs all at once, and some switches drop what comes in such bursts = vrrp_garp_interval 0.001 spaces them; garp_master_repeat 1 or 2 makes them fewer",
    ],
    near: [
      instance(many(30)),
      instance(many(60).concat("garp_master_repeat 1")),
      `global_defs {\nvrrp_garp_interval 0.001\n}\n${instance(many(60))}`,
    ],
  },
  {
    rule: "announcement-storm",
    what: "packets so far apart that the last come late",
    conf: `global_defs {\nvrrp_garp_interval 0.1\n}\n${instance(many(9))}`,
    says: [
      "conf:4:15 announcement-storm: a takeover of all on eth0 announces 10 addresses, 50 gratuitous ARPs 100 ms apart: the last leaves after 5 s = a shorter vrrp_garp_interval, or a lower garp_master_repeat",
    ],
    near: [`global_defs {\nvrrp_garp_interval 0.01\n}\n${instance(many(9))}`],
  },
];

const CASES = [...wholeCases, ...serverCases];

test.for(CASES)("$rule: $what", ({ rule, conf, says, near }) => {
  expect(of(rule, judged(conf))).toEqual(says);
  for (const text of near) expect([text, of(rule, judged(text))]).toEqual([text, []]);
});

test("each rule has a case", () => {
  const tried = new Set(CASES.map(({ rule }) => rule));
  expect(confRules.map(({ id }) => id).filter((id) => !tried.has(id))).toEqual([]);
});
