/** What ipvsadm(8) reads and prints, as recorded from version 1.31. */
import { describe, expect, test } from "vitest";
import { formatOp, parseTable } from "../../../src/kernel/ipvsadm-text.ts";

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
