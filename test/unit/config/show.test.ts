/**
 * The effective conf is a conf again, and means the same: what was not said and is written down
 * must be what holds, so this proves every default that the tables state as a value.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { Diagnostic } from "../../../src/config/diagnostic.ts";
import { formatConf } from "../../../src/config/format/format.ts";
import { parseConfig, parseFiles } from "../../../src/config/parse.ts";
import type { Statement } from "../../../src/config/pieces.ts";
import { effectiveConf, type Shown } from "../../../src/config/show/effective.ts";
import { type Json, showJson } from "../../../src/config/show/json.ts";
import { showText } from "../../../src/config/show/text.ts";
import { instanceText, serverText } from "./read.ts";

vi.setConfig({ testTimeout: 60_000 });

const ROOT = join(import.meta.dirname, "../../..");
const confs = ["conf", "test/corpus"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".conf"))
    .map((name): readonly [string, string] => [
      name,
      readFileSync(join(ROOT, folder, name), "utf8"),
    ]),
);

function conf(text: string): readonly Shown[] {
  const statements: Statement[] = [];
  return effectiveConf(statements, parseFiles([{ file: "conf", text }], {}, statements));
}

const shown = (text: string): string => showText(conf(text));

const json = (text: string): { readonly [key: string]: Json } => showJson(conf(text));

/** Empty where it is the same config, from a text without a mistake, in canonical layout. */
function differences(text: string): readonly unknown[] {
  const again = shown(text);
  const { config, diagnostics } = parseConfig(again, "shown");
  const told = parseConfig(text, "conf").diagnostics;
  // What had mistakes may lack something now, which is said again.
  const hadErrors = told.some(({ severity }) => severity === "error");
  const mistakes = hadErrors ? [] : diagnostics.filter(({ severity }) => severity === "error");
  // Under --strict it is refused only where the original is.
  const more = complaints(diagnostics) > complaints(told) ? diagnostics : [];
  const laidOut = formatConf(again, "shown");
  const before = parseConfig(text, "conf").config;
  return [
    ...(isDeepStrictEqual(config, before) ? [] : [{ before, config }]),
    ...mistakes,
    ...more,
    ...(laidOut.ok && laidOut.value === again ? [] : [laidOut]),
  ];
}

const complaints = (diagnostics: readonly Diagnostic[]): number =>
  diagnostics.filter(({ severity }) => severity !== "hint").length;

function holds(text: string): void {
  expect(differences(text)).toEqual([]);
}

const BLOCKS = `vrrp_script chk {
    script "/bin/true"
}
vrrp_sync_group G {
    group {
        A
        B
    }
}
vrrp_instance A {
    interface eth0
    virtual_router_id 5
    authentication {
        auth_type PASS
        auth_pass x
    }
    virtual_ipaddress {
        192.0.2.1
    }
}
virtual_server 192.0.2.1 80 {
    protocol TCP
    real_server 192.0.2.2 80 {
        weight 3
        TCP_CHECK {
            connect_port 81
        }
    }
}
`;

test.for(BLOCKS.split("\n").filter((line) => line.endsWith(" {")))(
  "%s: a { that is missing and read as if it were there hides nothing",
  (line) => {
    const text = BLOCKS.replace(line, line.slice(0, -2));
    expect(parseConfig(text, "conf").diagnostics.map(({ rule }) => rule)).toContain(
      "missing-brace",
    );
    expect(shown(text)).toBe(shown(BLOCKS));
  },
);

test("of a line that is read many times, only what is wrong is missing", () => {
  const number = "${NUM}";
  const text = `$VI=vrrp_instance VI_${number} { \\
    interface eth0 \\
    virtual_router_id ${number} \\
    virtual_ipaddress { \\
        192.0.2.${number} \\
    } \\
}
~SEQ(NUM, 254, 257) $VI
`;
  const names = parseConfig(text, "conf").config?.instances.map(({ name }) => name);
  expect(names).toEqual(["VI_254", "VI_255"]);
  expect(shown(text).match(/VI_\d+/g)).toEqual(names);
  expect(differences(text)).toEqual([]);
});

