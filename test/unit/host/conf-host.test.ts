/** What `daruma check` asks of the machine. */
import { expect, test } from "vitest";
import { forwards, hasInterface } from "../../../src/host/conf-host.ts";

test("every Linux has its loopback, and no interface with a slash", () => {
  expect([hasInterface("lo"), hasInterface("nonesuch0"), hasInterface("../net/lo")]).toEqual([
    true,
    false,
    false,
  ]);
});

test("the kernel says whether it forwards IPv4", () => {
  expect(forwards("inet")).toBeTypeOf("boolean");
});
