/** What a command says, on standard output and error. */
import { fstatSync, writeSync } from "node:fs";

export interface Output {
  readonly write: (text: string) => void;
  readonly colour: boolean;
  /** Columns of the terminal; undefined: there is none. */
  readonly width?: number | undefined;
}

export interface Outputs {
  readonly out: Output;
  /** What is said of it: a conf on standard output stays one. */
  readonly err: Output;
}

/** For a pipe that somebody has set to be non-blocking, and that is full. */
const FULL_WAIT_MS = 2;

/**
 * Text is out when `write` returns, however slow its reader: the program may end at once. Nothing of
 * it is read by a reader that is gone, and that is no error: `daruma check | head` has its status.
 */
export function outputOf(process: NodeJS.Process, name: "stdout" | "stderr"): Output {
  const fd = name === "stdout" ? 1 : 2;
  // Node's own streams take a twentieth of a short run to make: only a terminal's is asked for.
  const terminal = fstatSync(fd).isCharacterDevice() && process[name].isTTY;
  return {
    write: writerTo(fd),
    colour: terminal && (process.env["NO_COLOR"] ?? "") === "",
    width: terminal ? process[name].columns : undefined,
  };
}

/** Writes all of a text to a descriptor. Throws where it cannot be written, as on a full disk. */
export function writerTo(fd: number): (text: string) => void {
  let isRead = true;
  return (text) => {
    const bytes = Buffer.from(text);
    for (let at = 0; isRead && at < bytes.length; ) {
      try {
        at += writeSync(fd, bytes, at);
      } catch (error) {
        if (!(error instanceof Error && "code" in error)) throw error;
        if (error.code === "EAGAIN") pause();
        else if (error.code === "EPIPE") isRead = false;
        else throw error;
      }
    }
  };
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FULL_WAIT_MS);
}
