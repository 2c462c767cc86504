/** The checker process: probes of real servers, and the IPVS table. */
import type { Config } from "../config/model.ts";
import { type CheckDirectorInput, createCheckDirector } from "../director/check-director.ts";
import { createIpvs } from "../kernel/ipvs.ts";
import { monotonicNow } from "../libc/clock.ts";
import { createWait } from "../libc/wait.ts";
import { createProbes } from "../net/probes.ts";
import { performChecks } from "../runtime/check-perform.ts";
import { createLoop, type Loop } from "../runtime/loop.ts";
import { takeRealTime } from "./real-time.ts";
import { openWorkerChannel, type WorkerChannel } from "./worker-channel.ts";

interface Running {
  readonly loop: Loop<CheckDirectorInput>;
  readonly stop: () => void;
}

/** Runs until the supervisor says stop or goes away. */
export function runCheckerWorker(process: NodeJS.Process): void {
  let running: Running | undefined;
  const channel = openWorkerChannel(process, "checker", {
    configure(config) {
      if (running === undefined) running = begin(config, channel);
      else running.loop.push({ type: "configure", config });
    },
    stop() {
      if (running === undefined) channel.leave();
      running?.stop();
    },
  });
}

function begin(config: Config, channel: WorkerChannel): Running {
  const { checkerRtPriority } = config.global;
  if (checkerRtPriority !== undefined) takeRealTime(checkerRtPriority, "checker", channel.notice);
  const wait = createWait();
  const probes = createProbes(wait, (id, outcome) => {
    loop.push({ type: "probeDone", id, outcome });
  });
  const ipvs = createIpvs((news) => {
    loop.push(news);
  });
  const ports = { probes, ipvs, notice: channel.notice };
  const loop: Loop<CheckDirectorInput> = createLoop({
    director: createCheckDirector(config, Math.random),
    clock: { now: monotonicNow },
    perform: (outputs) => performChecks(ports, outputs),
  });
  let leaving = false;
  wait.start({
    idle: loop.idle,
    turn() {
      probes.expire();
      const deadline = loop.turn();
      if (leaving) {
        leaving = false;
        // The table is clean before this process is gone.
        void ipvs.close().then(channel.leave);
      }
      return deadline;
    },
  });
  return {
    loop,
    stop() {
      loop.push({ type: "stop" });
      leaving = true;
    },
  };
}
