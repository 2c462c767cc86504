/** Keeps the workers that the conf needs, and takes them down together. */
import { type Millis, millis } from "../base/time.ts";
import type { Config } from "../config/model.ts";
import type { WorkerName } from "./messages.ts";
import { ASK_MS, createWorker, type Worker, type WorkerOptions } from "./worker.ts";

export interface SupervisorOptions extends WorkerOptions {
  /** Which workers a conf needs. */
  readonly needs: (config: Config) => ReadonlySet<WorkerName>;
}

export interface Supervisor {
  /** Resolves when every worker has taken the conf over. Used for the first conf and for later ones. */
  configure(config: Config): Promise<void>;
  /** True while no worker is silent; one that died is restarted, and is no reason to end the others. */
  healthy(): boolean;
  /** Resolves when all have ended; those that do not within `limit` milliseconds are killed. */
  stop(limit: Millis): Promise<void>;
}

/** For a worker that a reload has made superfluous. */
const DISMISS_LIMIT = millis(5000);

/** No worker runs before the first `configure`. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const workers = new Map<WorkerName, Worker>();
  const asking = setInterval(() => {
    for (const worker of workers.values()) worker.ask();
  }, ASK_MS);
  return {
    async configure(config) {
      const needed = options.needs(config);
      const leaving = [...workers].filter(([name]) => !needed.has(name));
      for (const [name] of leaving) workers.delete(name);
      await Promise.all(leaving.map(([, worker]) => worker.dismiss(DISMISS_LIMIT)));
      for (const name of needed)
        if (!workers.has(name)) workers.set(name, createWorker(name, options));
      await Promise.all([...workers.values()].map((worker) => worker.configure(config)));
    },
    healthy: () => [...workers.values()].every((worker) => worker.healthy()),
    async stop(limit) {
      clearInterval(asking);
      await Promise.all([...workers.values()].map((worker) => worker.dismiss(limit)));
    },
  };
}
