#!/usr/bin/env node
/**
 * The composition root: this file as a command is the CLI and the supervisor; the supervisor starts
 * it again as `worker vrrp` and `worker checker`. Each role loads only what it needs.
 */
async function main(): Promise<void> {
  const [role, worker] = process.argv.slice(2);
  if (role === "worker" && worker === "vrrp") {
    const { runVrrpWorker } = await import("./cli/worker-vrrp.ts");
    runVrrpWorker(process);
  } else if (role === "worker" && worker === "checker") {
    const { runCheckerWorker } = await import("./cli/worker-checker.ts");
    runCheckerWorker(process);
  } else {
    const { runCli } = await import("./cli/run-cli.ts");
    const { outputOf } = await import("./cli/output.ts");
    process.exitCode = await runCli(process.argv.slice(2), {
      process,
      main: import.meta.filename,
      output: (name) => outputOf(process, name),
      // Without this Node would take its heap down first, piece by piece.
      leave: (status) => process.exit(status),
    });
  }
}

void main();
