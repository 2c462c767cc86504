/** The version that package.json states. */
import { existsSync, readFileSync } from "node:fs";

/** Undefined fields would mean a broken installation: then it says so instead of failing. */
export function readVersion(): string {
  const text = readFileSync(packageFile(), "utf8");
  const parsed: unknown = JSON.parse(text);
  return typeof parsed === "object" && parsed !== null && "version" in parsed
    ? String(parsed.version)
    : "unknown";
}

/** The nearest one above this file: bundled and as a source it stands at different depths. */
function packageFile(): URL {
  let file = new URL("package.json", import.meta.url);
  while (!existsSync(file) && file.pathname !== "/package.json")
    file = new URL("../package.json", file);
  return file;
}
