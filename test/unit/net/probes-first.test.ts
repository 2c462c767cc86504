/** The first HTTP probes of a process, which wait until what carries them out is loaded. */
import { expect, test } from "vitest";
import { ask, http, serving, start, startProbes } from "./rig.ts";

startProbes();

test("all started meanwhile have one outcome, those that are cancelled none", async () => {
  let asked = 0;
  const port = await serving((_, response) => {
    asked++;
    response.end();
  });
  const cancelled = [start(http(port)), start(http(port))];
  for (const { cancel } of cancelled) cancel();
  const kept = [start(http(port)), start(http(port))];
  for (const { first } of kept) expect(await first).toMatchObject({ ok: true });
  expect(await ask(http(port))).toMatchObject({ ok: true });
  expect(cancelled.map(({ outcomes }) => outcomes.length)).toEqual([0, 0]);
  expect(kept.map(({ outcomes }) => outcomes.length)).toEqual([1, 1]);
  expect(asked).toBe(3);
});