test.for<readonly [string, string]>([
  ["virtual_ipaddress {\n192.0.2.9/24 device eth0\n}", "192.0.2.9/24"],
  ["virtual_ipaddress {\n192.0.2.9/24 lable x dev eth1\n}", "192.0.2.9/24 dev eth1"],
  ["virtual_ipaddress {\n192.0.2.9/24 label eth0:much-too-long\n}", "192.0.2.9/24"],
  ["track_script {\nother\nchk weigth -20\n}", "other"],
  ["track_interface {\neth1 weight 999 reverse\n}", "eth1"],
  ["priority 7 8 9", "priority 7"],
  ["virtual_routes {\n192.0.2.0/24 via x\n198.51.100.0/24 dev eth0\n}", "198.51.100.0/24 dev eth0"],
  ["nopreempt {\nfoo\n}", "nopreempt"],
])("what is left out of %j leaves nothing behind", ([line, left]) => {
  const text = shown(instanceText(...line.split("\n")));
  expect(text).toMatch(new RegExp(`^ *${left}$`, "m"));
  expect(text).not.toMatch(/device|lable|label|weigth|-20|999|reverse|7 8|via|foo/);
});

test.for(confs)("%s", ([, text]) => {
  expect(differences(text)).toEqual([]);
});

/** Lines of a block in any order and number. */
const some = (...lines: readonly string[]): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...lines), { maxLength: 6 }).map((chosen) => chosen.join("\n"));
const seconds = ["0.5", "2", "7.25"];
const each = (keyword: string, values: readonly string[]): readonly string[] =>
  values.map((value) => `${keyword} ${value}`);

const garp = (prefix: string): readonly string[] => [
  ...each(`${prefix}garp_master_delay`, ["0", ...seconds]),
  ...each(`${prefix}garp_master_repeat`, ["0", "1", "3"]),
  ...each(`${prefix}garp_master_refresh`, seconds),
  ...each(`${prefix}garp_master_refresh_repeat`, ["0", "2"]),
  ...each(`${prefix}garp_lower_prio_delay`, seconds),
  ...each(`${prefix}garp_lower_prio_repeat`, ["0", "4"]),
];
const global = some(
  ...garp("vrrp_"),
  ...each("vrrp_version", ["2", "3"]),
  ...each("vrrp_down_timer_adverts", ["2", "9"]),
  "vrrp_check_unicast_src",
  "vrrp_mcast_group4 224.0.0.99",
  "router_id x",
  "vrrp_startup_delay 1.5",
  "log_level debug",
  "ipvs_resync 3",
);
const instance = some(
  ...garp(""),
  ...each("state", ["MASTER", "BACKUP"]),
  ...each("priority", ["1", "100", "255"]),
  ...each("advert_int", ["0.3", "1", "2"]),
  ...each("version", ["2", "3"]),
  ...each("preempt_delay", seconds),
  ...each("down_timer_adverts", ["4"]),
  "nopreempt",
  "preempt",
  "dont_track_primary",
  "check_unicast_src no",
  "unicast_src_ip 198.51.100.1",
  "mcast_src_ip 198.51.100.2",
  "unicast_peer {\n198.51.100.7\n}",
  "authentication {\nauth_type PASS\n}",
  "authentication {\nauth_pass secret\n}",
  "notify \"/bin/x 'a b'\" root",
  "virtual_ipaddress_excluded {\n2001:db8::1/64\n}",
);
const timing = [
  ...each("delay_loop", seconds),
  ...each("retry", ["1", "4"]),
  ...each("delay_before_retry", seconds),
  ...each("warmup", ["0", ...seconds]),
  ...each("connect_timeout", seconds),
];
const server = some(
  ...timing,
  ...each("lb_algo", ["rr", "sh"]),
  ...each("lvs_sched", ["wrr"]),
  ...each("lb_kind", ["NAT", "DR"]),
  ...each("lvs_method", ["DR", "TUN"]),
  ...each("quorum", ["1", "2"]),
  ...each("weight", ["1", "5"]),
  "alpha",
  "inhibit_on_failure",
  "persistence_timeout",
  "persistence_timeout 50",
  "sorry_server 192.0.2.99 80",
);
const real = some(
  ...timing,
  ...each("weight", ["0", "2"]),
  ...each("lvs_method", ["NAT", "TUN"]),
  ...each("alpha", ["no", "yes"]),
  ...each("inhibit_on_failure", ["off", ""]),
  "virtualhost a.example",
);
const check = fc
  .tuple(
    some(
      ...timing,
      ...each("alpha", ["on", "off"]),
      "connect_port 8080",
      "connect_ip 192.0.2.3",
      "bindto 192.0.2.4",
    ),
    fc.constantFrom("TCP_CHECK", "HTTP_GET", "SSL_GET"),
    some("status_code 200", "status_code 300-302 404", "virtualhost b.example"),
  )
  .map(([lines, type, url]) => {
    const more = type === "TCP_CHECK" ? "" : `url {\npath "/a b"\n${url}\n}\n`;
    return `${type} {\n${lines}\n${more}}`;
  });

