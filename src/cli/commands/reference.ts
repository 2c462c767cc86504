/** `daruma reference`. */
import { Option } from "commander";
import type { ReferenceOptions } from "../reference.ts";
import { type AddCommand, bothOf } from "./command.ts";

export const addReference: AddCommand = (program, around) => {
  program
    .command("reference")
    .description("look up the conf's blocks and keywords: ranges, defaults, meanings")
    .argument("[block]", "a block, or a keyword wherever it is known")
    .argument("[keyword]", "one keyword of the block")
    .option("--json", "one JSON object a line for each keyword")
    .addOption(new Option("--markdown", "all of it, as docs/conf.md").hideHelp())
    .action(
      async (
        block: string | undefined,
        keyword: string | undefined,
        options: ReferenceOptions,
      ): Promise<void> => {
        const { showReference } = await import("../reference.ts");
        const words = [block, keyword].filter((word) => word !== undefined);
        around.leave(showReference(words, bothOf(around), options));
      },
    );
};
