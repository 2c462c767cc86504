/** Places come back as they were added, whatever files they are of. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createPlaces } from "../../../src/config/places.ts";

test("what was added comes back", () => {
  const place = fc.record({
    file: fc.constantFrom("a", "b", "c"),
    line: fc.integer({ min: 1, max: 2_000_000 }),
    column: fc.integer({ min: 1, max: 1024 }),
    end: fc.integer({ min: 1, max: 1025 }),
  });
  fc.assert(
    fc.property(fc.array(place), (all) => {
      const places = createPlaces();
      for (const each of all) places.add(each);
      expect(all.map((_, at) => places.at(at))).toEqual(all);
      expect(places.at(all.length)).toBeUndefined();
    }),
  );
});
