/** A folder of its own for each test file. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

export interface Folder {
  readonly path: string;
  /** Writes a file, and answers its path. */
  readonly write: (name: string, text: string, mode?: number) => string;
  readonly at: (name: string) => string;
}

/** Gone when the tests of the file have ended. */
export function temporaryFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), "daruma-unit-"));
  afterAll(() => {
    rmSync(path, { recursive: true });
  });
  const at = (name: string): string => join(path, name);
  return {
    path,
    at,
    write(name, text, mode = 0o644) {
      writeFileSync(at(name), text, { mode });
      return at(name);
    },
  };
}
