/**
 * notify scripts, keepalived.conf(5) "NOTIFY": run for every change of an instance or a sync group,
 * in order and one at a time for each of them.
 */
import type { StampedNotice } from "../director/notice.ts";
import type { NotifyScripts, VrrpState } from "../director/vrrp-types.ts";
import type { Scripts } from "../ports/scripts.ts";

export interface NotifySubjects {
  readonly instances: ReadonlyMap<string, NotifyScripts>;
  readonly groups: ReadonlyMap<string, NotifyScripts>;
}

export interface NotifyRunner {
  /** Which scripts there are, from now on. */
  configure(subjects: NotifySubjects): void;
  write(stamped: StampedNotice): void;
  /** Resolves when all that was started has ended. */
  settled(): Promise<void>;
}

interface Change {
  readonly kind: "INSTANCE" | "GROUP";
  readonly name: string;
  readonly to: VrrpState;
  /** 0 for groups. */
  readonly priority: number;
}

/** `failed` is told of each script that did not end well. */
export function createNotifyRunner(
  scripts: Scripts,
  failed: (script: string, detail: string) => void,
): NotifyRunner {
  let subjects: NotifySubjects = { instances: new Map(), groups: new Map() };
  const queues = new Map<string, Promise<void>>();

  const run = async (change: Change, notify: NotifyScripts): Promise<void> => {
    const { kind, name, to, priority } = change;
    // A stop is the transition to INIT.
    const state = to === "INIT" ? "STOP" : to;
    const specific = {
      MASTER: notify.master,
      BACKUP: notify.backup,
      FAULT: notify.fault,
      STOP: notify.stop,
    }[state];
    const jobs = [
      { script: specific, args: [] },
      { script: notify.any, args: [kind, name, state, String(priority)] },
    ];
    for (const { script, args } of jobs) {
      if (script === undefined) continue;
      const problem = await scripts.run(script, args);
      if (problem !== undefined) failed(script.command.join(" "), problem);
    }
  };

  return {
    configure(next) {
      subjects = next;
    },
    write({ notice }) {
      const change = changeOf(notice);
      if (change === undefined) return;
      const all = change.kind === "INSTANCE" ? subjects.instances : subjects.groups;
      const notify = all.get(change.name);
      if (notify === undefined) return;
      const key = `${change.kind} ${change.name}`;
      const before = queues.get(key) ?? Promise.resolve();
      queues.set(
        key,
        before.then(() => run(change, notify)),
      );
    },
    async settled() {
      await Promise.all(queues.values());
    },
  };
}

function changeOf(notice: StampedNotice["notice"]): Change | undefined {
  if (notice.type === "vrrp.transition")
    return { kind: "INSTANCE", name: notice.instance, to: notice.to, priority: notice.priority };
  if (notice.type === "vrrp.group")
    return { kind: "GROUP", name: notice.group, to: notice.to, priority: 0 };
  return undefined;
}
