/** Sees every frame on a LAN, with the kernel's time stamps, while it happens: dumpcap on the bridge. */
import { spawn } from "node:child_process";
import { until, wallNow } from "./clock.ts";
import { withTools } from "./command.ts";
import { type Frame, readFrame } from "./frame.ts";
import { BRIDGE, type Lan } from "./lan.ts";
import { createPcapReader } from "./pcap.ts";

export interface Observer {
  /** All that has been seen, in order. */
  readonly frames: readonly Frame[];
  /** The first frame later than `since` that fits; waits for it. */
  first<F extends Frame>(
    what: string,
    since: number,
    fits: (frame: Frame) => frame is F,
  ): Promise<F>;
  close(): Promise<void>;
}

const START_LIMIT_MS = 10_000;
const FRAME_LIMIT_MS = 15_000;

/** Resolves when nothing can be missed any more. */
export async function observe(lan: Lan): Promise<Observer> {
  const frames: Frame[] = [];
  const filter = "ip proto 112 or arp";
  const dumpcap = ["dumpcap", "-q", "-i", BRIDGE, "-P", "-w", "-", "-f", filter];
  const child = spawn("ip", ["netns", "exec", lan.namespace, ...dumpcap], {
    stdio: ["ignore", "pipe", "pipe"],
    env: withTools(),
  });
  let said = "";
  child.stderr.on("data", (bytes: Buffer) => {
    said += bytes.toString();
  });
  const read = createPcapReader((packet) => {
    const frame = readFrame(packet);
    if (frame !== undefined) frames.push(frame);
  });
  child.stdout.on("data", read);
  await until("dumpcap captures", START_LIMIT_MS, () => {
    if (child.exitCode !== null) throw new Error(`dumpcap: ${said.trim()}`);
    return said.includes("File:");
  });
  return {
    frames,
    async first(what, since, fits) {
      const find = (): ReturnType<typeof frames.find> =>
        frames.find((frame) => frame.at > since && fits(frame));
      await until(
        `${what} (after ${(wallNow() - since).toFixed()} ms)`,
        FRAME_LIMIT_MS,
        () => find() !== undefined,
      );
      const found = find();
      if (found === undefined || !fits(found)) throw new Error("unreachable");
      return found;
    },
    async close() {
      child.kill("SIGINT");
      await until(
        "dumpcap ends",
        START_LIMIT_MS,
        () => child.exitCode !== null || child.signalCode !== null,
      );
    },
  };
}
