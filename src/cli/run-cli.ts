/** The command line: daruma's own commands, and keepalived's flags without a command. */
import { Command, CommanderError } from "commander";
import { addCheck } from "./commands/check.ts";
import type { AddCommand, Status, Surroundings } from "./commands/command.ts";
import { addFmt } from "./commands/fmt.ts";
import { addImport } from "./commands/import.ts";
import { keepalivedFlags } from "./commands/keepalived.ts";
import { addReference } from "./commands/reference.ts";
import { addRun } from "./commands/run.ts";
import { addShowConfig } from "./commands/show-config.ts";
import { VERSION } from "./version.ts";

/** By name, in the order of the help. */
const COMMANDS: ReadonlyMap<string, AddCommand> = new Map([
  ["run", addRun],
  ["check", addCheck],
  ["fmt", addFmt],
  ["import", addImport],
  ["reference", addReference],
  ["show-config", addShowConfig],
]);

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
