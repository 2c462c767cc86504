/** A new conf under a running router: what did not change is not touched, and mastership is kept. */
import { expect, test } from "vitest";
import { adverts, conf, notices, type Rig, rig, VIP } from "./rig.ts";

const PATIENCE = 3000 + ((256 - 100) / 256) * 1000;
const SECOND = "192.0.2.101";
const withSecond = conf().replace(`${VIP}/24`, `${VIP}/24\n    ${SECOND}/24`);

function master(text: string): Rig {
  const bench = rig(text);
  bench.until(PATIENCE + 500);
  expect(bench.state()).toBe("MASTER");
  return bench;
}

const changesSince = ({ out }: Rig, at: number): readonly string[] =>
  out.flatMap((each) =>
    each.effect.type === "addresses" && each.at >= at
      ? [
          ...each.effect.remove.map(({ prefix }) => `-${prefix.ip}`),
          ...each.effect.add.map(({ prefix }) => `+${prefix.ip}`),
        ]
      : [],
  );

test("the same conf changes nothing at all", () => {
  const bench = master(conf());
  const before = bench.out.length;
  bench.reload(conf());
  expect(bench.out.length).toBe(before);
});

test("an address that joins is added and announced, the others stay", () => {
  const bench = master(conf());
  bench.reload(withSecond);
  expect(changesSince(bench, bench.now())).toEqual([`+${SECOND}`]);
  expect(bench.state()).toBe("MASTER");
  const announced = bench.out.filter(
    ({ at, effect }) => at === bench.now() && effect.type === "frame",
  );
  expect(announced.length).toBeGreaterThan(0);
});

test("an address that leaves is removed, the others stay", () => {
  const bench = master(withSecond);
  bench.reload(conf());
  expect(changesSince(bench, bench.now())).toEqual([`-${SECOND}`]);
  expect(bench.state()).toBe("MASTER");
});

test("another priority is in the next advert, and mastership is kept", () => {
  const bench = master(conf());
  bench.reload(conf("priority 90"));
  bench.until(bench.now() + 2000);
  expect(bench.state()).toBe("MASTER");
  expect(adverts(bench).at(-1)?.[1]).toBe(90);
});

test("what changed is told in words", () => {
  const bench = master(conf());
  bench.reload(conf("priority 90"));
  expect(notices(bench, "vrrp.reconfigured").at(-1)?.changes.join()).toContain("priority");
});

test("an instance that is gone from the conf says goodbye", () => {
  const bench = master(conf());
  const other = conf()
    .replace("WEB", "OTHER")
    .replace("virtual_router_id 51", "virtual_router_id 52");
  bench.reload(other);
  expect(adverts(bench).at(-1)?.[1]).toBe(0);
  expect(changesSince(bench, bench.now())).toEqual([`-${VIP}`]);
  expect(bench.state()).toBeUndefined();
});
