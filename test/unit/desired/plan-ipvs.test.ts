/** From one table to another in as few changes as there are differences, and none that costs a connection. */
import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { IpvsOp, IpvsService, IpvsTable } from "../../../src/desired/ipvs.ts";
import { planIpvs } from "../../../src/desired/plan-ipvs.ts";
import { destinationKey, serviceKey } from "../../../src/desired/table.ts";
import { formatOp, parseTable } from "../../../src/kernel/ipvsadm-text.ts";

const SERVICE = "-A -t 192.0.2.1:80 -s wlc";
const ONE = "-a -t 192.0.2.1:80 -r 192.0.2.21:80 -m -w 1";
const TWO = "-a -t 192.0.2.1:80 -r 192.0.2.22:80 -m -w 1";
const FOREIGN = "-A -t 192.0.2.50:8080 -s rr";

const table = (...lines: readonly string[]): IpvsTable => parseTable(lines.join("\n"));
const OURS = new Set(["TCP 192.0.2.1:80"]);
const plan = (desired: IpvsTable, actual: IpvsTable, owned = OURS): readonly string[] =>
  planIpvs(desired, actual, owned).map(formatOp);

describe("a plan", () => {
  test("is empty where nothing differs", () => {
    expect(plan(table(SERVICE, ONE, TWO), table(SERVICE, TWO, ONE))).toEqual([]);
  });
  test("adds a service before its servers", () => {
    expect(plan(table(SERVICE, ONE, TWO), table())).toEqual([SERVICE, ONE, TWO]);
  });
  test("changes a weight in place: connections live on their entry", () => {
    const heavier = ONE.replace("-w 1", "-w 5");
    expect(plan(table(SERVICE, heavier), table(SERVICE, ONE))).toEqual([
      "-e -t 192.0.2.1:80 -r 192.0.2.21:80 -m -w 5",
    ]);
  });
  test("changes a scheduler in place", () => {
    expect(plan(table("-A -t 192.0.2.1:80 -s rr", ONE), table(SERVICE, ONE))).toEqual([
      "-E -t 192.0.2.1:80 -s rr",
    ]);
  });
  test("changes a method in place", () => {
    expect(plan(table(SERVICE, ONE.replace("-m", "-g")), table(SERVICE, ONE))).toEqual([
      "-e -t 192.0.2.1:80 -r 192.0.2.21:80 -g -w 1",
    ]);
  });
  test("takes persistence away, and flags that the conf does not say, in place", () => {
    for (const there of ["-p 300", "-o", "-b sh-port"])
      expect(plan(table(SERVICE, ONE), table(`${SERVICE} ${there}`, ONE))).toEqual([
        "-E -t 192.0.2.1:80 -s wlc",
      ]);
  });
  test("removes services before it adds others", () => {
    const moved = SERVICE.replace(":80", ":81");
    expect(plan(table(moved), table(SERVICE))).toEqual(["-D -t 192.0.2.1:80", moved]);
  });
  test("adds a new server before it removes an old one", () => {
    expect(plan(table(SERVICE, TWO), table(SERVICE, ONE))).toEqual([
      TWO,
      "-d -t 192.0.2.1:80 -r 192.0.2.21:80",
    ]);
  });
  test("removes a service of ours that is wanted no more, whole", () => {
    expect(plan(table(), table(SERVICE, ONE))).toEqual(["-D -t 192.0.2.1:80"]);
  });
  test("leaves alone what others have put there", () => {
    expect(plan(table(SERVICE), table(SERVICE, FOREIGN))).toEqual([]);
    expect(plan(table(), table(FOREIGN))).toEqual([]);
  });
  test("takes over a service that it wants and finds", () => {
    expect(plan(table(SERVICE, ONE), table(SERVICE, TWO), new Set())).toEqual([
      ONE,
      "-d -t 192.0.2.1:80 -r 192.0.2.22:80",
    ]);
  });
});

