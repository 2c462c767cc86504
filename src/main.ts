#!/usr/bin/env node
/**
 * The composition root: this file as a command is the CLI and the supervisor; the supervisor starts
 * it again as `worker vrrp` and `worker checker`. Each role loads only what it needs.
 */
async function main(): Promise<void> {
  const [role, name] = process.argv.slice(2);
  if (role === "worker" && name === "vrrp") {
    const { runVrrpWorker } = await import("./cli/worker-vrrp.ts");
    runVrrpWorker(process);
  } else if (role === "worker" && name === "checker") {
    const { runCheckerWorker } = await import("./cli/worker-checker.ts");
    runCheckerWorker(process);
  } else {
    const { runCli } = await import("./cli/run-cli.ts");
    process.exitCode = await runCli(process.argv.slice(2), {
      process,
      main: import.meta.filename,
    });
  }
}

void main();
