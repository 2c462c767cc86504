/**
 * The kernel's IPVS table by ipvsadm(8): changes go to one long-lived `ipvsadm -R`, which applies
 * each line as it comes; the table is read by `ipvsadm -Sn`.
 *
 * A successful line is not answered. What has been applied is known by a barrier: lines that must be
 * refused, whose messages on standard error come after those of all lines before them.
 */
import { type ChildProcessByStdio, execFile, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import type { IpvsNews } from "../desired/ipvs.ts";
import type { Ipvs } from "../ports/kernel.ts";
import { formatOp, parseTable } from "./ipvsadm-text.ts";

type Restorer = ChildProcessByStdio<Writable, null, Readable>;

/** A firewall mark that nobody uses, and what ipvsadm says of each attempt on it. */
const BARRIER = [
  { line: "-D -f 4294967295", answer: "No such service" },
  { line: "-d -f 4294967295 -r 0.0.0.0:0", answer: "Service not defined" },
  { line: "-D -f 4294967295", answer: "No such service" },
] as const;
/** How long a barrier, or a listing, may take: one that hangs would keep a dead server in the table. */
const LIMIT_MS = 10_000;
const LIST_BYTES_MAX = 64 * 1024 * 1024;
const PATH = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`;

interface State {
  readonly sink: (news: IpvsNews) => void;
  readonly program: string;
  restorer: Restorer | undefined;
  /** Lines of standard error that may yet turn out to be a barrier's. */
  matched: number;
  /** Who waits for which barrier, in order. */
  readonly waiting: (() => void)[];
  /** Running while somebody waits. */
  patience: NodeJS.Timeout | undefined;
  readonly limitMs: number;
}

/** Runs nothing before it is asked for something. `program`: what is run as ipvsadm(8). */
export function createIpvs(
  sink: (news: IpvsNews) => void,
  program = "ipvsadm",
  limitMs: number = LIMIT_MS,
): Ipvs {
  const state: State = {
    sink,
    program,
    restorer: undefined,
    matched: 0,
    waiting: [],
    patience: undefined,
    limitMs,
  };
  return {
    apply(ops) {
      if (ops.length === 0) return;
      write(state, ops.map(formatOp));
    },
    list() {
      afterBarrier(state, () => {
        readTable(state);
      });
    },
    close: () =>
      new Promise((resolve) => {
        afterBarrier(state, () => {
          state.restorer?.stdin.end();
          state.restorer = undefined;
          resolve();
        });
      }),
  };
}

function write(state: State, lines: readonly string[]): void {
  state.restorer ??= start(state);
  state.restorer.stdin.write(`${lines.join("\n")}\n`);
}

/** Calls back when all that was written before has been applied; at once where nothing was. */
function afterBarrier(state: State, done: () => void): void {
  if (state.restorer === undefined) {
    done();
    return;
  }
  state.waiting.push(done);
  if (state.patience === undefined) beginPatience(state);
  write(
    state,
    BARRIER.map(({ line }) => line),
  );
}

/** For the barrier that comes next. */
function beginPatience(state: State): void {
  clearTimeout(state.patience);
  state.patience = undefined;
  const { restorer, limitMs } = state;
  if (state.waiting.length === 0) return;
  state.patience = setTimeout(() => {
    if (restorer === undefined) return;
    ended(state, restorer, `ipvsadm -R did not answer for ${limitMs / 1000} s, and was killed`);
    restorer.kill("SIGKILL");
  }, limitMs);
}

function start(state: State): Restorer {
  const env = { ...process.env, PATH, LC_ALL: "C" };
  const child = spawn(state.program, ["-R"], { stdio: ["pipe", "ignore", "pipe"], env });
  let rest = "";
  child.stderr.on("data", (bytes: Buffer) => {
    const lines = (rest + bytes.toString()).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") hear(state, line.trim());
  });
  // A line written to one that has just ended is told of by `close`.
  child.stdin.on("error", () => undefined);
  child.on("error", (error) => {
    ended(state, child, error.message);
  });
  child.on("close", (code, signal) => {
    const how = code === null ? `by ${signal}` : `with status ${code}`;
    ended(state, child, `ipvsadm -R ended ${how}`);
  });
  return child;
}

/** A line of standard error: a step of a barrier, or a refusal. */
function hear(state: State, line: string): void {
  const expected = state.waiting.length > 0 ? BARRIER[state.matched]?.answer : undefined;
  if (line === expected) {
    state.matched++;
    if (state.matched < BARRIER.length) return;
    state.matched = 0;
    const done = state.waiting.shift();
    beginPatience(state);
    done?.();
    return;
  }
  // What looked like the beginning of a barrier was the refusal of something else.
  if (state.matched > 0) refused(state, BARRIER[0].answer);
  state.matched = BARRIER[0].answer === line && state.waiting.length > 0 ? 1 : 0;
  if (state.matched === 0) refused(state, line);
}

function refused({ sink }: State, said: string): void {
  sink({ type: "refused", detail: explain(said) });
}

function ended(state: State, child: Restorer, why: string): void {
  if (state.restorer !== child) return;
  state.restorer = undefined;
  state.matched = 0;
  const waiting = state.waiting.splice(0);
  beginPatience(state);
  refused(state, why);
  for (const done of waiting) done();
}

function readTable({ sink, program, limitMs }: State): void {
  const env = { ...process.env, PATH, LC_ALL: "C" };
  const options = {
    env,
    timeout: limitMs,
    killSignal: "SIGKILL" as const,
    maxBuffer: LIST_BYTES_MAX,
  };
  execFile(program, ["-Sn"], options, (error, stdout, stderr) => {
    if (error === null) sink({ type: "listed", table: parseTable(stdout) });
    else
      sink({
        type: "unlisted",
        detail: explain(stderr.trim() === "" ? error.message : stderr.trim()),
      });
  });
}

/** What an operator has to do, where we know it. */
function explain(said: string): string {
  if (said.includes("ENOENT")) return "ipvsadm is not installed: apt-get install ipvsadm";
  if (/Can't initialize ipvs|Protocol not available/.test(said))
    return "this kernel has no IPVS: modprobe ip_vs (as root)";
  if (/Permission denied|Operation not permitted/.test(said))
    return "ipvsadm may not change the table: it needs CAP_NET_ADMIN";
  return said;
}
