/** `daruma show-config`: a conf on standard output, whatever there is to say about it on the other. */
import { expect, test } from "vitest";
import { showConfig } from "../../../src/cli/show-config.ts";
import { temporaryFolder } from "../folder.ts";

const folder = temporaryFolder();
const INSTANCE = `vrrp_instance WAN {
    interface eth0
    virtual_router_id 51
    virtual_ipaddress {
        203.0.113.100
    }
}
`;

function show(path: string, json = false): readonly [number, string, string] {
  let [out, err] = ["", ""];
  const output = {
    out: { write: (text: string) => (out += text), colour: false },
    err: { write: (text: string) => (err += text), colour: false },
  };
  return [showConfig(path, output, { json }), out, err.replaceAll(folder.path, "")];
}

test("a conf, with its defaults", () => {
  const [status, out, err] = show(folder.write("good.conf", INSTANCE));
  expect([status, err]).toEqual([0, ""]);
  expect(out).toMatch(/^ {4}priority 100 # default$/m);
});

test("JSON", () => {
  const [status, out] = show(folder.write("good.conf", INSTANCE), true);
  expect(status).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ vrrp_instance: [{ arguments: ["WAN"], priority: 100 }] });
});

test("what is left out is counted, not shown", () => {
  const text = INSTANCE.replace("interface eth0", "interface eth0\npriority 999");
  const [status, out, err] = show(folder.write("wrong.conf", text));
  expect(status).toBe(0);
  expect(err).toBe("/wrong.conf: 1 error: daruma check tells them; the rest is shown\n");
  expect(out).not.toContain("999");
});

test("a conf of which nothing holds", () => {
  expect(show(folder.write("empty.conf", ""))).toEqual([1, "", expect.stringContaining("1 error")]);
  const [status, , err] = show(folder.at("missing.conf"));
  expect([status, err]).toEqual([1, "daruma: cannot read /missing.conf: there is no such file\n"]);
});
