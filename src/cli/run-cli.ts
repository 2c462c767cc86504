/** The command line: daruma's own commands, and keepalived's flags without a command. */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import type { LogLevel } from "../config/model.ts";
import type { WorkerName } from "../runtime/messages.ts";
import type { CheckOptions, Output } from "./check.ts";
import { defaultConfFile } from "./conf-file.ts";
import type { DaemonOptions } from "./daemon.ts";
import type { FmtMode } from "./fmt.ts";
import type { ImportOptions } from "./import.ts";
import type { LogFormat } from "./log-destination.ts";
import type { ReferenceOptions } from "./reference.ts";
import { VERSION } from "./version.ts";

export interface Surroundings {
  readonly process: NodeJS.Process;
  /** This program's file. */
  readonly main: string;
  readonly output: (name: "stdout" | "stderr") => Output;
  /** Ends the program with the status of a command that has said all it had to, and has nothing under way. */
  readonly leave: (status: number) => void;
}

const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal"] as const;
const DEFAULT_PID_FILE = "/run/daruma/daruma.pid";
const OWN_FLAGS = new Set(["help", "-h", "--help", "-v", "--version"]);

/** Resolves with the exit status, where the command has not left with it. */
export async function runCli(args: readonly string[], around: Surroundings): Promise<number> {
  const status = { code: 0 };
  const [first] = args;
  const own = first === undefined || COMMANDS.has(first) || OWN_FLAGS.has(first);
  const program = own ? daruma(first, around, status) : keepalivedFlags(around, args, status);
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version are no errors, though they come this way.
    return error.exitCode === 0 ? 0 : 1;
  }
  return status.code;
}

// What one command needs is not loaded for another: most of a short run is the loading.

async function startDaemon(options: DaemonOptions): Promise<number> {
  const { runDaemon } = await import("./daemon.ts");
  return runDaemon(options);
}

async function startInBackground(main: string, args: readonly string[]): Promise<number> {
  const { runInBackground } = await import("./background.ts");
  return runInBackground(main, args);
}

interface Status {
  code: number;
}

/** For commands that tell what they print from what they have to say about it. */
const bothOf = ({ output }: Surroundings): { readonly out: Output; readonly err: Output } => ({
  out: output("stdout"),
  err: output("stderr"),
});

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

/** With the command that was asked for; all of them where they are listed. */
function daruma(first: string | undefined, around: Surroundings, status: Status): Command {
  const program = new Command("daruma")
    .description(
      "Failover and health checks for Linux Virtual Server: shares virtual IPs by VRRP,\nprobes real servers, and keeps IPVS forwarding to the healthy ones.\nReads keepalived's conf, and takes keepalived's flags.",
    )
    .version(VERSION, "-v, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .showHelpAfterError("(daruma --help shows what there is)")
    .exitOverride()
    .addHelpText("after", HELP);
  const asked = COMMANDS.get(first ?? "");
  for (const add of asked === undefined ? COMMANDS.values() : [asked]) add(program, around, status);
  for (const command of program.commands) command.exitOverride();
  return program;
}

function addRun(program: Command, around: Surroundings, status: Status): void {
  program
    .command("run")
    .description("run the daemon in the foreground")
    .addOption(confOption())
    .addOption(configIdOption())
    .addOption(allConfigOption())
    .addOption(new Option("-p, --pid <file>", "pid file").default(DEFAULT_PID_FILE))
    .addOption(new Option("--log-level <level>", "lowest level to log").choices(LEVELS))
    .addOption(
      new Option("--log-format <format>", "default: pretty in a terminal, else json").choices([
        "json",
        "pretty",
        "syslog",
      ]),
    )
    .addOption(strictOption())
    .addOption(silenceOption())
    .action(async (flags: RunFlags, command: Command) => {
      status.code = await startDaemon({
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
        silence: await ruleIdsOf(flags.silence, command),
        ready: () => undefined,
      });
    });
}

function addReference(program: Command, around: Surroundings): void {
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
        const { showReference } = await import("./reference.ts");
        const words = [block, keyword].filter((word) => word !== undefined);
        around.leave(showReference(words, bothOf(around), options));
      },
    );
}

interface ShowFlags {
  readonly useFile?: string;
  readonly configId?: string;
  readonly allConfig?: boolean;
  readonly json?: boolean;
}

function addShowConfig(program: Command, around: Surroundings): void {
  program
    .command("show-config")
    .description("print the conf that holds, with every default; it is a conf again")
    .addOption(confOption())
    .option("--json", "nested like the blocks, with numbers and booleans")
    .addOption(configIdOption())
    .addOption(allConfigOption())
    .action(async ({ useFile, ...options }: ShowFlags) => {
      const { showConfig } = await import("./show-config.ts");
      around.leave(showConfig(useFile ?? defaultConfFile(), bothOf(around), options));
    });
}

interface FmtFlags {
  readonly useFile?: string;
  readonly check?: boolean;
  readonly write?: boolean;
}

function addFmt(program: Command, around: Surroundings): void {
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
      const { fmtConfs } = await import("./fmt.ts");
      const named = flags.useFile === undefined ? given : [flags.useFile, ...given];
      const mode: FmtMode =
        flags.check === true ? "check" : flags.write === true ? "write" : "print";
      const files = named.length === 0 ? [defaultConfFile()] : named;
      around.leave(fmtConfs(files, mode, bothOf(around)));
    });
}

