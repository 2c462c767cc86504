/** Blocks with a name: each once, with what makes them of use. */
import { describe, expect, test } from "vitest";
import { plain, readKeywords } from "./lines.ts";

const BLOCKS = [
  ["vrrp_instance", "virtual_router_id 1", "instances", "error"],
  ["vrrp_sync_group", "smtp_alert", "groups", "error"],
  ["track_group", "group {\nA\n}", "trackGroups", "error"],
  ["bfd_instance", "neighbor_ip 192.0.2.9", "bfds", "error"],
  ["vrrp_script", "script /bin/true", "scripts", "warning"],
  ["track_file", "file /run/fit", "trackFiles", "warning"],
  ["vrrp_track_process", "process nginx", "trackProcesses", "warning"],
] as const;

const lists = (): Record<string, unknown[]> =>
  Object.fromEntries(BLOCKS.map(([, , list]) => [list, []]));

describe.for(BLOCKS)("%s", ([block, line, list, severity]) => {
  test("of one name twice is the first", () => {
    const { drafts, said } = readKeywords(
      "the file",
      `${block} A {\n${line}\n}\n${block} A {\n}\n${block} B {\n${line}\n}`,
      lists(),
    );
    const made = drafts[0]?.[list] as readonly { readonly name: unknown }[] | undefined;
    const names = made?.map(({ name }) => plain(name));
    expect({ names, said: said[0] }).toEqual({
      names: ["A", "B"],
      said: `${severity}: ${block} A stands already at line 1; this one is left out`,
    });
  });
  test("needs a name, and has one alone", () => {
    expect(readKeywords("the file", `${block} {\n${line}\n}`, lists()).said).toEqual([
      `error: ${block} needs a name`,
    ]);
    expect(readKeywords("the file", `${block} A B {\n${line}\n}`, lists()).said).toEqual([
      'warning: "B" is not expected here, and ignored',
    ]);
  });
});

test.for([
  ["vrrp_script", "script"],
  ["track_file", "file"],
  ["vrrp_track_process", "process"],
  ["track_group", "group"],
  ["bfd_instance", "neighbor_ip"],
] as const)("%s without %s is of no use", ([block, keyword]) => {
  expect(readKeywords("the file", `${block} A {\n}`, lists()).said).toEqual([
    `error: ${block} A has no ${keyword}: it is of no use`,
  ]);
});

test("the old name of track_file is told, and means the same list", () => {
  const text = "track_file A {\nfile /run/a\n}\nvrrp_track_file A {\nfile /run/a\n}";
  expect(readKeywords("the file", text, lists()).said).toEqual([
    "warning: vrrp_track_file A stands already at line 1; this one is left out",
  ]);
});

test("a BFD session has a name of at most 31 characters", () => {
  const [fits, long] = [31, 32].map((length) => {
    const text = `bfd_instance ${"x".repeat(length)} {\nneighbor_ip 192.0.2.9\n}`;
    return readKeywords("the file", text, lists()).said;
  });
  expect(fits).toEqual([]);
  expect(long).toEqual([
    "error: the name has 32 characters, and at most 31 are allowed; this one is left out",
  ]);
});

test.for([
  [
    "garp_group {\ninterface eth0\n}",
    "garp_group has no garp_interval and no gna_interval; it is left out",
  ],
  ["garp_group {\ngna_interval 1\n}", "garp_group has no interface; it is left out"],
] as const)("%j is of no use", ([text, message]) => {
  const { drafts, said } = readKeywords("the file", text);
  expect([drafts[0], said]).toEqual([{}, [`error: ${message}`]]);
});
