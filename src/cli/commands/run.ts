/** `daruma run`. */
import type { Command } from "commander";
import type { LogLevel } from "../../config/model.ts";
import { defaultConfFile } from "../conf-file.ts";
import type { LogFormat } from "../log-destination.ts";
import type { AddCommand } from "./command.ts";
import {
  allConfigOption,
  configIdOption,
  confOption,
  logFormatOption,
  logLevelOption,
  pidFileOption,
  ruleIdsOf,
  silenceOption,
  strictOption,
} from "./options.ts";

interface RunFlags {
  readonly useFile?: string;
  readonly configId?: string;
  readonly allConfig?: boolean;
  readonly pid: string;
  readonly logLevel?: LogLevel;
  readonly logFormat?: LogFormat;
  readonly strict?: boolean;
  readonly silence?: readonly string[];
}

export const addRun: AddCommand = (program, around, status) => {
  program
    .command("run")
    .description("run the daemon in the foreground")
    .addOption(confOption())
    .addOption(configIdOption())
    .addOption(allConfigOption())
    .addOption(pidFileOption())
    .addOption(logLevelOption())
    .addOption(logFormatOption("default: pretty in a terminal, else json"))
    .addOption(strictOption())
    .addOption(silenceOption())
    .action(async (flags: RunFlags, command: Command) => {
      const silence = await ruleIdsOf(flags.silence, command);
      const { runDaemon } = await import("../daemon.ts");
      status.code = await runDaemon({
        conf: flags.useFile ?? defaultConfFile(),
        configId: flags.configId,
        allConfig: flags.allConfig,
        main: around.main,
        pidFile: flags.pid,
        workerPidFiles: {},
        only: undefined,
        format: flags.logFormat ?? (around.process.stdout.isTTY ? "pretty" : "json"),
        facility: undefined,
        level: flags.logLevel,
        dumpConf: false,
        strict: flags.strict === true,
        silence,
        ready: () => undefined,
      });
    });
};
