/** How a test of this ring is declared: it runs, or says in its name why it cannot. */
import { describe, test } from "vitest";
import { missing, type Tool } from "./tools.ts";

/**
 * A group of tests that need real tools. Without them it is skipped, visibly, with what to install;
 * under CI that is a failure. Its tests run at the same time, each in namespaces of its own.
 */
export function ring(title: string, needs: readonly Tool[], body: () => void): void {
  const lacks = [...new Set(missing(["root", "ip", "dumpcap", "tshark", ...needs]))];
  if (lacks.length === 0) {
    describe.concurrent(title, { timeout: 60_000 }, body);
  } else if (process.env["CI"] === undefined) {
    test.skip(`${title} (${lacks.join("; ")})`, () => undefined);
  } else {
    test(title, () => {
      throw new Error(`cannot run: ${lacks.join("; ")}`);
    });
  }
}
