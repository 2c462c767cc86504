/** `daruma show-config`. */
import { defaultConfFile } from "../conf-file.ts";
import { type AddCommand, bothOf } from "./command.ts";
import { allConfigOption, configIdOption, confOption } from "./options.ts";

interface ShowFlags {
  readonly useFile?: string;
  readonly configId?: string;
  readonly allConfig?: boolean;
  readonly json?: boolean;
}

export const addShowConfig: AddCommand = (program, around) => {
  program
    .command("show-config")
    .description("print the conf that holds, with every default; it is a conf again")
    .addOption(confOption())
    .option("--json", "nested like the blocks, with numbers and booleans")
    .addOption(configIdOption())
    .addOption(allConfigOption())
    .action(async ({ useFile, ...options }: ShowFlags) => {
      const { showConfig } = await import("../show-config.ts");
      around.leave(showConfig(useFile ?? defaultConfFile(), bothOf(around), options));
    });
};
