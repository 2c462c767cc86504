/** `daruma check`. */
import type { Command } from "commander";
import type { CheckOptions } from "../check.ts";
import { defaultConfFile } from "../conf-file.ts";
import type { AddCommand } from "./command.ts";
import {
  allConfigOption,
  configIdOption,
  confOption,
  ruleIdsOf,
  silenceOption,
  strictOption,
} from "./options.ts";

interface CheckFlags extends Omit<CheckOptions, "host"> {
  readonly useFile?: string;
  readonly here?: boolean;
}

export const addCheck: AddCommand = (program, around) => {
  program
    .command("check")
    .description(
      "read a conf file and say what is wrong with it; exit status 1 if there is an error, with --strict if there is a warning too",
    )
    .addOption(confOption())
    .addOption(configIdOption())
    .addOption(allConfigOption())
    .option("--peer <conf>", "conf file of the other balancer: say what does not fit together")
    .option("--peer-id <id>", "its id for conditional lines, where it is not the same")
    .option(
      "--here",
      "the conf is for this machine: look at its interfaces and scripts too (default without -f)",
    )
    .option("--json", "one JSON object a line for each complaint")
    .addOption(strictOption())
    .addOption(silenceOption())
    .action(async ({ useFile, here, silence, ...options }: CheckFlags, command: Command) => {
      const { checkConf } = await import("../check.ts");
      const ofHere = useFile === undefined || here === true;
      const all = {
        ...options,
        host: ofHere ? (await import("../conf-host.ts")).confHost : undefined,
        silence: await ruleIdsOf(silence, command),
      };
      around.leave(checkConf(useFile ?? defaultConfFile(), around.output("stdout"), all));
    });
};
