/** Whatever the source: no exception, a conf that is accepted and canonical; and the table comes back as it was. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { formatEndpoint, type Ip, parseIp } from "../../../../src/base/ip.ts";
import { formatConf } from "../../../../src/config/format/format.ts";
import { importConf } from "../../../../src/config/import/import.ts";
import type { Config } from "../../../../src/config/model.ts";
import { parseConfig } from "../../../../src/config/parse.ts";
import { configOf, NAMES } from "./read.ts";

/** Other work may share the processor. */
const PATIENT = { timeout: 60_000 } as const;

/** Whether a conf came of it. */
function holds(text: string, kind: "ipvsadm" | "ldirectord" | undefined): boolean {
  const { conf, diagnostics } = importConf(text, "source\n", kind, NAMES);
  const lines = text.split("\n").length;
  for (const { span } of diagnostics)
    expect(span.line >= 1 && span.line <= lines && span.column >= 1).toBe(true);
  expect(conf !== undefined || diagnostics.length > 0).toBe(true);
  if (conf === undefined) return false;
  expect(formatConf(conf, "conf")).toEqual({ ok: true, value: conf });
  const errors = parseConfig(conf, "conf").diagnostics.filter(
    ({ severity, rule }) => severity === "error" && rule !== "empty",
  );
  expect(errors).toEqual([]);
  return true;
}

function imported(
  texts: fc.Arbitrary<string>,
  kind: "ipvsadm" | "ldirectord",
  numRuns: number,
): number {
  let count = 0;
  fc.assert(
    fc.property(texts, (text) => {
      if (holds(text, kind)) count++;
    }),
    { numRuns },
  );
  return count;
}

test("random text, of either kind or none", PATIENT, () => {
  const texts = fc.string({ unit: "binary", maxLength: 200 });
  const kinds = fc.constantFrom("ipvsadm" as const, "ldirectord" as const, undefined);
  let seen = 0;
  fc.assert(
    fc.property(texts, kinds, (text, kind) => {
      holds(text, kind);
      seen++;
    }),
    { numRuns: 500 },
  );
  expect(seen).toBeGreaterThanOrEqual(500);
});

const place = fc.constantFrom(
  "10.0.0.1:80",
  "10.0.0.1",
  "10.0.0.2:0",
  "[2001:db8::1]:80",
  "[::1]",
  "web1:http",
  "x:y",
  "",
  ":",
  "7",
);
const odd = fc.oneof(
  fc.constantFrom(
    "0",
    "1",
    "-1",
    "70000",
    "99999999999",
    "sip",
    "sh-port,flag-1",
    "255.255.0.0",
    "64",
    "gue",
    "rr",
    "sh",
    '"',
    "'",
    "$X",
    "${_ENV A}",
    "#",
  ),
  fc.string({ unit: "binary", maxLength: 6 }),
);
const rule = fc
  .tuple(
    fc.constantFrom("-A", "-A", "-a", "-a", "-E", "-e", "-D", "-d", "-C", "ipvsadm -At", "-L"),
    fc.tuple(fc.constantFrom("-t", "-t", "-u", "--sctp-service", "-f", "--fwmark-service="), place),
    fc.array(
      fc.tuple(
        fc.constantFrom(
          "-r",
          "-s",
          "-p",
          "-M",
          "-w",
          "-x",
          "-b",
          "--pe",
          "--tun-type",
          "-m",
          "-g",
          "-i",
          "-6",
          "-o",
          "--weight=",
          "-mw",
          "--no",
        ),
        fc.oneof(place, odd),
      ),
      { maxLength: 5 },
    ),
  )
  .map(([command, id, rest]) => [command, ...id, ...rest.flat()].join(" "));

test("rules of any make", PATIENT, () => {
  const start = "-A -t 10.0.0.1:80\n-a -t 10.0.0.1:80 -r 10.0.0.9\n";
  const texts = fc.array(rule, { maxLength: 12 }).map((rules) => start + rules.join("\n"));
  expect(imported(texts, "ipvsadm", 500)).toBeGreaterThan(250);
});

const names = fc.constantFrom(
  ..."virtual virtual6 real real6 fallback fallback6 fallbackcommand checktype service checkcommand checkport request receive httpmethod virtualhost login scheduler persistent netmask protocol ops checktimeout checkinterval failurecount quiescent emailalert emailalertfrom smtp logfile nonsense".split(
    " ",
  ),
);
const values = fc.oneof(
  place,
  odd,
  fc.constantFrom(
    "10.0.0.1->10.0.0.4:80 masq",
    "10.0.0.1:80 gate 5",
    '10.0.0.3:80 masq 1 "a", "b"',
    "negotiate",
    "external",
    "ping",
    "on",
    "off",
    "http",
    "dns",
    "ftp",
    "udp",
    "fwm",
    "http://10.0.0.1:81/x",
  ),
);
const setting = fc
  .tuple(fc.constantFrom("", "\t", "    "), names, fc.constantFrom("=", " = "), values)
  .map((parts) => parts.join(""));