test("instances with any words, below any global ones", () => {
  const texts = fc
    .tuple(global, global, instance, fc.boolean())
    .map(([first, second, lines, inet6]) => {
      const text = instanceText(...lines.split("\n"));
      const own = inet6 ? text.replace("192.0.2.1/24", "2001:db8::9/64") : text;
      return `global_defs {\n${first}\n}\n${own}global_defs {\n${second}\n}\n`;
    });
  fc.assert(fc.property(texts, holds), { numRuns: 300 });
});

test("servers and checks with any words, each inheriting", () => {
  const texts = fc
    .tuple(server, real, check, check)
    .map(
      ([above, own, first, second]) =>
        `virtual_server 192.0.2.1 80 {\nprotocol TCP\n${above}\nreal_server 192.0.2.2 80 {\n${own}\n${first}\n${second}\n}\n}\n`,
    );
  fc.assert(fc.property(texts, holds), { numRuns: 300 });
});

describe("the text", () => {
  test("marks what was not said, and says where it comes from", () => {
    const text = shown(
      `global_defs {\nvrrp_garp_master_delay 7\n}\n${instanceText("priority 90")}`,
    );
    expect(text).toContain("    priority 90\n");
    expect(text).toContain("    advert_int 1 # default\n");
    expect(text).toContain("    garp_master_delay 7 # from global_defs vrrp_garp_master_delay\n");
  });
  test("has the last of what was said twice, and what was refused not at all", () => {
    const text = shown(instanceText("priority 90", "priority 80", "priority 999", "foo 1"));
    expect(text.match(/priority .*/g)).toEqual(["priority 80"]);
    expect(text).not.toContain("foo");
  });
  test("has the default of what an equal sign stands before", () => {
    expect(shown(instanceText("advert_int = 2"))).toContain("    advert_int 1 # default\n");
  });
  test("says in a comment what no conf could say", () => {
    expect(shown(instanceText())).toContain(
      "    # unicast_src_ip: the interface's primary address\n",
    );
  });
  test("says what is not acted on yet, and what of it holds where nothing is said", () => {
    const text = shown(instanceText("track_interface {", "eth1 weight 5", "}"));
    expect(text).toMatch(/^ {4}track_interface \{ # not acted on yet\n {8}eth1 weight 5$/m);
    for (const [keyword, value] of [
      ["smtp_alert", "no"],
      ["strict_mode", "off"],
      ["skip_check_adv_addr", "off"],
      ["lower_prio_no_advert", "off"],
      ["higher_prio_send_advert", "off"],
      ["notify_priority_changes", "off"],
    ])
      expect(text).toContain(`    # ${keyword} ${value} # default, not acted on yet\n`);
    expect(text).toContain("    # accept: yes, unless strict_mode\n");
    expect(text).toContain("    # unicast_ttl 255 # default, not acted on yet\n");
    expect(text).not.toContain("no_accept");
    expect(shown(instanceText("no_accept"))).toContain("    no_accept # not acted on yet\n");
  });
  test("names what it inherits of what is not acted on yet", () => {
    const text = shown(`global_defs {\nvrrp_strict\n}\n${instanceText()}`);
    expect(text).toContain(
      "    # strict_mode yes # from global_defs vrrp_strict, not acted on yet\n",
    );
  });
  test("says of a flag without a word for no that it is not set", () => {
    const text = shown(`${instanceText()}${serverText()}`);
    expect(text).toContain("    # omega no # default, not acted on yet\n");
    expect(text).toContain("    # dont_track_primary no # default\n");
    expect(text).toContain("    preempt # default\n");
    expect(text).not.toContain("nopreempt");
  });
});

test("for programs it has types, and is nested", () => {
  const typed = json(`${instanceText("advert_int 0.5", "nopreempt", "version 3")}${serverText()}`);
  expect(typed).toMatchObject({
    vrrp_instance: [
      {
        arguments: ["WEB"],
        advert_int: 0.5,
        priority: 100,
        nopreempt: true,
        unicast_src_ip: null,
        virtual_ipaddress: ["192.0.2.1/24"],
      },
    ],
    virtual_server: [
      {
        arguments: ["192.0.2.1", "80"],
        protocol: "TCP",
        real_server: [{ weight: 1, inhibit_on_failure: false, TCP_CHECK: [{ delay_loop: 60 }] }],
      },
    ],
  });
});

test.for<readonly [string, Json]>([
  ["version 3", { version: 3 }],
  ["strict_mode", { strict_mode: true }],
  ["priority 100 # twice", { priority: 100, strict_mode: false, accept: null }],
  ['notify "/bin/x a b"', { notify: "/bin/x a b" }],
  ["notify \"/bin/x 'a b'\" root", { notify: ["/bin/x 'a b'", "root"] }],
  ["notify /bin/x", { notify: "/bin/x" }],
  ["garp_extra_if all 5", { garp_extra_if: ["all", 5] }],
  ["garp_extra_if 5", { garp_extra_if: 5 }],
  ["vrrp_transport udp 4000", { vrrp_transport: ["udp", "4000"] }],
])("for programs: %s", ([line, values]) => {
  expect(json(instanceText(line))).toMatchObject({ vrrp_instance: [values] });
});

test.for<readonly [string, Json]>([
  ["weight -20", { weight: -20, init_fail: false }],
  ["weight -20 reverse", { weight: [-20, "reverse"] }],
  ["init_fail", { weight: 0, init_fail: true }],
])("for programs, of a script: %s", ([line, values]) => {
  const text = `vrrp_script chk {\nscript "/usr/bin/pgrep nginx"\n${line}\n}\n`;
  expect(json(text)).toMatchObject({
    vrrp_script: [{ script: "/usr/bin/pgrep nginx", ...Object(values) }],
  });
});

test("nothing said is nothing shown", () => {
  expect(conf("# nothing\n")).toEqual([]);
});

test.for<readonly [string, string, number]>([
  ["neighbor_ip 192.0.2.9", "ttl", 255],
  ["neighbour_ip 192.0.2.9", "ttl", 255],
  ["neighbor_ip 2001:db8::9", "ttl", 64],
])("the TTL of a BFD session depends on its family: %s", ([line, keyword, ttl]) => {
  const text = `bfd_instance B {\n${line}\n}\n`;
  expect(json(text)).toMatchObject({ bfd_instance: [{ [keyword]: ttl }] });
});

test("the TTL of IPv6 is the kernel's", () => {
  const text = instanceText().replace("192.0.2.1/24", "2001:db8::9/64");
  expect(shown(text)).toContain("    # unicast_ttl: with IPv4 255, with IPv6 the kernel's # not");
});

test.for([0, 3, 9, 12, 30])(
  "a line that is nearly too long stays one that is read: %i less",
  (less) => {
    const line = `notify "/bin/x ${"é".repeat(500 - less)}"`;
    const text = instanceText(line);
    expect(parseConfig(text, "conf").diagnostics).toEqual([]);
    expect(differences(text)).toEqual([]);
    const unsupported = `notify_deleted "/bin/x ${"x".repeat(990 - less)}"`;
    expect(shown(instanceText(unsupported))).toContain(unsupported);
    holds(instanceText(unsupported));
  },
);
