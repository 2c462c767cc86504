/** Checks under load, by load.ts: where the numbers are large on the host, where IPVS is real in a guest. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { ip, RECORDS, ROOT, withTools } from "./command.ts";
import type { Measure } from "./samples.ts";

const LOAD = [process.execPath, join(ROOT, "build/bench/load.js")] as const;
/** ipvs.c, where the machine has a C compiler. */
const STAND_IN = join(ROOT, "build/bench/ipvs.so");
const GUEST_LIMIT_S = 150;

export async function measureChecks(): Promise<readonly Measure[]> {
  if (existsSync(STAND_IN)) return [...(await onHost()), ...(await inGuest())];
  process.stderr.write("bench: no C compiler (cc), so no load on the host\n");
  return inGuest();
}

async function onHost(): Promise<readonly Measure[]> {
  const namespace = `daruma-bench-${process.pid}-load`;
  await ip(undefined, `netns add ${namespace}`);
  await ip(namespace, "link set lo up");
  try {
    return await measuresOf(["ip", "netns", "exec", namespace, ...LOAD, "host", "100", "1000"], {
      LD_PRELOAD: STAND_IN,
      PATH: `${rememberingIpvsadm()}${delimiter}${withTools()["PATH"] ?? ""}`,
    });
  } finally {
    await ip(undefined, `netns delete ${namespace}`);
  }
}

/** The stand-in forgets; daruma reads the table again each minute, and would bring it all about anew. */
function rememberingIpvsadm(): string {
  const folder = join(RECORDS, "bin");
  const table = join(RECORDS, "table");
  mkdirSync(folder, { recursive: true });
  const script = `#!/bin/sh
PATH=\${PATH#*:}:/usr/sbin:/sbin
case $1 in
  -Sn) exec grep -v 4294967295 ${table} ;;
  -R) tee ${table} | ipvsadm -R ;;
esac
`;
  writeFileSync(table, "");
  writeFileSync(join(folder, "ipvsadm"), script, { mode: 0o755 });
  return folder;
}

const inGuest = (): Promise<readonly Measure[]> =>
  measuresOf(
    [join(ROOT, "test/lab/uml"), "--limit", String(GUEST_LIMIT_S), "--", ...LOAD, "guest", "50"],
    {},
  );

/** What a run of load.ts has found. */
async function measuresOf(
  [program = "", ...args]: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<readonly Measure[]> {
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...withTools(), ...environment },
  });
  let said = "";
  child.stdout.on("data", (bytes: Buffer) => {
    said += bytes.toString();
  });
  const status = await new Promise<number | null>((resolve) => {
    child.on("close", resolve);
  });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")}: exit status ${status}`);
  const lines = said.split("\n").filter((line) => line.startsWith("{"));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own program is at the other end
  return lines.map((line) => JSON.parse(line) as Measure);
}
