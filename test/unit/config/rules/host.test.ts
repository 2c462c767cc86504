/** Rules about the machine that a conf is for. */
import { expect, test } from "vitest";
import { type ConfHost, hostRules } from "../../../../src/config/rules/host.ts";
import { instance, judgedOn, of, script, service, track } from "./read.ts";

/** A machine that has and allows everything. */
const GOOD: ConfHost = {
  forwards: () => true,
  hasInterface: () => true,
  scriptProblem: () => undefined,
  scriptDanger: () => undefined,
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
    says: ["conf:4:15 dead-script: /usr/bin/chk: it does not exist: it will not run"],
    near: [
      script("chk") + instance([track("chk")]),
      script("chk").replace("/bin/true", '"</usr/bin/chk"') + instance([track("chk")]),
    ],
  },
  {
    rule: "unsafe-script",
    what: "a script of root's that others may write",
    conf: chk("user root") + instance([track("chk")]),
    host: { scriptDanger: dangerous },
    says: [
      "conf:1:13 unsafe-script: /usr/bin/chk runs as root, but /usr/bin/chk can be written by everybody: who can do that is root on this machine = chown root and chmod go-w, or another script_user",
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
      "conf:4:13 unsafe-script: /usr/bin/chk runs as root, but /usr/bin/chk can be written by everybody: who can do that is root on this machine = chown root and chmod go-w, or another script_user",
    ],
    near: [`global_defs {\nscript_user root\n}\n${chk("user nobody")}${instance([track("chk")])}`],
  },
  {
    rule: "unsafe-script",
    what: "a script that is not run because of it",
    conf: `global_defs {\nenable_script_security\nscript_user root\n}\n${chk()}${instance([track("chk")])}`,
    host: { scriptDanger: dangerous },
    says: [
      "conf:5:13 unsafe-script: /usr/bin/chk runs as root, but /usr/bin/chk can be written by everybody: with enable_script_security it does not run = chown root and chmod go-w, or another script_user",
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
