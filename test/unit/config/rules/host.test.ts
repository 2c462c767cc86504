/** Rules about the machine that a conf is for. */
import { expect, test } from "vitest";
import { type ConfHost, hostRules } from "../../../../src/config/rules/host.ts";
import { group, instance, judgedOn, of, other, script, service, track } from "./read.ts";

/** A machine that has and allows everything. */
const GOOD: ConfHost = {
  forwards: () => true,
  hasInterface: () => true,
  scriptProblem: () => undefined,
  scriptDanger: () => undefined,
  hasUser: () => true,
};

interface Case {
  readonly rule: string;
  readonly what: string;
  readonly conf: string;
  readonly host: Partial<ConfHost>;
  readonly says: readonly string[];
  /** Confs to which the same machine is no harm. */
  readonly near: readonly string[];
}

const dead: ConfHost["scriptProblem"] = (path) =>
  path === "/usr/bin/chk" ? "it does not exist: it will not run" : undefined;
const dangerous: ConfHost["scriptDanger"] = (path) =>
  path === "/usr/bin/chk" ? "/usr/bin/chk can be written by everybody" : undefined;
const chk = (...lines: readonly string[]): string =>
  script("chk", ...lines).replace("/bin/true", '"/usr/bin/chk -q"');

const CASES: readonly Case[] = [
  {
    rule: "no-interface",
    what: "an interface that is not there",
    conf: instance([], { device: "ens3" }),
    host: { hasInterface: (name) => name !== "ens3" },
    says: [
      "conf:2:1 no-interface: this machine has no interface ens3: WEB is in FAULT until it has",
    ],
    near: [instance()],
  },
  {
    rule: "no-forwarding",
    what: "NAT without IPv4 forwarding",
    conf: service(),
    host: { forwards: (family) => family !== "inet" },
    says: [
      "conf:1:16 no-forwarding: net.ipv4.ip_forward is 0 on this machine: answers of the real servers do not get through it by NAT = sysctl -w net.ipv4.ip_forward=1",
    ],
    near: [service(["lb_kind DR"]), service([], ["2001:db8::1 80"], "2001:db8::9 80")],
  },
  {
    rule: "no-forwarding",
    what: "NAT without IPv6 forwarding",
    conf: service([], ["2001:db8::1 80"], "2001:db8::9 80"),
    host: { forwards: (family) => family !== "inet6" },
    says: [
      "conf:1:16 no-forwarding: net.ipv6.conf.all.forwarding is 0 on this machine: answers of the real servers do not get through it by NAT = sysctl -w net.ipv6.conf.all.forwarding=1",
    ],
    near: [service()],
  },
  {
    rule: "dead-script",
    what: "a script that is not there, told once",
    conf: chk() + instance([track("chk"), "notify_master /usr/bin/chk"]),
    host: { scriptProblem: dead },
    says: [
      "conf:2:8 dead-script: /usr/bin/chk (script of vrrp_script chk, notify_master of vrrp_instance WEB): it does not exist: it will not run & conf:10 and here",
    ],
    near: [
      script("chk") + instance([track("chk")]),
      script("chk").replace("/bin/true", '"</usr/bin/chk"') + instance([track("chk")]),
    ],
  },
  {
    rule: "dead-script",
    what: "scripts of every block, each by its keyword and block",
    conf: [
      "global_defs {\nstartup_script /usr/bin/chk\n}\n",
      instance(),
      other("notify_backup /usr/bin/chk"),
      group("notify /usr/bin/chk"),
      service(
        ["quorum_down /usr/bin/chk"],
        [
          "real_server 10.0.0.1 80 {\nnotify_up /usr/bin/chk\nTCP_CHECK {\n}\n}",
          "real_server 10.0.0.2 80 {\nMISC_CHECK {\nmisc_path /usr/bin/chk\n}\n}",
        ],
      ),
    ].join(""),
    host: { scriptProblem: dead },
    says: [
      "conf:2:16 dead-script: /usr/bin/chk (startup_script of global_defs and 5 more): it does not exist: it will not run & conf:17 and here",
    ],
    near: [],
  },
  ...[
    ["notify_stop of vrrp_instance WEB", instance(["notify_stop /usr/bin/chk"]), "4:13"],
    [
      "notify_fault of vrrp_sync_group PAIR",
      instance() + other() + group("notify_fault /usr/bin/chk"),
      "13:14",
    ],
    ["quorum_up of virtual_server 192.0.2.1", service(["quorum_up /usr/bin/chk"]), "3:11"],
    [
      "notify_up of real_server 10.0.0.1:80",
      service([], ["real_server 10.0.0.1 80 {\nnotify_up /usr/bin/chk\nTCP_CHECK {\n}\n}"]),
      "4:11",
    ],
    [
      "misc_path of real_server 10.0.0.1",
      service([], ["real_server 10.0.0.1 {\nMISC_CHECK {\nmisc_path /usr/bin/chk\n}\n}"]),
      "5:11",
    ],
  ].map(
    ([by = "", conf = "", place = ""]): Case => ({
      rule: "dead-script",
      what: by,
      conf,
      host: { scriptProblem: dead },
      says: [`conf:${place} dead-script: /usr/bin/chk (${by}): it does not exist: it will not run`],
      near: [],
    }),
  ),
  {
    rule: "no-user",
    what: "a user, by the block and by the script itself",
    conf:
      chk("user nobody2") +
      instance([track("chk"), "notify /bin/true nobody2", "notify_stop /bin/true nobody nogroup2"]),
    host: { hasUser: ({ user, group: named }) => user === "nobody" && named === undefined },
    says: [
      "conf:3:1 no-user: this machine has no user nobody2: script of vrrp_script chk, notify of vrrp_instance WEB do not run",
      "conf:12:13 no-user: this machine has no user nobody, or no group nogroup2: notify_stop of vrrp_instance WEB does not run = if nobody is an argument: quotes around the script and all of its arguments",
    ],
    near: [
      chk("user nobody") + instance([track("chk")]),
      chk() + instance([track("chk")]),
      chk("user nobody2").replace('"/usr', '"</usr') + instance([track("chk")]),
    ],
  },
  {
    rule: "no-user",
    what: "an argument that stands where a user would",
    conf: instance(["notify_master /usr/bin/chk up"]),
    host: { hasUser: () => false },
    says: [
      "conf:4:15 no-user: this machine has no user up: notify_master of vrrp_instance WEB does not run = if up is an argument: quotes around the script and all of its arguments",
    ],
    near: [instance(['notify_master "/usr/bin/chk up"'])],
  },
  {
    rule: "no-user",
    what: "not of a script that is not there either",
    conf: instance(["notify_master /usr/bin/chk up"]),
    host: { hasUser: () => false, scriptProblem: dead },
    says: [],
    near: [],
  },
  {
    rule: "no-user",
    what: "nobody named, nobody usual, and scripts that must be secure",
    conf: `global_defs {\nenable_script_security\n}\n${chk()}${instance([track("chk"), "notify /bin/true"])}`,
    host: { hasUser: () => false },
    says: [
      "conf:5:8 no-user: no user is named, and this machine has no keepalived_script: with enable_script_security script of vrrp_script chk, notify of vrrp_instance WEB do not run = script_user in global_defs, or a user keepalived_script",
    ],
    near: [chk() + instance([track("chk")])],
  },
  {
    rule: "unsafe-script",
    what: "a script that names nobody, where nobody usual is there either",
    conf: chk() + instance([track("chk")]),
    host: { hasUser: () => false, scriptDanger: dangerous },
    says: [
      "conf:2:8 unsafe-script: /usr/bin/chk (script of vrrp_script chk) runs as root, but /usr/bin/chk can be written by everybody: who can do that is root on this machine = chown root and chmod go-w, or another script_user; enable_script_security refuses such scripts",
    ],
    near: [
      `global_defs {\nenable_script_security\n}\n${chk()}${instance([track("chk")])}`,
      chk("user nobody") + instance([track("chk")]),
    ],
  },
  {
    rule: "no-user",
    what: "script_user, at its place",
    conf: `global_defs {\nscript_user nobody2\n}\n${chk()}${instance([track("chk")])}`,
    host: { hasUser: ({ user }) => user !== "nobody2" },
    says: [
      "conf:2:1 no-user: this machine has no user nobody2: script of vrrp_script chk does not run",
    ],
    near: [
      `global_defs {\nscript_user nobody2\n}\n${chk("user nobody")}${instance([track("chk")])}`,
      `global_defs {\nscript_user nobody2\n}\n${instance()}`,
    ],
  },
  {
    rule: "unsafe-script",
    what: "a script of root's that others may write",
    conf: chk("user root") + instance([track("chk")]),
    host: { scriptDanger: dangerous },
    says: [
      "conf:2:8 unsafe-script: /usr/bin/chk (script of vrrp_script chk) runs as root, but /usr/bin/chk can be written by everybody: who can do that is root on this machine = chown root and chmod go-w, or another script_user; enable_script_security refuses such scripts",
    ],
    near: [
      chk("user nobody") + instance([track("chk")]),
      chk() + instance([track("chk")]),
      `global_defs {\nscript_user nobody\n}\n${chk()}${instance([track("chk")])}`,
    ],
  },
  {
    rule: "unsafe-script",
    what: "a script that script_user makes root's",
    conf: `global_defs {\nscript_user root\n}\n${chk()}${instance([track("chk")])}`,
    host: { scriptDanger: dangerous },
    says: [
      "conf:5:8 unsafe-script: /usr/bin/chk (script of vrrp_script chk) runs as root, but /usr/bin/chk can be written by everybody: who can do that is root on this machine = chown root and chmod go-w, or another script_user; enable_script_security refuses such scripts",
    ],
    near: [`global_defs {\nscript_user root\n}\n${chk("user nobody")}${instance([track("chk")])}`],
  },
  {
    rule: "unsafe-script",
    what: "a script that is not run because of it",
    conf: `global_defs {\nenable_script_security\nscript_user root\n}\n${chk()}${instance([track("chk")])}`,
    host: { scriptDanger: dangerous },
    says: [
      "conf:6:8 unsafe-script: /usr/bin/chk (script of vrrp_script chk) runs as root, but /usr/bin/chk can be written by everybody: with enable_script_security it does not run = chown root and chmod go-w, or another script_user",
    ],
    near: [],
  },
];

test.for(CASES)("$rule: $what", ({ rule, conf, host, says, near }) => {
  expect(of(rule, judgedOn(conf, { ...GOOD, ...host }))).toEqual(says);
  for (const text of near)
    expect([text, of(rule, judgedOn(text, { ...GOOD, ...host }))]).toEqual([text, []]);
  expect(judgedOn(conf, GOOD)).toEqual([]);
});

test("what the machine does not say is no problem", () => {
  expect(judgedOn(service(), { ...GOOD, forwards: () => undefined })).toEqual([]);
});

test("each rule has a case", () => {
  const tried = new Set(CASES.map(({ rule }) => rule));
  expect(hostRules.map(({ id }) => id).filter((id) => !tried.has(id))).toEqual([]);
});
