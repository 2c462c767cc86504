/** `daruma fmt`. */
import { Option } from "commander";
import { defaultConfFile } from "../conf-file.ts";
import type { FmtMode } from "../fmt.ts";
import { type AddCommand, bothOf } from "./command.ts";
import { confOption } from "./options.ts";

interface FmtFlags {
  readonly useFile?: string;
  readonly check?: boolean;
  readonly write?: boolean;
}

export const addFmt: AddCommand = (program, around) => {
  program
    .command("fmt")
    .description(
      "print conf files in canonical layout; what they say, and comments, stay as they are",
    )
    .argument("[files...]", "conf files; - is standard input")
    .addOption(confOption("conf file"))
    .option("-w, --write", "change the files instead, and name those that changed")
    .addOption(
      new Option(
        "--check",
        "only name files that would change, and show how; exit status 1 if any would",
      ).conflicts("write"),
    )
    .action(async (given: readonly string[], flags: FmtFlags) => {
      const { fmtConfs } = await import("../fmt.ts");
      const named = flags.useFile === undefined ? given : [flags.useFile, ...given];
      const mode: FmtMode =
        flags.check === true ? "check" : flags.write === true ? "write" : "print";
      const files = named.length === 0 ? [defaultConfFile()] : named;
      around.leave(fmtConfs(files, mode, bothOf(around)));
    });
};