interface CheckFlags extends Omit<CheckOptions, "host"> {
  readonly useFile?: string;
  readonly here?: boolean;
}

function addCheck(program: Command, around: Surroundings): void {
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
      const { checkConf } = await import("./check.ts");
      const ofHere = useFile === undefined || here === true;
      const all = {
        ...options,
        host: ofHere ? (await import("./conf-host.ts")).confHost : undefined,
        silence: await ruleIdsOf(silence, command),
      };
      around.leave(checkConf(useFile ?? defaultConfFile(), around.output("stdout"), all));
    });
}

const strictOption = (): Option => new Option("--strict", "refuse warnings as well as errors");

const silenceOption = (): Option =>
  new Option("--silence <rule,...>", "rules to be silent about, by the names in [ ]").argParser(
    (text, before: readonly string[] | undefined) => [...(before ?? []), text],
  );

/** The rules that `--silence` names; the command ends with an error where there is no such rule. */
async function ruleIdsOf(
  texts: readonly string[] | undefined,
  command: Command,
): Promise<readonly string[]> {
  if (texts === undefined) return [];
  const { ruleIds } = await import("./rule-ids.ts");
  const ids = ruleIds(texts);
  return ids.ok ? ids.value : command.error(`error: option '--silence <rule,...>': ${ids.fault}`);
}

interface ImportFlags {
  readonly from?: "ipvsadm" | "ldirectord" | "table";
  readonly output?: string;
  readonly force?: boolean;
}

function addImport(program: Command, around: Surroundings): void {
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
      const { importTo } = await import("./import.ts");
      const options: ImportOptions = {
        file,
        from: flags.from,
        output: flags.output,
        force: flags.force === true,
      };
      const { out, err } = bothOf(around);
      around.leave(importTo(options, out, err));
    });
}

/** By name, in the order of the help. */
const COMMANDS: ReadonlyMap<
  string,
  (program: Command, around: Surroundings, status: Status) => void
> = new Map([
  ["run", addRun],
  ["check", addCheck],
  ["fmt", addFmt],
  ["import", addImport],
  ["reference", addReference],
  ["show-config", addShowConfig],
]);

const confOption = (what = "conf file, or a pattern of several"): Option =>
  new Option(
    "-f, --use-file <conf>",
    `${what} (default: /etc/daruma/daruma.conf, else keepalived's)`,
  );

const configIdOption = (): Option =>
  new Option(
    "-i, --config-id <id>",
    "id for the conf's conditional lines (default: the host's name up to its first dot)",
  );

const allConfigOption = (): Option =>
  new Option("-e, --all-config", "do not use a conf of which a file is missing or cannot be read");

const HELP = `
Examples:
  daruma check -f lb1.conf      what is wrong with it, if anything
  daruma check -f lb1.conf --peer lb2.conf
                                and what does not fit the other balancer's
  daruma fmt -w lb1.conf        gives it the layout of the examples
  daruma import ldirectord.cf   a conf to start from, for who comes from elsewhere
  daruma run -f lb1.conf        in the foreground, logging to this terminal
  daruma -f lb1.conf -n -l      the same, in keepalived's words

keepalived's flags, without a command, mean what they mean there: -f -t -n -l -D -d
-p -r -c -P -C -S -i -e, and their long forms. Without -n the daemon goes to the
background.`;

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

/** keepalived(8). */
function keepalivedFlags(around: Surroundings, args: readonly string[], status: Status): Command {
  return new Command("daruma")
    .exitOverride()
    .showHelpAfterError("(daruma --help shows what there is)")
    .addOption(confOption())
    .option("-t, --config-test [file]", "check the conf and end")
    .option("-n, --dont-fork", "stay in the foreground")
    .option("-l, --log-console", "log to standard output")
    .option("-D, --log-detail", "log more (level debug)")
    .option("-d, --dump-conf", "print the conf as it is understood")
    .addOption(new Option("-p, --pid <file>", "pid file").default(DEFAULT_PID_FILE))
    .option("-r, --vrrp_pid <file>", "pid file of the VRRP process")
    .option("-c, --checkers_pid <file>", "pid file of the checker process")
    .option("-P, --vrrp", "run VRRP only")
    .option("-C, --check", "run the checkers only")
    .option("-S, --log-facility <facility>", "syslog facility", facility)
    .addOption(configIdOption())
    .addOption(allConfigOption())
    .addOption(new Option("--log-level <level>", "lowest level to log").choices(LEVELS))
    .addOption(new Option("--log-format <format>").choices(["json", "pretty", "syslog"]))
    .action(async (flags: KeepalivedFlags) => {
      const conf = flags.useFile ?? defaultConfFile();
      if (flags.configTest !== undefined) await testConf(conf, flags, around);
      else if (flags.dontFork !== true) status.code = await startInBackground(around.main, args);
      else status.code = await runAsKeepalived(conf, flags, around);
    });
}

async function testConf(conf: string, flags: KeepalivedFlags, around: Surroundings): Promise<void> {
  const { configTestStatus } = await import("./check.ts");
  const { scriptExists } = await import("../host/script-check.ts");
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
  const { tellParent } = await import("./background.ts");
  return startDaemon({
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
