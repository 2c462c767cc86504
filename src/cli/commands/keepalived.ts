/** keepalived's flags, without a command. */
import { Command, InvalidArgumentError } from "commander";
import type { LogLevel } from "../../config/model.ts";
import type { WorkerName } from "../../runtime/messages.ts";
import { defaultConfFile } from "../conf-file.ts";
import type { LogFormat } from "../log-destination.ts";
import type { Status, Surroundings } from "./command.ts";
import {
  allConfigOption,
  configIdOption,
  confOption,
  logFormatOption,
  logLevelOption,
  pidFileOption,
} from "./options.ts";

interface KeepalivedFlags {
  readonly useFile?: string;
  readonly configTest?: boolean | string;
  readonly dontFork?: boolean;
  readonly logConsole?: boolean;
  readonly logDetail?: boolean;
  readonly dumpConf?: boolean;
  readonly pid: string;
  readonly vrrp_pid?: string;
  readonly checkers_pid?: string;
  readonly vrrp?: boolean;
  readonly check?: boolean;
  readonly logFacility?: string;
  readonly configId?: string;
  readonly allConfig?: boolean;
  readonly logLevel?: LogLevel;
  readonly logFormat?: LogFormat;
}

/** keepalived(8): `args`, all of them, are what it is called with. */
export function keepalivedFlags(
  around: Surroundings,
  args: readonly string[],
  status: Status,
): Command {
  return new Command("daruma")
    .exitOverride()
    .showHelpAfterError("(daruma --help shows what there is)")
    .addOption(confOption())
    .option("-t, --config-test [file]", "check the conf and end")
    .option("-n, --dont-fork", "stay in the foreground")
    .option("-l, --log-console", "log to standard output")
    .option("-D, --log-detail", "log more (level debug)")
    .option("-d, --dump-conf", "print the conf as it is understood")
    .addOption(pidFileOption())
    .option("-r, --vrrp_pid <file>", "pid file of the VRRP process")
    .option("-c, --checkers_pid <file>", "pid file of the checker process")
    .option("-P, --vrrp", "run VRRP only")
    .option("-C, --check", "run the checkers only")
    .option("-S, --log-facility <facility>", "syslog facility", facility)
    .addOption(configIdOption())
    .addOption(allConfigOption())
    .addOption(logLevelOption())
    .addOption(logFormatOption())
    .action(async (flags: KeepalivedFlags) => {
      const conf = flags.useFile ?? defaultConfFile();
      if (flags.configTest !== undefined) await testConf(conf, flags, around);
      else if (flags.dontFork !== true) status.code = await startInBackground(around.main, args);
      else status.code = await runAsKeepalived(conf, flags, around);
    });
}

async function startInBackground(main: string, args: readonly string[]): Promise<number> {
  const { runInBackground } = await import("../background.ts");
  return runInBackground(main, args);
}

async function testConf(conf: string, flags: KeepalivedFlags, around: Surroundings): Promise<void> {
  const { configTestStatus } = await import("../check.ts");
  const { scriptExists } = await import("../../host/script-check.ts");
  around.leave(configTestStatus(conf, around.output("stdout"), { ...flags, scriptExists }));
}

function facility(text: string): string {
  if (/^([0-7]|local[0-7]|user|daemon)$/.test(text)) return text;
  throw new InvalidArgumentError("expected 0 to 7, local0 to local7, user or daemon");
}

async function runAsKeepalived(
  conf: string,
  flags: KeepalivedFlags,
  { main, process }: Surroundings,
): Promise<number> {
  const only = new Set<WorkerName>([
    ...(flags.vrrp === true ? (["vrrp"] as const) : []),
    ...(flags.check === true ? (["checker"] as const) : []),
  ]);
  const console = process.stdout.isTTY ? "pretty" : "json";
  const format = flags.logFormat ?? (flags.logConsole === true ? console : "syslog");
  const { tellParent } = await import("../background.ts");
  const { runDaemon } = await import("../daemon.ts");
  return runDaemon({
    conf,
    configId: flags.configId,
    allConfig: flags.allConfig,
    main,
    pidFile: flags.pid,
    workerPidFiles: {
      ...(flags.vrrp_pid !== undefined && { vrrp: flags.vrrp_pid }),
      ...(flags.checkers_pid !== undefined && { checker: flags.checkers_pid }),
    },
    only: only.size === 0 ? undefined : only,
    format,
    facility: flags.logFacility,
    level: flags.logLevel ?? (flags.logDetail === true ? "debug" : undefined),
    dumpConf: flags.dumpConf === true,
    strict: false,
    silence: [],
    ready: () => {
      tellParent(process, format !== "syslog");
    },
  });
}
