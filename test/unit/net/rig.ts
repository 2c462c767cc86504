/** Probes under test, and servers of this process on the loopback for them to ask. */
import { createServer as createHttp, type RequestListener } from "node:http";
import { createServer as createHttps, type ServerOptions } from "node:https";
import {
  type AddressInfo,
  connect,
  createServer as createTcp,
  type Server,
  type Socket,
} from "node:net";
import { Worker } from "node:worker_threads";
import { afterAll, afterEach, beforeAll } from "vitest";
import { millis } from "../../../src/base/time.ts";
import type { CheckNotice } from "../../../src/check/notice.ts";
import type { HttpUrl } from "../../../src/config/model.ts";
import { createWait, type Wait } from "../../../src/libc/wait.ts";
import { createProbes } from "../../../src/net/probes.ts";
import { describeCheck } from "../../../src/observe/describe-check.ts";
import type { Probe, ProbeId, ProbeOutcome } from "../../../src/ports/probes.ts";
import { ipOf } from "../ip-of.ts";
import { CERTIFICATE } from "./certificate.ts";

export type HttpProbe = Extract<Probe, { type: "http" }>;

let wait: Wait;
let probes: ReturnType<typeof createProbes>;
let last = 0;
const told = new Map<ProbeId, (outcome: ProbeOutcome) => void>();
const cleanups: (() => unknown)[] = [];

/** To be called once in a test file: its probes live in a wait of their own. */
export function startProbes(): void {
  beforeAll(() => {
    wait = createWait();
    probes = createProbes(wait, (id, outcome) => told.get(id)?.(outcome));
    const turn = (): undefined => {
      probes.expire();
    };
    wait.start({ idle: () => true, turn });
  });
  afterEach(async () => {
    await Promise.all(cleanups.splice(0).map((cleanup) => cleanup()));
  });
  afterAll(() => {
    wait.stop();
  });
}

export interface Started {
  /** All outcomes so far. */
  readonly outcomes: readonly ProbeOutcome[];
  readonly first: Promise<ProbeOutcome>;
  readonly cancel: () => void;
}

export function start(probe: Probe): Started {
  const id = ++last;
  const outcomes: ProbeOutcome[] = [];
  const first = new Promise<ProbeOutcome>((resolve) => {
    told.set(id, (outcome) => {
      outcomes.push(outcome);
      resolve(outcome);
    });
  });
  probes.start(id, probe);
  return {
    outcomes,
    first,
    cancel: () => {
      probes.cancel(id);
    },
  };
}

export const ask = (probe: Probe): Promise<ProbeOutcome> => start(probe).first;

/** What an operator reads as the reason; "ok" for a success. */
export async function askInWords(probe: Probe): Promise<string> {
  const outcome = await ask(probe);
  if (outcome.ok) return "ok";
  const notice: CheckNotice = {
    type: "check.down",
    virtualServer: "",
    realServer: "",
    check: "HTTP_GET",
    failure: outcome.failure,
    attempts: 1,
    initial: false,
    url: undefined,
  };
  return String(describeCheck(notice).fields["reason"]);
}

const LOOPBACK = ipOf("127.0.0.1");
export const OK: readonly { readonly from: number; readonly to: number }[] = [
  { from: 200, to: 299 },
];

export const tcp = (port: number, timeout = 3000): Extract<Probe, { type: "tcp" }> => ({
  type: "tcp",
  ip: LOOPBACK,
  port,
  bindTo: undefined,
  timeout: millis(timeout),
});

export const http = (
  port: number,
  url: Partial<HttpUrl> = {},
  more: Partial<HttpProbe> = {},
): HttpProbe => ({
  type: "http",
  tls: false,
  sni: false,
  httpProtocol: "1.1",
  ip: LOOPBACK,
  port,
  bindTo: undefined,
  timeout: millis(3000),
  url: { path: "/", status: OK, digest: undefined, virtualHost: undefined, ...url },
  ...more,
});

/** The port where it listens until the end of the test. */
export async function listening(server: Server, host = "127.0.0.1"): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket));
  cleanups.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

export const serving = (listener: RequestListener): Promise<number> =>
  listening(createHttp(listener));

/** By TLS, with our certificate unless `options` say otherwise. */
export const servingTls = (listener: RequestListener, options?: ServerOptions): Promise<number> =>
  listening(createHttps({ ...CERTIFICATE, ...options }, listener));

/** No HTTP server: it is told of connections, and says what it likes. */
export const talking = (talk: (socket: Socket) => void): Promise<number> =>
  listening(
    createTcp((socket) => {
      socket.on("error", () => undefined);
      talk(socket);
    }),
  );

/** Answers the first bytes that it is sent with these, and hangs up. */
export const saying = (text: string): Promise<number> =>
  talking((socket) => {
    socket.once("data", () => socket.end(text));
  });

/** A port that nobody listens at. */
export async function closedPort(): Promise<number> {
  const server = createTcp();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Listens, and sleeps before it has accepted anybody. */
const SLEEPER = `
  const { parentPort } = require("node:worker_threads");
  const server = require("node:net").createServer();
  server.listen(0, "127.0.0.1", 1, () => {
    parentPort.postMessage(server.address().port);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
`;

/** A port whose queue of connections is full: the kernel leaves whoever asks without an answer. */
export async function overloadedPort(): Promise<number> {
  const worker = new Worker(SLEEPER, { eval: true });
  cleanups.push(() => worker.terminate());
  const port = await new Promise<number>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  // listen(2): as many as the backlog says wait, and one more.
  for (let i = 0; i < 2; i++) await held(port);
  return port;
}

const held = (port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", resolve);
    socket.on("error", reject);
    cleanups.push(() => socket.destroy());
  });