/** What the kernel makes of the changes. */
function applied(actual: IpvsTable, ops: readonly IpvsOp[]): IpvsTable {
  const next = new Map<string, IpvsService>(actual);
  for (const op of ops) {
    const key = serviceKey(op.service);
    const there = next.get(key);
    if (op.type === "addService") next.set(key, { ...op.service, destinations: new Map() });
    else if (op.type === "deleteService") next.delete(key);
    else if (there === undefined) throw new Error("no such service");
    else if (op.type === "editService")
      next.set(key, { ...op.service, destinations: there.destinations });
    else {
      const destinations = new Map(there.destinations);
      const exists = destinations.has(destinationKey(op.destination));
      if (exists === (op.type === "addDestination")) throw new Error("the kernel refuses");
      if (op.type === "deleteDestination") destinations.delete(destinationKey(op.destination));
      else destinations.set(destinationKey(op.destination), op.destination);
      next.set(key, { ...there, destinations });
    }
  }
  return next;
}

const tables = fc
  .uniqueArray(
    fc.tuple(fc.nat(3), fc.constantFrom("rr", "wlc"), fc.uniqueArray(fc.nat(5)), fc.nat(3)),
    {
      selector: ([host]) => host,
    },
  )
  .map((services) =>
    table(
      ...services.flatMap(([host, scheduler, servers, weight]) => [
        `-A -t 192.0.2.${host}:80 -s ${scheduler}`,
        ...servers.map((each) => `-a -t 192.0.2.${host}:80 -r 192.0.2.2${each}:80 -m -w ${weight}`),
      ]),
    ),
  );

/** Some are ours, some are not; what is not ours and not wanted is left as it is. */
const cases = fc.record({
  desired: tables,
  actual: tables,
  ours: fc.func<[string], boolean>(fc.boolean()),
});

const check = (holds: (each: Planned) => boolean): unknown =>
  fc.check(
    fc.property(cases, ({ desired, actual, ours }) => {
      const owned = new Set([...actual.keys()].filter((key) => ours(key)));
      const ops = planIpvs(desired, actual, owned);
      return holds({ desired, actual, owned, ops, after: applied(actual, ops) });
    }),
    { numRuns: 500 },
  ).counterexample;

interface Planned {
  readonly desired: IpvsTable;
  readonly actual: IpvsTable;
  readonly owned: ReadonlySet<string>;
  readonly ops: readonly IpvsOp[];
  readonly after: IpvsTable;
}

describe("any plan, carried out", () => {
  test("arrives at what is wanted, beside what is not ours", () => {
    const broken = check(({ desired, actual, owned, after }) => {
      const foreign = [...actual].filter(([key]) => !desired.has(key) && !owned.has(key));
      const wanted = new Map([...foreign, ...desired]);
      return (
        [...wanted].every(([key, service]) =>
          isDeepStrictEqual(sorted(after.get(key)), sorted(service)),
        ) && after.size === wanted.size
      );
    });
    expect(broken).toBeNull();
  });
  test("leaves nothing to do", () => {
    const broken = check(
      ({ desired, owned, after }) => planIpvs(desired, after, owned).length === 0,
    );
    expect(broken).toBeNull();
  });
  test("deletes nothing that it adds: what stays, stays in its entry", () => {
    const broken = check(({ ops }) => {
      const touched = ops.map(placeOf);
      return new Set(touched).size === touched.length;
    });
    expect(broken).toBeNull();
  });
});

/** The entry that a change is of: no two changes of a plan are of one. */
function placeOf(op: IpvsOp): string {
  const service = serviceKey(op.service);
  return "destination" in op ? `${service} ${destinationKey(op.destination)}` : service;
}

/** The order of destinations means nothing. */
const sorted = (service: IpvsService | undefined): unknown => ({
  ...service,
  destinations: [...(service?.destinations ?? [])].toSorted(([a], [b]) => a.localeCompare(b)),
});
