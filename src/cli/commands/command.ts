/** What a command is given, however it is called. */
import type { Command } from "commander";
import type { Output, Outputs } from "../output.ts";

export interface Surroundings {
  readonly process: NodeJS.Process;
  /** This program's file. */
  readonly main: string;
  readonly output: (name: "stdout" | "stderr") => Output;
  /** Ends the program with the status of a command that has said all it had to, and has nothing under way. */
  readonly leave: (status: number) => void;
}

/** The exit status of a command that comes back. */
export interface Status {
  code: number;
}

/**
 * Declares a command of daruma's. What only this one needs it imports where it runs: most of a
 * short run is the loading.
 */
export type AddCommand = (program: Command, around: Surroundings, status: Status) => void;

/** For commands that tell what they print from what they have to say about it. */
export const bothOf = ({ output }: Surroundings): Outputs => ({
  out: output("stdout"),
  err: output("stderr"),
});
