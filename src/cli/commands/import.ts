/** `daruma import`. */
import { Option } from "commander";
import type { ImportOptions } from "../import.ts";
import { type AddCommand, bothOf } from "./command.ts";

interface ImportFlags {
  readonly from?: "ipvsadm" | "ldirectord" | "table";
  readonly output?: string;
  readonly force?: boolean;
}

export const addImport: AddCommand = (program, around) => {
  program
    .command("import")
    .description(
      "print a starting conf from rules of ipvsadm, from a file of ldirectord,\nor from the running IPVS table (as root)",
    )
    .argument("[file]", "what to import; - is standard input; none: the running table")
    .addOption(
      new Option("--from <kind>", "what it is (default: told by its text)").choices([
        "ipvsadm",
        "ldirectord",
        "table",
      ]),
    )
    .option("-o, --output <conf>", "write to this file, which must not be there yet")
    .option("--force", "write over it if it is")
    .action(async (file: string | undefined, flags: ImportFlags) => {
      const { importTo } = await import("../import.ts");
      const options: ImportOptions = {
        file,
        from: flags.from,
        output: flags.output,
        force: flags.force === true,
      };
      around.leave(importTo(options, bothOf(around)));
    });
};
