/** The daemon: a conf, its workers, its log, and the signals that steer it. */
import { hostname } from "node:os";
import { amount } from "../base/amount.ts";
import { type Millis, millis } from "../base/time.ts";
import type { Config, LogLevel } from "../config/model.ts";
import type { Parsed } from "../config/parse.ts";
import type { Notice, StampedNotice } from "../director/notice.ts";
import { notePid, removeFile, takePidFile } from "../host/pid-file.ts";
import { checkScripts, type ScriptPolicy } from "../host/script-check.ts";
import { createScripts } from "../host/scripts.ts";
import { connectServiceManager, type ServiceManager } from "../host/service-manager.ts";
import { findUser } from "../host/users.ts";
import { createWorkers } from "../host/workers.ts";
import { monotonicNow } from "../libc/clock.ts";
import { createLog, type Log, type LogDestination } from "../observe/log.ts";
import { createNotifyRunner, type NotifyRunner } from "../observe/notify-scripts.ts";
import type { FromWorker, ToWorker, WorkerName } from "../runtime/messages.ts";
import { createSupervisor, type Supervisor } from "../runtime/supervisor.ts";
import { errorsIn, isRefused, summary } from "./check.ts";
import { type JudgedOptions, readJudgedConf } from "./judged-conf.ts";
import { type LogFormat, openLogDestination } from "./log-destination.ts";
import { hurry } from "./real-time.ts";
import { VERSION } from "./version.ts";

export interface DaemonOptions extends JudgedOptions {
  /** This program's file, which workers are started from. */
  readonly main: string;
  readonly pidFile: string;
  readonly workerPidFiles: Readonly<Partial<Record<WorkerName, string>>>;
  /** Only these; undefined: what the conf needs. */
  readonly only: ReadonlySet<WorkerName> | undefined;
  readonly format: LogFormat;
  readonly facility: string | undefined;
  /** Wins over the conf's. */
  readonly level: LogLevel | undefined;
  readonly dumpConf: boolean;
  /** A conf with warnings is refused as one with errors, at the start too. */
  readonly strict: boolean;
  /** Told once, when the daemon is up. */
  readonly ready: () => void;
}

/** keepalived's exit statuses: no usable conf, and all that else prevents a start. */
const EXIT_CONF = 2;
const EXIT_FAILED = 1;
const STOP_LIMIT = millis(5000);
/** keepalived gives the scripts of a stop a second. */
const SCRIPT_LIMIT_MS = 1000;

interface Daemon {
  readonly options: DaemonOptions;
  readonly log: Log;
  readonly notice: (notice: Notice) => void;
  readonly supervisor: Supervisor;
  readonly notify: NotifyRunner;
  readonly systemd: ServiceManager;
  readonly scripts: { policy: ScriptPolicy };
}

/** Resolves with the exit status when it has stopped. */
export async function runDaemon(options: DaemonOptions): Promise<number> {
  const startedAt = monotonicNow();
  const pidFile = takePidFile(options.pidFile, process.pid);
  if (!pidFile.ok) {
    process.stderr.write(`daruma: ${pidFile.fault}\n`);
    return EXIT_FAILED;
  }
  const read = readJudgedConf(options);
  if (!read.ok) {
    process.stderr.write(`daruma: ${read.fault}\n`);
    pidFile.value.release();
    return EXIT_CONF;
  }
  const destination = await openLogDestination(options.format, options.facility);
  const daemon = createDaemon(options, destination);
  try {
    return await live(daemon, read.value, startedAt);
  } finally {
    pidFile.value.release();
  }
}

function createDaemon(options: DaemonOptions, destination: LogDestination): Daemon {
  const log = createLog({
    node: hostname(),
    level: options.level ?? "info",
    destination,
  });
  const scripts: Daemon["scripts"] = { policy: { defaultUser: undefined, security: true } };
  const notify = createNotifyRunner(
    createScripts(() => scripts.policy),
    (script, detail) => {
      notice({ type: "script.failed", script, detail });
    },
  );
  const write = (stamped: StampedNotice): void => {
    log.write(stamped);
    notify.write(stamped);
  };
  const notice = (each: Notice): void => {
    write({ process: "supervisor", wall: Date.now(), monotonic: monotonicNow(), notice: each });
  };
  const supervisor = createSupervisor({
    workers: createWorkers<ToWorker, FromWorker>(options.main),
    clock: { now: monotonicNow },
    notice,
    relay: write,
    needs: (config) => neededWorkers(config, options.only),
    pid: (name, pid) => {
      if (name === "vrrp" && pid !== undefined) hurry(pid);
      const file = options.workerPidFiles[name];
      if (file === undefined) return;
      if (pid === undefined) removeFile(file);
      else notePid(file, pid);
    },
  });
  const systemd = connectServiceManager(process.env);
  return { options, log, notice, supervisor, notify, systemd, scripts };
}

function neededWorkers(
  { instances, virtualServers }: Config,
  only: ReadonlySet<WorkerName> | undefined,
): ReadonlySet<WorkerName> {
  const needed = new Set<WorkerName>();
  if (instances.length > 0 && (only?.has("vrrp") ?? true)) needed.add("vrrp");
  if (virtualServers.length > 0 && (only?.has("checker") ?? true)) needed.add("checker");
  return needed;
}

