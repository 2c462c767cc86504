/** Everything that crosses a LAN, with the kernel's own time stamps. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { run } from "./command.ts";
import { BRIDGE, type Lan } from "./lan.ts";
import { program } from "./tools.ts";
import { sleep, until } from "./wait.ts";

const START_LIMIT_MS = 10_000;
/** dumpcap takes what the kernel holds within this time. */
const FLUSH_MS = 300;

export interface Capture {
  readonly file: string;
  /** Ends the capture; the file is then complete. */
  stop(): Promise<void>;
}

/** Captures on the bridge of `lan` from the moment this resolves. */
export async function startCapture(lan: Lan, name = "lan"): Promise<Capture> {
  const file = join(lan.folder, `${name}.pcapng`);
  const dumpcap = [program("dumpcap"), "-q", "-i", BRIDGE, "-w", file];
  const args = ["netns", "exec", lan.bridgeNamespace, ...dumpcap];
  const child = spawn(program("ip"), args, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (bytes: Buffer) => (said += bytes.toString()));
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  // dumpcap names its file once it listens.
  await until(
    "dumpcap captures",
    START_LIMIT_MS,
    () => said.includes("File:"),
    () => said,
  );
  return {
    file,
    async stop() {
      await sleep(FLUSH_MS);
      child.kill("SIGINT");
      await ended;
    },
  };
}

/** tshark 4.2 writes booleans as words, earlier ones as digits. */
const BOOLEANS: Readonly<Record<string, string>> = { True: "1", False: "0" };

/** The fields of each packet of a capture that `filter` lets through; absent fields are "". */
export async function readFields<Name extends string>(
  file: string,
  filter: string,
  fields: readonly Name[],
): Promise<readonly Readonly<Record<Name, string>>[]> {
  const checks = ["ip.check_checksum:TRUE", "udp.check_checksum:TRUE"].flatMap((o) => ["-o", o]);
  const format = ["-T", "fields", "-E", "separator=/t", "-E", "occurrence=a"];
  const names = fields.flatMap((field) => ["-e", field]);
  const text = await run(program("tshark"), [
    "-n",
    "-r",
    file,
    ...checks,
    "-Y",
    filter,
    ...format,
    ...names,
  ]);
  const rows = text.split("\n").filter((line) => line !== "");
  return rows.map((line) => {
    const values = line.split("\t");
    const row = fields.map(
      (field, i) => [field, BOOLEANS[values[i] ?? ""] ?? values[i] ?? ""] as const,
    );
    return Object.fromEntries(row) as Record<Name, string>;
  });
}
