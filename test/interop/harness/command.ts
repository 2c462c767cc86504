/** Short-lived commands: run, bounded, and answered with what they printed. */
import { execFile } from "node:child_process";
import { program } from "./tools.ts";

const LIMIT_MS = 20_000;
const OUTPUT_BYTES = 64 * 1024 * 1024;

/** Standard output of `file args`, fed with `input`. Rejects, with what it printed, if it fails. */
export function run(file: string, args: readonly string[], input = ""): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { timeout: LIMIT_MS, maxBuffer: OUTPUT_BYTES, killSignal: "SIGKILL" } as const;
    const end = performance.now() + LIMIT_MS;
    const child = execFile(file, args, options, (error, stdout, stderr) => {
      // A program may have ended long before the last one that writes to its output.
      const inTime = performance.now() < end;
      if (error === null && inTime) {
        resolve(stdout);
        return;
      }
      const why = error?.message ?? `its output was still open after ${LIMIT_MS} ms`;
      const said = [stderr.trim(), stdout.trim(), why].find((text) => text !== "");
      reject(new Error(`${file} ${args.join(" ")}: ${said}`));
    });
    // A program that ends without reading its input is judged by its exit status alone.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
  });
}

/** Runs ip(8) commands, one a line, in `namespace` (undefined: the namespace of the tests). */
export async function ip(namespace: string | undefined, ...lines: string[]): Promise<void> {
  const where = namespace === undefined ? [] : ["-n", namespace];
  await run(program("ip"), [...where, "-batch", "-"], `${lines.join("\n")}\n`);
}