test("settings of any make", PATIENT, () => {
  const start = "virtual=10.9.0.1:80\n\treal=10.0.0.9:80 masq\n";
  const texts = fc.array(setting, { maxLength: 20 }).map((all) => start + all.join("\n"));
  expect(imported(texts, "ldirectord", 500)).toBeGreaterThan(250);
});

test.for(["\\", "a\\", '"', "a\u2028b", "${_ENV A}"])(
  "a value that no word reads as is left out: %j",
  (value) => {
    const start = "virtual=10.9.0.1:80\n\treal=10.0.0.9:80 masq\n";
    expect(holds(`${start}\tvirtualhost=${value}\n`, "ldirectord")).toBe(true);
  },
);

test("a file that asks for very much is bounded, and takes no time without end", PATIENT, () => {
  const range = "\treal=10.0.0.0->10.0.255.255:80 masq\n";
  const { conf } = importConf(
    `virtual=10.0.0.1:80\n${range.repeat(5)}`,
    "source",
    undefined,
    NAMES,
  );
  expect((conf ?? "").match(/real_server/g)).toHaveLength(65_536);
  expect(holds("-A -t 10.0.0.1:80\n".repeat(20_000), "ipvsadm")).toBe(false);
  expect(holds("virtual=1\n".repeat(20_000), "ldirectord")).toBe(false);
});

// The table, back and forth ---------------------------------------------------------------------

interface Server {
  readonly ip: Ip;
  readonly port: number;
  readonly forwarding: "NAT" | "DR" | "TUN";
  readonly weight: number;
}
interface Service {
  readonly protocol: "TCP" | "UDP" | "SCTP";
  readonly ip: Ip;
  readonly port: number;
  readonly scheduler: string;
  readonly persistenceTimeout: number | undefined;
  readonly realServers: readonly Server[];
}

const ipOf = (text: string): Ip => parseIp(text)!;
const port = fc.integer({ min: 1, max: 65_535 });
const serviceOf = (ips: readonly string[]): fc.Arbitrary<Service> =>
  fc
    .record({
      protocol: fc.constantFrom("TCP" as const, "UDP" as const, "SCTP" as const),
      ip: fc.constantFrom(...ips.map(ipOf)),
      port,
      scheduler: fc.constantFrom(..."rr wrr lc wlc lblc sh mh dh fo ovf lblcr sed nq".split(" ")),
      persistenceTimeout: fc.option(fc.integer({ min: 1, max: 2_678_400 }), { nil: undefined }),
      servers: fc.uniqueArray(
        fc.record({
          ip: fc.constantFrom(...ips.map(ipOf)),
          port,
          forwarding: fc.constantFrom("NAT" as const, "DR" as const, "TUN" as const),
          weight: fc.integer({ min: 0, max: 65_535 }),
        }),
        { minLength: 1, maxLength: 5, selector: ({ ip }) => ip },
      ),
    })
    // The kernel gives those their service's port.
    .map(({ servers, ...service }) => ({
      ...service,
      realServers: servers.map((server) =>
        server.forwarding === "NAT" ? server : { ...server, port: service.port },
      ),
    }));

const services = fc.uniqueArray(
  fc.oneof(
    serviceOf(["10.0.0.1", "10.0.0.2", "10.0.0.3"]),
    serviceOf(["2001:db8::1", "2001:db8::2", "fd00::3"]),
  ),
  {
    minLength: 1,
    maxLength: 6,
    selector: ({ protocol, ip, port: at }) => `${protocol} ${ip} ${at}`,
  },
);

const KINDS = { TCP: "-t", UDP: "-u", SCTP: "--sctp-service" } as const;
const METHODS = { NAT: "-m", DR: "-g", TUN: "-i" } as const;

/** As `ipvsadm -Sn` prints it. */
const saved = (table: readonly Service[]): string =>
  table
    .flatMap(({ protocol, ip, port: at, scheduler, persistenceTimeout, realServers }) => {
      const id = `${KINDS[protocol]} ${formatEndpoint(ip, at)}`;
      const persistence = persistenceTimeout === undefined ? "" : ` -p ${persistenceTimeout}`;
      return [
        `-A ${id} -s ${scheduler}${persistence}\n`,
        ...realServers.map(
          (server) =>
            `-a ${id} -r ${formatEndpoint(server.ip, server.port)} ${METHODS[server.forwarding]} -w ${server.weight}\n`,
        ),
      ];
    })
    .join("");

const tableOf = ({ virtualServers }: Config): readonly Service[] =>
  virtualServers.map(({ protocol, ip, port: at, scheduler, persistenceTimeout, realServers }) => ({
    protocol,
    ip,
    port: at,
    scheduler,
    persistenceTimeout,
    realServers: realServers.map((server) => ({
      ip: server.ip,
      port: server.port,
      forwarding: server.forwarding,
      weight: server.weight,
    })),
  }));

test("what ipvsadm -Sn prints of a table comes back from the conf", PATIENT, () => {
  fc.assert(
    fc.property(services, (table) => {
      expect(tableOf(configOf(saved(table)))).toEqual(table);
    }),
    { numRuns: 300 },
  );
});
