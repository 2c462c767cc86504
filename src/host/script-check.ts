/** Scripts that cannot run, found when the conf is read and not at three in the morning. */
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { NotifyScripts } from "../ports/scripts.ts";

export interface ScriptProblem {
  readonly script: string;
  readonly detail: string;
}

/** One entry for each script that is missing, no file, or not executable. */
export function checkScripts(all: readonly NotifyScripts[]): readonly ScriptProblem[] {
  const paths = new Set(
    all.flatMap(({ master, backup, fault, stop, any }) =>
      [master, backup, fault, stop, any].flatMap((script) => script?.command[0] ?? []),
    ),
  );
  return [...paths].flatMap((script) => {
    const detail = scriptProblem(script);
    return detail === undefined ? [] : [{ script, detail }];
  });
}

/** Why a script cannot run; undefined: it can. */
export function scriptProblem(path: string): string | undefined {
  if (path.includes("/")) return fileProblem(path);
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const found = folders.some((folder) => fileProblem(join(folder, path)) === undefined);
  return found ? undefined : "it is not on the search path: it will not run";
}

function fileProblem(path: string): string | undefined {
  try {
    if (!statSync(path).isFile()) return "it is no file: it will not run";
    accessSync(path, constants.X_OK);
    return undefined;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    return code === "EACCES"
      ? "it is not executable: it will not run"
      : "it does not exist: it will not run";
  }
}
