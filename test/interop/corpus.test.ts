/**
 * Debian's keepalived as the judge of conf files: what it accepts daruma accepts, and what it
 * complains of daruma complains of, with the same exit status under -t; where not, the file says why. CONFS=FOLDER prints both
 * verdicts for the files of any other folder instead.
 */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { configTestStatus } from "../../src/cli/check.ts";
import { scriptExists } from "../../src/host/script-check.ts";
import { CONFIG_ID, CORPUS, compare, samples, type Verdict, verdictOn } from "../corpus/corpus.ts";
import { ip } from "./harness/command.ts";
import { type KeepalivedVerdict, keepalivedVerdict } from "./harness/keepalived-verdict.ts";
import { type Host, type Lan, onLan } from "./harness/lan.ts";

/** Beside eth0. */
const DEVICES = "eth1 eth2 eth3 eth0.1 ens3 ens18 enp1s0 bond0 br0 wan lan dmz".split(" ");
const AT_ONCE = 4;

interface Judged {
  readonly name: string;
  readonly ours: Verdict;
  /** That of -t. */
  readonly status: number;
  readonly theirs: KeepalivedVerdict;
}

async function hostWithDevices(lan: Lan): Promise<Host> {
  const host = await lan.host("judge", 1, ["198.18.0.1/24"]);
  const lines = DEVICES.flatMap((name, i) => [
    `link add ${name} type veth peer name peer${i}`,
    `link set peer${i} up`,
    `link set ${name} up`,
    `address add 198.18.${i + 1}.1/24 dev ${name}`,
  ]);
  await ip(host.namespace, ...lines);
  return host;
}

async function judgeAll(folder: string, names: readonly string[]): Promise<readonly Judged[]> {
  const judged: Judged[] = [];
  await onLan("corpus", async (lan) => {
    const host = await hostWithDevices(lan);
    const left = [...names];
    const work = async (): Promise<void> => {
      for (let name = left.shift(); name !== undefined; name = left.shift()) {
        const path = join(folder, name);
        const theirs = await keepalivedVerdict(host, path, CONFIG_ID);
        judged.push({ name, ours: verdictOn(path), status: statusOn(path), theirs });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  });
  return judged;
}

/** Exit status of `daruma -t`. */
const statusOn = (path: string): number =>
  configTestStatus(
    path,
    { write: () => undefined, colour: false },
    { configId: CONFIG_ID, scriptExists },
  );

const complains = ({ theirs }: Judged): boolean =>
  theirs.complaints.length > 0 || theirs.status === undefined;

/** Undefined where both judge alike. */
function difference(judged: Judged): string | undefined {
  const { ours, status, theirs } = judged;
  const all = theirs.complaints.map(({ line, text }) => `${line ?? "-"}: ${text}`).join("\n  ");
  if (theirs.status === undefined) return "keepalived has no verdict: a signal has ended it";
  if (ours.lines.length > 0 && !complains(judged))
    return `daruma alone complains, of lines ${ours.lines.join(" ")}`;
  if (ours.lines.length === 0 && complains(judged)) return `keepalived alone complains:\n  ${all}`;
  const first = theirs.complaints.find(({ line }) => line !== undefined)?.line;
  const astray = first !== undefined && !ours.lines.some((line) => Math.abs(line - first) <= 3);
  if (astray) return `lines ${ours.lines.join(" ")} for daruma, for keepalived:\n  ${all}`;
  return status === theirs.status || theirs.ofMachine
    ? undefined
    : `-t gives ${status}, keepalived ${theirs.status}`;
}

/** A line for each that is judged otherwise, and does not say why; and for each that says so in vain. */
function unexplained(judged: readonly Judged[]): string {
  const lines = judged.flatMap((each) => {
    const differs = samples.find(({ name }) => name === each.name)?.differs;
    const found = difference(each);
    if (found === undefined)
      return differs === undefined ? [] : [`${each.name}: says why it differs, and does not`];
    return differs === undefined ? [`${each.name}: ${found}`] : [];
  });
  return lines.join("\n");
}

/** Both verdicts, for people. */
function report(judged: readonly Judged[]): string {
  const lines = judged
    .toSorted((a, b) => compare(a.name, b.name))
    .flatMap((each) => [
      `${each.name}: keepalived ${each.theirs.status ?? "signal"}, ${difference(each) ?? "alike"}`,
      ...each.ours.said.map((line) => `    daruma: ${line}`),
    ]);
  return `${lines.join("\n")}\n`;
}

test("conf files are judged alike", { timeout: 300_000 }, async () => {
  const other = process.env["CONFS"];
  const folder = other ?? CORPUS;
  const names = other === undefined ? samples.map(({ name }) => name) : filesIn(folder);
  const judged = await judgeAll(folder, names);
  if (other !== undefined) process.stdout.write(report(judged));
  expect(judged).toHaveLength(names.length);
  expect(other === undefined ? unexplained(judged) : "").toBe("");
});

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => statSync(join(folder, name)).isFile());
}
