/** The version that package.json states. */
import { readFileSync } from "node:fs";

/** Undefined fields would mean a broken installation: then it says so instead of failing. */
export function readVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const parsed: unknown = JSON.parse(text);
  return typeof parsed === "object" && parsed !== null && "version" in parsed
    ? String(parsed.version)
    : "unknown";
}
