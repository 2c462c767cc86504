/** Runs a drill of test/lab and holds it to what it must show, one test each. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { choosePlace, startDrill } from "../lab/place.ts";
import type { Told } from "../lab/told.ts";

type Check = Extract<Told, { type: "check" }>;

/** Seconds; a guest on a busy machine is slow. */
const LIMIT = 240;

/** `names`: everything that it must tell as seen. A drill that tells of more, or of less, fails too. */
export function drillShows(drill: string, names: readonly string[]): void {
  const checks = new Map<string, Check>();
  const noise: string[] = [];
  let status: number | undefined;

  beforeAll(
    async () => {
      const run = startDrill(
        drill,
        choosePlace(),
        LIMIT,
        (told) => {
          if (told.type === "check") checks.set(told.name, told);
        },
        (line) => {
          noise.push(line);
        },
      );
      status = await run.done;
    },
    (LIMIT + 20) * 1000,
  );

  afterAll(() => {
    if (status !== 0) process.stderr.write(`${noise.join("\n")}\n`);
  });

  test.for(names)("%s", (name) => {
    const check = checks.get(name);
    // With the detail, so that a failure says by how much.
    expect([check?.ok, check?.detail]).toEqual([true, check?.detail]);
  });

  test("and nothing else", () => {
    expect([...checks.keys()]).toEqual(names);
    expect(status).toBe(0);
  });
}
