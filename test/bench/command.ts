/** Short-lived commands, bounded, and where the tools are. */
import { execFile } from "node:child_process";
import { join, resolve } from "node:path";

/** Of the repository; this runs from build/bench. */
export const ROOT = resolve(import.meta.dirname, "../..");
/** Conf files and logs of the last run. */
export const RECORDS = join(ROOT, "build/bench/records");

const LIMIT_MS = 20_000;
const environment = {
  ...process.env,
  PATH: `${process.env["PATH"] ?? ""}:${join(ROOT, "build/debian/bin")}:/usr/sbin:/sbin`,
};

/** Environment in which tools that test/setup has unpacked are found. */
export const withTools = (): NodeJS.ProcessEnv => environment;

/** Standard output of `program args`, fed with `input`. Rejects with what it printed, if it fails. */
export function run(program: string, args: readonly string[], input = ""): Promise<string> {
  return new Promise((done, failed) => {
    const options = { timeout: LIMIT_MS, env: environment };
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      if (error === null) done(stdout);
      else failed(new Error(`${program} ${args.join(" ")}: ${stderr.trim() || error.message}`));
    });
    // A program that ends without reading its input is judged by its exit status alone.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
  });
}

/** Runs ip(8) commands, one a line, in `namespace` (undefined: our own). */
export async function ip(namespace: string | undefined, ...lines: string[]): Promise<void> {
  const where = namespace === undefined ? [] : ["-n", namespace];
  await run("ip", [...where, "-batch", "-"], `${lines.join("\n")}\n`);
}
