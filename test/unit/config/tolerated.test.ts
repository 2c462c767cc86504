/** What keepalived complains of, or does not even see, and uses all the same: so does daruma. */
import { describe, expect, test } from "vitest";
import { parseConfig } from "../../../src/config/parse.ts";
import { instanceText, readDraft, serverText } from "./read.ts";

/** `severity rule: message | hint` of all that is said. */
const said = (text: string): readonly string[] =>
  parseConfig(text, "conf").diagnostics.flatMap(({ severity, rule, message, hint }) =>
    rule === "unsupported-keyword" ? [] : [`${severity} ${rule}: ${message} | ${hint ?? ""}`],
  );

const check = (...lines: readonly string[]): string =>
  serverText("real_server 192.0.2.22 80 {", "TCP_CHECK {", ...lines, "}", "}");

const script = (line: string): string => `vrrp_script CHK {\nscript /bin/true\n${line}\n}\n`;

const ignored = (rest: string, ip: string): readonly string[] => [
  `warning surplus-argument: "${rest}" is not expected here, and ignored: ${ip} alone is meant | `,
];

describe("a prefix length or a range where one address is meant", () => {
  test("mcast_dst_ip", () => {
    const text = instanceText("mcast_dst_ip 224.0.0.99/32");
    expect(parseConfig(text, "conf").config?.instances[0]?.destination).toMatchObject({
      group: "224.0.0.99",
    });
    expect(said(text)).toEqual(ignored("/32", "224.0.0.99"));
  });
  test.for([
    ["connect_ip", "connectIp"],
    ["bindto", "bindTo"],
  ] as const)("%s", ([keyword, key]) => {
    const text = check(`${keyword} 10.0.0.9/8`);
    const { draft } = readDraft(text);
    expect(draft.virtualServers[0]?.realServers?.[0]?.checks?.[0]).toMatchObject({
      [key]: "10.0.0.9",
    });
    expect(said(text)).toEqual(ignored("/8", "10.0.0.9"));
  });
});

test("a mask behind an address is no second address", () => {
  const text = instanceText("virtual_ipaddress_excluded {", "192.0.2.11 255.255.255.0", "}");
  expect(parseConfig(text, "conf").diagnostics).toMatchObject([{ hint: "write 192.0.2.11/24" }]);
});

describe("a number with something behind it", () => {
  test.for([
    ["weight -60;", "weight", { value: -60, reverse: false }],
    ["fall 3;", "fall", 3],
    ["rise 2,", "rise", 2],
    ["interval 2s", "interval", 2000],
    ["timeout 1.5;", "timeout", 1500],
    ["rise 1.5", "rise", 1],
  ] as const)("%s is read", ([line, key, value]) => {
    const { draft, said: rules } = readDraft(script(line));
    expect(draft.scripts[0]).toMatchObject({ [key]: value });
    expect(rules).toContain("error bad-number");
  });
  test("the port before it is probed", () => {
    const text = check("connect_port 8080;");
    expect(parseConfig(text, "conf").config?.virtualServers[0]?.realServers[0]?.checks).toEqual([
      expect.objectContaining({ target: expect.objectContaining({ port: 8080 }) as unknown }),
    ]);
    expect(said(text)).toEqual([
      'error bad-number: found "8080;", expected a whole number from 1 to 65535: 8080 is used | no ; belongs at the end of a line; a comment begins with # or !',
    ]);
  });
  test.for([
    ["interval 500ms", "write 0.5"],
    ["interval 2m", "write 120"],
    ["interval 1,5", "write 1.5"],
    ["interval 2x", "a number stands without its unit"],
  ])("%s is not, where another number may be meant", ([line = "", hint]) => {
    const { diagnostics } = parseConfig(script(line), "conf");
    const [found] = diagnostics.filter(({ rule }) => rule === "bad-number");
    expect(found).toMatchObject({ hint });
    expect(found?.message).toMatch(/; the default is 1$/);
    expect(readDraft(script(line)).draft.scripts[0]).not.toHaveProperty("interval");
  });
  test("nor is it where keepalived refuses it, and 100 holds: an owner is who says so", () => {
    const text = instanceText("state MASTER", "priority 150;");
    expect(parseConfig(text, "conf").config?.instances[0]?.priority).toBe(100);
    expect(said(text)).toEqual([
      'error bad-number: found "150;", expected a whole number from 1 to 255; the default is 100 | no ; belongs at the end of a line; a comment begins with # or !',
    ]);
  });
  test("a word of a line is read with it", () => {
    const text = "vrrp_instance WEB {\ntrack_interface {\neth1 weight 5;\n}\n}\n";
    expect(readDraft(text).draft.instances[0]?.trackInterfaces).toMatchObject([
      { weight: { value: 5, reverse: false } },
    ]);
  });
});

describe("a number that does not count", () => {
  test.for([
    ["garp_master_repeat 0", "masterRepeat", 1, "found 0, expected 1 to 1000: 1 is used"],
    [
      "garp_master_refresh_repeat 0",
      "masterRefreshRepeat",
      1,
      "found 0, expected 1 to 1000: 1 is used",
    ],
    [
      "garp_master_repeat 4294967295",
      "masterRepeat",
      1000,
      "found 4294967295, expected 1 to 1000: 1000 is used",
    ],
    [
      "garp_lower_prio_repeat 1001",
      "lowerPrioRepeat",
      1000,
      "found 1001, expected 0 to 1000: 1000 is used",
    ],
  ] as const)("%s", ([line, key, count, message]) => {
    const { config, diagnostics } = parseConfig(instanceText(line), "conf");
    expect(config?.instances[0]?.garp[key]).toBe(count);
    expect(diagnostics).toMatchObject([{ severity: "warning", rule: "changed-number", message }]);
  });
  test("no announcements because of a lower priority are meant so", () => {
    const { config, diagnostics } = parseConfig(instanceText("garp_lower_prio_repeat 0"), "conf");
    expect(config?.instances[0]?.garp.lowerPrioRepeat).toBe(0);
    expect(diagnostics).toEqual([]);
  });
  test.for(["interval", "timeout"])("%s 0 of a script is a second", (keyword) => {
    const { draft, said: rules } = readDraft(script(`${keyword} 0`));
    expect(draft.scripts[0]).toMatchObject({ [keyword]: 1000 });
    expect(rules).toContain("warning changed-number");
  });
});

test("an address with its port in one word", () => {
  expect(said(serverText("sorry_server 192.0.2.10:80"))).toEqual([
    'error bad-value: found "192.0.2.10:80", expected an IP address | a port is a word of its own: 192.0.2.10 80',
  ]);
  expect(said(serverText("sorry_server [2001:db8::1]:80"))).toEqual([
    'error bad-value: found "[2001:db8::1]:80", expected an IP address | a port is a word of its own: 2001:db8::1 80',
  ]);
});
