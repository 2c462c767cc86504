/** Runs a drill as a program: sets its stage, and clears it away whatever happens. */
import { type Stage, setStage } from "./stage.ts";
import { tellOnOutput } from "./told.ts";

/** Sets the exit status: 0 all as it should be, 1 not, 130 interrupted. */
export async function perform(
  kind: "nat" | "direct",
  drill: (stage: Stage) => Promise<void>,
): Promise<void> {
  const told = tellOnOutput();
  const failures = new Set<string>();
  const stage = await setStage((each) => {
    if (each.type === "check" && !each.ok) failures.add(each.name);
    told(each);
  }, kind);
  const interrupted = new Promise<"interrupted">((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.once(signal, () => {
        resolve("interrupted");
      });
  });
  try {
    const how = await Promise.race([drill(stage), interrupted]);
    if (how === "interrupted") process.exitCode = 130;
    else if (failures.size > 0) process.exitCode = 1;
  } catch (error) {
    told({ type: "check", name: "the drill runs to its end", ok: false, detail: String(error) });
    process.exitCode = 1;
  } finally {
    if (process.exitCode === 1) tellLogs(stage);
    await stage.close();
  }
  process.exit();
}

const LAST = 40;

/** What the daemons logged last, for whoever has to find out. */
function tellLogs({ lb1, lb2 }: Stage): void {
  for (const { host, lines, noise } of [lb1, lb2]) {
    const last = lines.slice(-LAST).map(({ time, event, msg }) => `${time} ${event} ${msg}`);
    process.stderr.write([`--- ${host.name}`, ...last, ...noise, ""].join("\n"));
  }
}
