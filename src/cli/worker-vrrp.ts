/** The VRRP process: adverts, virtual addresses and their announcements, and nothing else on its loop. */
import type { Config } from "../config/model.ts";
import { createVrrpDirector, vrrpConfigOf } from "../director/vrrp-director.ts";
import type { VrrpInput } from "../director/vrrp-types.ts";
import { createInterfaces } from "../kernel/interfaces.ts";
import { monotonicNow } from "../libc/clock.ts";
import { createWait } from "../libc/wait.ts";
import { createAdvertSockets } from "../net/advert-sockets.ts";
import { blindAdverts, blindFrames } from "../net/blind.ts";
import { createFrames } from "../net/frames.ts";
import { createLoop, type Loop } from "../runtime/loop.ts";
import { rehearse } from "../runtime/rehearse.ts";
import { createSendFailures } from "../runtime/send-failures.ts";
import { performVrrp, type VrrpPorts } from "../runtime/vrrp-perform.ts";
import { takeRealTime, VRRP_PRIORITY } from "./real-time.ts";
import { openWorkerChannel, type WorkerChannel } from "./worker-channel.ts";

/** Instances that are rehearsed before the first is started. */
const SAMPLE = 2;

/** Runs until the supervisor says stop or goes away. */
export function runVrrpWorker(process: NodeJS.Process): void {
  const clock = { now: monotonicNow };
  const wait = createWait();
  let loop: Loop<VrrpInput> | undefined;
  let stopping = false;

  const channel = openWorkerChannel(process, "vrrp", {
    configure(config) {
      if (loop === undefined) loop = begin(config);
      else loop.push({ type: "reconfigure", config: vrrpConfigOf(config) });
    },
    stop() {
      if (loop === undefined) channel.leave();
      loop?.push({ type: "stop" });
      stopping = true;
    },
  });

  const begin = (config: Config): Loop<VrrpInput> => {
    takeRealTime(config.global.vrrpRtPriority ?? VRRP_PRIORITY, "vrrp", channel.notice);
    const created = createVrrpLoop(config, { clock, wait, channel });
    wait.start({
      idle: created.idle,
      turn() {
        const deadline = created.turn();
        if (stopping) {
          stopping = false;
          wait.stop();
          channel.leave();
        }
        return deadline;
      },
    });
    return created;
  };
}

interface World {
  readonly clock: { now: typeof monotonicNow };
  readonly wait: ReturnType<typeof createWait>;
  readonly channel: WorkerChannel;
}

function createVrrpLoop(config: Config, { clock, wait, channel }: World): Loop<VrrpInput> {
  const early: VrrpInput[] = [];
  const push = (input: VrrpInput): void => {
    if (created === undefined) early.push(input);
    else created.push(input);
  };
  let created: Loop<VrrpInput> | undefined;
  const interfaces = createInterfaces(wait, push);
  const ports = {
    adverts: createAdvertSockets(wait, push),
    interfaces,
    frames: createFrames(),
    failures: createSendFailures(clock, channel.notice),
    notice: channel.notice,
  };
  rehearse(
    () => createVrrpDirector(sampleOf(config)),
    blind(interfaces.rehearse),
    early,
    clock.now(),
  );
  created = createLoop({
    director: createVrrpDirector(config),
    clock,
    perform: (outputs) => performVrrp(ports, outputs),
    stalled: (lasted) => {
      channel.notice({ type: "process.stalled", process: "vrrp", lastedMs: lasted });
      return [{ type: "stalled", lasted }];
    },
  });
  for (const input of early) created.push(input);
  return created;
}

const blind = (apply: VrrpPorts["interfaces"]["apply"]): VrrpPorts => ({
  adverts: blindAdverts,
  interfaces: { apply },
  frames: blindFrames,
  failures: { note: () => undefined },
  notice: () => undefined,
});

/** Enough of a conf to go through everything once. */
const sampleOf = (config: Config): Config => ({
  ...config,
  instances: config.instances.slice(0, SAMPLE),
  syncGroups: [],
});
