/** What ipvsadm(8) reads and prints, as recorded from version 1.31. */
import { describe, expect, test } from "vitest";
import type { IpvsDestination, IpvsOp, IpvsService } from "../../../src/desired/ipvs.ts";
import { formatOp, parseTable } from "../../../src/kernel/ipvsadm-text.ts";
import { ipOf } from "../ip-of.ts";

const RECORDED = `-A -t 203.0.113.100:80 -s wlc
-a -t 203.0.113.100:80 -r 192.168.100.21:80 -m -w 1
-a -t 203.0.113.100:80 -r 192.168.100.22:8080 -g -w 0
-A -u [2001:db8::100]:53 -s rr -p 300
-a -u [2001:db8::100]:53 -r [2001:db8::21]:53 -i -w 65535
-A -t 203.0.113.100:443 -s sh -b sh-port
-A -f 7 -s rr
-a -f 7 -r 192.168.100.21:80 -m -w 1
`;

describe("a listing", () => {
  const table = parseTable(RECORDED);
  test("gives services by protocol, address and port", () => {
    expect([...table.keys()]).toEqual([
      "TCP 203.0.113.100:80",
      "UDP [2001:db8::100]:53",
      "TCP 203.0.113.100:443",
    ]);
  });
  test("with scheduler, persistence, and words that mean nothing to us kept", () => {
    expect(table.get("UDP [2001:db8::100]:53")).toMatchObject({
      scheduler: "rr",
      persistenceTimeout: 300,
      extra: [],
    });
    expect(table.get("TCP 203.0.113.100:443")?.extra).toEqual(["-b", "sh-port"]);
  });
  test("with destinations, their method and weight", () => {
    const destinations = [...(table.get("TCP 203.0.113.100:80")?.destinations.values() ?? [])];
    expect(destinations).toEqual([
      { ip: "192.168.100.21", port: 80, forwarding: "NAT", weight: 1 },
      { ip: "192.168.100.22", port: 8080, forwarding: "DR", weight: 0 },
    ]);
    expect(
      table.get("UDP [2001:db8::100]:53")?.destinations.get("[2001:db8::21]:53"),
    ).toMatchObject({
      forwarding: "TUN",
      weight: 65_535,
    });
  });
  test("that is garbage is an empty table", () => {
    for (const text of [
      "",
      "\n\n",
      "No such file",
      "-A",
      "-A -t nonsense -s rr",
      "-a -t 1.2.3.4:80",
    ])
      expect(parseTable(text).size).toBe(0);
  });
});

describe("a line for ipvsadm -R", () => {
  const common = { port: 80, destinations: new Map<string, IpvsDestination>() };
  const service: IpvsService = {
    ...common,
    protocol: "TCP",
    ip: ipOf("192.0.2.1"),
    scheduler: "wrr",
    persistenceTimeout: 50,
    extra: ["-o"],
  };
  const six: IpvsService = {
    ...common,
    protocol: "SCTP",
    ip: ipOf("2001:db8::1"),
    scheduler: "mh",
    persistenceTimeout: 0,
    extra: ["-b", "mh-port"],
  };
  const destination: IpvsDestination = {
    ip: ipOf("192.0.2.21"),
    port: 8080,
    forwarding: "TUN",
    weight: 7,
  };
  const place = "-t 192.0.2.1:80";
  test.each([
    [`-A ${place} -s wrr -p 50 -o`, { type: "addService", service }],
    [`-E ${place} -s wrr -p 50 -o`, { type: "editService", service }],
    [`-D ${place}`, { type: "deleteService", service }],
    ["-A --sctp-service [2001:db8::1]:80 -s mh -b mh-port", { type: "addService", service: six }],
    [`-a ${place} -r 192.0.2.21:8080 -i -w 7`, { type: "addDestination", service, destination }],
    [`-e ${place} -r 192.0.2.21:8080 -i -w 7`, { type: "editDestination", service, destination }],
    [`-d ${place} -r 192.0.2.21:8080`, { type: "deleteDestination", service, destination }],
    [
      "-a --sctp-service [2001:db8::1]:80 -r [2001:db8::21]:8080 -g -w 7",
      {
        type: "addDestination",
        service: six,
        destination: { ...destination, ip: ipOf("2001:db8::21"), forwarding: "DR" },
      },
    ],
  ] as const satisfies readonly (readonly [string, IpvsOp])[])("%s", (line, op) => {
    expect(formatOp(op)).toBe(line);
  });
});

describe("a line of a listing that is damaged", () => {
  const SERVICE = "-A -t 192.0.2.1:80 -s rr";
  const GOOD = "-a -t 192.0.2.1:80 -r 192.0.2.22:80 -m -w 1";
  test.each([
    "-a -t 192.0.2.1:80 -r 192.0.2.21 -m -w 1",
    "-a -t 192.0.2.1:80 -r 192.0.2.21:80 -w 1",
    "-a -t 192.0.2.1:80 -r 192.0.2.300:80 -m -w 1",
    "-a -t 192.0.2.1:80 -m -w 1",
    "-a -t 192.0.2.9:80 -r 192.0.2.21:80 -m -w 1",
    "-a -t [2001:db8::1:80 -r 192.0.2.21:80 -m -w 1",
  ])("is left out, others are not: %s", (line) => {
    const table = parseTable([SERVICE, line, GOOD].join("\n"));
    expect([...(table.get("TCP 192.0.2.1:80")?.destinations.keys() ?? [])]).toEqual([
      "192.0.2.22:80",
    ]);
  });
  test("with words that the conf does not say is read nevertheless", () => {
    const line =
      "-a -t 192.0.2.1:80 -r 192.0.2.22:80 -i -w 5 -x 100 -y 50 --tun-type gue --tun-port 6080";
    const [destination] =
      parseTable(`${SERVICE}\n${line}`).get("TCP 192.0.2.1:80")?.destinations.values() ?? [];
    expect(destination).toMatchObject({ forwarding: "TUN", weight: 5 });
  });
});

test("what is written is what is read", () => {
  const lines: string[] = [];
  for (const service of parseTable(RECORDED).values()) {
    lines.push(formatOp({ type: "addService", service }));
    for (const destination of service.destinations.values())
      lines.push(formatOp({ type: "addDestination", service, destination }));
  }
  expect(lines).toEqual(
    RECORDED.trim()
      .split("\n")
      .filter((line) => !line.includes(" -f ")),
  );
});
