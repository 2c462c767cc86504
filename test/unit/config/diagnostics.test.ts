/** Everything that is wrong, in one go: where, what was found, what is expected, what was meant. */
import { describe, expect, test } from "vitest";
import { parseConfig } from "../../../src/config/parse.ts";
import { findings, instanceText, serverText } from "./read.ts";

const only = (text: string): { readonly message: string; readonly hint: string | undefined } => {
  const { diagnostics } = parseConfig(text, "conf");
  expect(diagnostics).toHaveLength(1);
  const [{ message, hint }] = diagnostics as [(typeof diagnostics)[0]];
  return { message, hint };
};

test("all mistakes are told at once, in the order of the text", () => {
  const text = instanceText("interfaces eth1", "priority 999", "advert_int x", "state MISTER");
  expect(findings(text)).toEqual([
    "4:5 unknown-keyword",
    "5:14 out-of-range",
    "6:16 bad-number",
    "7:11 bad-value",
  ]);
});

describe("each says what was found and what is expected", () => {
  test("a number out of its range", () => {
    expect(only(instanceText("priority 999")).message).toBe(
      "found 999, expected 1 to 255; the default is 100",
    );
  });
  test("no number at all", () => {
    expect(only(instanceText("priority high")).message).toBe(
      'found "high", expected a whole number from 1 to 255; the default is 100',
    );
  });
  test("seconds", () => {
    expect(only(instanceText("advert_int 1s")).message).toBe(
      'found "1s", expected seconds from 0.01 to 255: 1 is used',
    );
  });
  test("a missing argument", () => {
    expect(only(instanceText("priority")).message).toBe("priority needs NUMBER");
  });
  test("a word too many is a warning: keepalived ignores it", () => {
    const { diagnostics } = parseConfig(instanceText("priority 100 200"), "conf");
    expect(diagnostics).toMatchObject([
      { severity: "warning", rule: "surplus-argument", span: { line: 4, column: 18 } },
    ]);
  });
});

describe("did you mean", () => {
  test("a keyword that is nearly right", () => {
    expect(only(instanceText("prority 100")).hint).toBe("did you mean priority?");
  });
  test("a value that is nearly right", () => {
    expect(only(serverText("lb_algo wlcc")).hint).toBe("did you mean wlc?");
    expect(only(serverText("lb_kind nat")).hint).toBe("did you mean NAT?");
  });
  test("the block that a keyword belongs in", () => {
    expect(only(instanceText("lb_algo rr")).hint).toContain("virtual_server");
  });
  test("nothing, where nothing is near", () => {
    expect(only(instanceText("xylophone 1")).hint).toBeUndefined();
  });
});

test("what keepalived knows and daruma does not do yet is a warning that names it", () => {
  const { config, diagnostics } = parseConfig(instanceText("track_interface {\n eth1\n}"), "conf");
  expect(diagnostics).toMatchObject([{ severity: "warning", rule: "unsupported-keyword" }]);
  expect(diagnostics[0]?.message).toContain("track_interface");
  expect(config?.instances).toHaveLength(1);
});

describe("what cannot work is left out, and the rest is used", () => {
  const second = instanceText().replace("WEB", "SECOND").replace("virtual_router_id 51", "");
  test("an instance without VRID", () => {
    const { config, diagnostics } = parseConfig(`${instanceText()}${second}`, "conf");
    expect(config?.instances.map(({ name }) => name)).toEqual(["WEB"]);
    expect(diagnostics[0]?.message).toBe(
      "vrrp_instance SECOND has no virtual_router_id; it is left out",
    );
  });
  test("a VRID that was refused is not said to be missing, and says what follows", () => {
    expect(only(instanceText().replace("51", "300")).message).toBe(
      "found 300, expected 1 to 255; vrrp_instance WEB is left out",
    );
  });
  test("a sync group is not blamed for an instance that is left out", () => {
    const group = "vrrp_sync_group PAIR {\n group {\n WEB\n SECOND\n }\n}\n";
    const text = `${instanceText()}${second}${group}`;
    expect(findings(text)).toEqual(["8:15 missing-keyword"]);
  });
  test("a second instance of the same name", () => {
    expect(findings(`${instanceText()}${instanceText()}`)).toContain("8:15 duplicate-name");
  });
  test("the same VRID twice on an interface", () => {
    const twin = instanceText().replace("WEB", "TWIN").replace("192.0.2.1", "192.0.2.2");
    const { diagnostics } = parseConfig(`${instanceText()}${twin}`, "conf");
    expect(diagnostics.some(({ span, severity }) => span.line >= 8 && severity === "error")).toBe(
      true,
    );
  });
  test("an empty file", () => {
    const { config, diagnostics } = parseConfig("", "conf");
    expect(config).toBeUndefined();
    const message = "no vrrp_instance and no virtual_server: there is nothing to do";
    expect(diagnostics).toMatchObject([{ rule: "empty", severity: "error", message }]);
  });
});

test("that nothing is left to do is said only where no error says why", () => {
  expect(findings("vrrp_instance WEB {\n}\n")).toEqual(["1:15 missing-keyword"]);
  expect(findings("global_defs {\n smtp_alert\n}\n")).toEqual([
    "2:2 unsupported-keyword",
    "1:1 empty",
  ]);
});

test.for([
  [serverText().replace("192.0.2.1 80", "fwmark 5"), "the only virtual_server"],
  [
    `virtual_server_group G {\n192.0.2.1 80\n}\n${serverText().replace("192.0.2.1 80", "group G")}`,
    "the only virtual_server",
  ],
  [
    [5, 6].map((mark) => serverText().replace("192.0.2.1 80", `fwmark ${mark}`)).join(""),
    "any of the 2 virtual_servers",
  ],
] as const)(
  "a conf of virtual servers that are left out is not called one without: %#",
  ([text, which]) => {
    const { config, diagnostics } = parseConfig(text, "conf");
    expect(config).toBeUndefined();
    expect(diagnostics.filter(({ severity }) => severity === "error")).toMatchObject([
      {
        rule: "empty",
        message: `no vrrp_instance, and daruma does not act on ${which} yet: there is nothing to do`,
      },
    ]);
  },
);

test("many warnings hide no error", () => {
  const { diagnostics } = parseConfig(
    instanceText(...Array.from({ length: 3000 }, () => "debug 1"), "prio 1"),
    "conf",
  );
  expect(diagnostics.filter(({ severity }) => severity === "error")).toHaveLength(1);
});
