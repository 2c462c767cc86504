/** The conf file: where it is by default, and what is in it. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { fail, ok, type Result } from "../base/result.ts";

const PLACES = ["/etc/daruma/daruma.conf", "/etc/keepalived/keepalived.conf"] as const;

/** daruma's own place, else keepalived's, so that a move needs no copying. */
export const defaultConfFile = (): string => PLACES.find((path) => existsSync(path)) ?? PLACES[0];

/** The text, or why it cannot be read. */
export function readConfFile(path: string): Result<string, string> {
  try {
    if (statSync(path).isDirectory()) return fail(`${path} is a folder, expected a conf file`);
    return ok(readFileSync(path, "utf8"));
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}