async function live(daemon: Daemon, parsed: Parsed, startedAt: Millis): Promise<number> {
  const { options, notice, supervisor, systemd } = daemon;
  const { config } = parsed;
  tellDiagnostics(daemon, parsed);
  if (config === undefined) return EXIT_CONF;
  if (options.strict && isRefused(parsed.diagnostics, true)) {
    process.stderr.write(
      `daruma: ${summary(parsed.diagnostics)}: not started, as --strict has it\n`,
    );
    return EXIT_CONF;
  }
  adopt(daemon, config);
  notice({
    type: "daemon.start",
    version: VERSION,
    config: options.conf,
    instances: config.instances.length,
    virtualServers: config.virtualServers.length,
  });
  const stopped = untilSignal(daemon);
  const configured = supervisor.configure(config).then(() => "configured" as const);
  const first = await Promise.race([configured, stopped]);
  if (first !== "configured") return shutDown(daemon, first);
  notice({ type: "daemon.ready", tookMs: monotonicNow() - startedAt });
  systemd.ready(statusOf(config));
  options.ready();
  const watchdog = setInterval(() => {
    if (supervisor.healthy()) systemd.alive();
  }, systemd.watchdogMs ?? 1_000_000_000);
  const signal = await stopped;
  clearInterval(watchdog);
  return shutDown(daemon, signal);
}

const statusOf = ({ instances, virtualServers }: Config): string =>
  `${amount(instances.length, "VRRP instance")}, ${amount(virtualServers.length, "virtual server")}`;

async function shutDown(daemon: Daemon, signal: string): Promise<number> {
  const { notice, supervisor, systemd, notify } = daemon;
  const since = monotonicNow();
  // First of all: the other router waits for our resignation, nobody for these two lines.
  const ended = supervisor.stop(STOP_LIMIT);
  systemd.stopping();
  notice({ type: "daemon.stop", signal });
  await ended;
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, SCRIPT_LIMIT_MS);
  });
  await Promise.race([notify.settled(), limit]);
  clearTimeout(timer);
  notice({ type: "daemon.stopped", tookMs: monotonicNow() - since });
  return 0;
}

/** Resolves with the signal that ends the daemon. SIGHUP reloads meanwhile, one after the other. */
function untilSignal(daemon: Daemon): Promise<string> {
  let reloads = Promise.resolve();
  process.on("SIGHUP", () => {
    reloads = reloads.then(() => reload(daemon));
  });
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const)
      process.on(signal, () => {
        resolve(signal);
      });
  });
}

/** A conf with errors is refused, and everything stays as it is. */
async function reload(daemon: Daemon): Promise<void> {
  const { options, notice, supervisor, systemd } = daemon;
  const since = monotonicNow();
  systemd.reloading(since);
  const read = readJudgedConf(options);
  if (!read.ok) {
    notice({ type: "daemon.reloadRefused", errors: 1, first: read.fault });
    systemd.ready("reload refused, the old conf stays");
    return;
  }
  const parsed = read.value;
  tellDiagnostics(daemon, parsed);
  const errors = errorsIn(parsed.diagnostics);
  if (parsed.config === undefined || isRefused(parsed.diagnostics, options.strict)) {
    const worst = errors > 0 ? "error" : "warning";
    const first = parsed.diagnostics.find(({ severity }) => severity === worst);
    const place = first === undefined ? "" : `${first.span.file}:${first.span.line}: `;
    notice({ type: "daemon.reloadRefused", errors, first: `${place}${first?.message ?? ""}` });
    systemd.ready("reload refused, the old conf stays");
    return;
  }
  adopt(daemon, parsed.config);
  await supervisor.configure(parsed.config);
  notice({ type: "daemon.reload", tookMs: monotonicNow() - since });
  systemd.ready(statusOf(parsed.config));
}

/** What the supervisor itself takes from a conf. */
function adopt(daemon: Daemon, config: Config): void {
  const { options, log, notify, notice, scripts } = daemon;
  const { global, instances, syncGroups } = config;
  log.configure({ node: global.routerId ?? hostname(), level: options.level ?? global.logLevel });
  scripts.policy = {
    defaultUser: global.scriptUser ?? defaultScriptUser(),
    security: global.enableScriptSecurity,
  };
  notify.configure({
    instances: new Map(instances.map((each) => [each.name, each.notify])),
    groups: new Map(syncGroups.map((each) => [each.name, each.notify])),
  });
  const all = [...instances, ...syncGroups].map((each) => each.notify);
  for (const { script, detail } of checkScripts(all, scripts.policy))
    notice({ type: "script.failed", script, detail });
  if (options.dumpConf) process.stdout.write(`${JSON.stringify(config, undefined, 2)}\n`);
}

/** keepalived.conf(5), script_user: keepalived_script, where root runs the daemon and that user exists. */
function defaultScriptUser(): Config["global"]["scriptUser"] {
  if (process.getuid?.() !== 0) return undefined;
  const user = "keepalived_script";
  return findUser(user, undefined) === undefined ? undefined : { user, group: undefined };
}

function tellDiagnostics({ notice }: Daemon, { diagnostics }: Parsed): void {
  for (const { severity, rule, span, message, hint } of diagnostics) {
    const place = `${span.file}:${span.line}:${span.column}`;
    notice({ type: "conf.diagnostic", severity, rule, place, message, hint });
  }
}
