/** Boots a guest that has IPVS (test/lab/uml), and has load.ts run in there for both programs. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { ROOT, withTools } from "./command.ts";
import type { Measure } from "./samples.ts";

const LIMIT_S = 200;

export async function measureChecks(): Promise<readonly Measure[]> {
  const load = [process.execPath, join(ROOT, "build/bench/load.js")];
  const uml = spawn(join(ROOT, "test/lab/uml"), ["--limit", String(LIMIT_S), "--", ...load], {
    stdio: ["ignore", "pipe", "inherit"],
    env: withTools(),
  });
  let said = "";
  uml.stdout.on("data", (bytes: Buffer) => {
    said += bytes.toString();
  });
  const status = await new Promise<number | null>((resolve) => {
    uml.on("close", resolve);
  });
  if (status !== 0) throw new Error(`the guest ended with status ${status}: ${said.trim()}`);
  const lines = said.split("\n").filter((line) => line.startsWith("{"));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own program is at the other end
  return lines.map((line) => JSON.parse(line) as Measure);
}
