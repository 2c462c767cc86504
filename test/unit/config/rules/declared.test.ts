/** What is tracked must be declared, whatever its kind. */
import { expect, test } from "vitest";
import { parseConfig } from "../../../../src/config/parse.ts";
import { createReport } from "../../../../src/config/report.ts";
import { declared } from "../../../../src/config/rules/trackers.ts";
import { createFileDraft, file, whereabouts } from "../../../../src/config/schema/language.ts";
import { readBlock } from "../../../../src/config/schema/read-block.ts";
import { treeOf } from "../read.ts";

const CONF = `vrrp_script S {
  script /bin/true
}
track_file F {
  file /run/f
}
vrrp_track_process P {
  process p
}
bfd_instance B {
  neighbor_ip 192.0.2.9
}
`;

test("each kind has its blocks, and interfaces have none", () => {
  expect(parseConfig(CONF, "conf").diagnostics.some(({ rule }) => rule === "unknown-keyword")).toBe(
    false,
  );
  const draft = createFileDraft();
  const report = createReport([], whereabouts);
  readBlock(file, draft, treeOf(CONF, report), report);
  const names = (["script", "file", "process", "bfd", "interface"] as const).map((kind) =>
    declared(draft, kind)?.map(({ name }) => name.text),
  );
  expect(names).toEqual([["S"], ["F"], ["P"], ["B"], undefined]);
});
