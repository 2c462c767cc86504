/** What a measure brings back: samples of both programs, to be set side by side. */
import { PROGRAMS, type Program } from "./daemon.ts";

export interface Measure {
  readonly name: string;
  readonly unit: string;
  /** Where it was taken. */
  readonly where: "host" | "guest";
  readonly samples: Readonly<Record<Program, number[]>>;
  /** False: another sign or size says nothing of better or worse, so no ratio is given. */
  readonly comparable: boolean;
}

export function createMeasure(
  name: string,
  unit: string,
  { where = "host", comparable = true }: Partial<Pick<Measure, "where" | "comparable">> = {},
): Measure {
  return { name, unit, where, comparable, samples: { daruma: [], keepalived: [] } };
}

/** Calls for each program in turn, `rounds` times: what disturbs the machine disturbs both alike. */
export async function alternate(
  rounds: number,
  round: (program: Program) => Promise<void>,
): Promise<void> {
  for (let i = 0; i < rounds; i++) for (const program of PROGRAMS) await round(program);
}
