/** The conf files that are shipped: clean, and what the README says of them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseConfig } from "../../../src/config/parse.ts";

const CONF = join(import.meta.dirname, "../../../conf");
const files = readdirSync(CONF, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".conf"),
);

const parse = (name: string): ReturnType<typeof parseConfig> =>
  parseConfig(readFileSync(join(CONF, name), "utf8"), name);

test.for(files)("%s has nothing to complain of", (name) => {
  expect(parse(name).diagnostics).toEqual([]);
});

test("there are the pair by NAT, the single balancer, and the pair by direct routing", () => {
  expect(files.toSorted((a, b) => a.localeCompare(b))).toEqual([
    "direct-routing/lb1.conf",
    "direct-routing/lb2.conf",
    "single/daruma.conf",
    "two-directors/lb1.conf",
    "two-directors/lb2.conf",
  ]);
});

test.for(["two-directors", "direct-routing"])(
  "%s: lb2 differs in name and priority alone",
  (pair) => {
    const [one, two] = ["lb1", "lb2"].map((name) => parse(`${pair}/${name}.conf`).config);
    expect(one?.global.routerId).toBe("lb1");
    expect(two?.global.routerId).toBe("lb2");
    const alike = (config: typeof one): unknown => ({
      ...config,
      global: undefined,
      instances: config?.instances.map((instance) => ({ ...instance, priority: undefined })),
    });
    expect(alike(one)).toEqual(alike(two));
    expect(one?.instances.map(({ priority }) => priority)).not.toEqual(
      two?.instances.map(({ priority }) => priority),
    );
  },
);

test("the pair by NAT is the tutorials' pair", () => {
  const { config } = parse("two-directors/lb1.conf");
  expect(
    config?.instances.map(({ name, vrid, addresses }) => [name, vrid, addresses[0]?.prefix.ip]),
  ).toEqual([
    ["WAN", 51, "203.0.113.100"],
    ["LAN", 52, "192.168.100.1"],
  ]);
  expect(config?.syncGroups).toMatchObject([{ name: "PAIR", members: ["WAN", "LAN"] }]);
  const [server] = config?.virtualServers ?? [];
  expect(server).toMatchObject({
    ip: "203.0.113.100",
    port: 80,
    scheduler: "wlc",
    forwarding: "NAT",
  });
  expect(server?.realServers.map(({ ip }) => ip)).toEqual(["192.168.100.21", "192.168.100.22"]);
});
