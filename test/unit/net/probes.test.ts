/** Probes against servers of this process on the loopback: what went wrong, in words to act on. */
import { createHash } from "node:crypto";
import { createServer as createHttp, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Ip, parseIp } from "../../../src/base/ip.ts";
import { millis } from "../../../src/base/time.ts";
import type { HttpUrl } from "../../../src/config/model.ts";
import { createWait, type Wait } from "../../../src/libc/wait.ts";
import { createProbes } from "../../../src/net/probes.ts";
import type { Probe, ProbeId, ProbeOutcome } from "../../../src/ports/probes.ts";

const waiting = new Map<ProbeId, (outcome: ProbeOutcome) => void>();
let wait: Wait;
let probes: ReturnType<typeof createProbes>;
let last = 0;
const servers: Server[] = [];

beforeAll(() => {
  wait = createWait();
  probes = createProbes(wait, (id, outcome) => {
    waiting.get(id)?.(outcome);
    waiting.delete(id);
  });
  wait.start({
    idle: () => true,
    turn: () => {
      probes.expire();
      return undefined;
    },
  });
});
afterAll(() => {
  wait.stop();
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const LOOPBACK: Ip = parseIp("127.0.0.1") ?? never();
const OK: readonly { from: number; to: number }[] = [{ from: 200, to: 299 }];

function never(): never {
  throw new Error("a mistake in the test");
}

const ask = (probe: Probe): Promise<ProbeOutcome> =>
  new Promise((resolve) => {
    const id = ++last;
    waiting.set(id, resolve);
    probes.start(id, probe);
  });

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address
  return (server.address() as AddressInfo).port;
}

const tcp = (port: number, timeout = 3000): Probe => ({
  type: "tcp",
  ip: LOOPBACK,
  port,
  bindTo: undefined,
  timeout: millis(timeout),
});

type HttpProbe = Extract<Probe, { type: "http" }>;

const http = (port: number, url: Partial<HttpUrl> = {}, more: Partial<HttpProbe> = {}): Probe => ({
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

const serving = (listener: RequestListener): Promise<number> => listening(createHttp(listener));
const talking = (talk: (socket: Socket) => void): Promise<number> =>
  listening(
    createTcp((socket) => {
      socket.on("error", () => undefined);
      talk(socket);
    }),
  );

/** A port that nobody listens at. */
async function closedPort(): Promise<number> {
  const server = createTcp();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("TCP_CHECK", () => {
  test("a connection that is made is a success", async () => {
    expect(await ask(tcp(await talking(() => undefined)))).toMatchObject({ ok: true });
  });
  test("a closed port refuses", async () => {
    expect(await ask(tcp(await closedPort()))).toEqual({ ok: false, failure: { type: "refused" } });
  });
  test("a source address that is not ours is our own machine's trouble", async () => {
    const probe = { ...tcp(80), bindTo: parseIp("192.0.2.77") ?? never() };
    expect(await ask(probe)).toMatchObject({ ok: false, failure: { type: "local" } });
  });
  test("many at once have each their own outcome", async () => {
    const open = await talking(() => undefined);
    const closed = await closedPort();
    const ports = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? open : closed));
    const outcomes = await Promise.all(ports.map((port) => ask(tcp(port))));
    expect(outcomes.map(({ ok }) => ok)).toEqual(ports.map((port) => port === open));
  });
});

describe("HTTP_GET", () => {
  test("an expected status is a success", async () => {
    const port = await serving((_, response) => response.end("hello"));
    expect(await ask(http(port))).toMatchObject({ ok: true });
  });
  test("another status is named, with what was expected", async () => {
    const port = await serving((_, response) => response.writeHead(503).end());
    expect(await ask(http(port))).toEqual({
      ok: false,
      failure: { type: "status", got: 503, expected: OK },
    });
  });
  test("a redirect is an answer like any other", async () => {
    const port = await serving((_, response) => response.writeHead(302, { location: "/x" }).end());
    expect(await ask(http(port))).toMatchObject({ failure: { type: "status", got: 302 } });
  });
  test("the digest is MD5 of the body, as genhash computes it", async () => {
    const port = await serving((_, response) => response.end("hello"));
    const digest = createHash("md5").update("hello").digest("hex");
    expect(await ask(http(port, { digest }))).toMatchObject({ ok: true });
    expect(await ask(http(port, { digest: "0".repeat(32) }))).toMatchObject({
      failure: { type: "digest", got: digest },
    });
  });
  test("path and virtual host are asked for as the conf says, one connection a request", async () => {
    const seen: unknown[] = [];
    const port = await serving(({ url, headers, method }, response) => {
      seen.push([method, url, headers.host, headers.connection]);
      response.end();
    });
    await ask(http(port, { path: "/health?deep=1", virtualHost: "www.example.org" }));
    await ask(http(port));
    expect(seen).toEqual([
      ["GET", "/health?deep=1", "www.example.org", "close"],
      ["GET", "/", `127.0.0.1:${port}`, "close"],
    ]);
  });
  test("a closed port refuses", async () => {
    expect(await ask(http(await closedPort()))).toEqual({
      ok: false,
      failure: { type: "refused" },
    });
  });
  test("silence is a timeout, and says of what", async () => {
    const port = await talking(() => undefined);
    expect(await ask(http(port, {}, { timeout: millis(100) }))).toEqual({
      ok: false,
      failure: { type: "timeout", after: 100, phase: "response" },
    });
  });
  test("a body that stops halfway is a timeout as well", async () => {
    const port = await talking((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
    });
    const outcome = await ask(http(port, {}, { timeout: millis(100) }));
    expect(outcome).toMatchObject({ ok: false, failure: { type: "timeout", phase: "response" } });
  });
  test("a connection closed halfway is told as such", async () => {
    const port = await talking((socket) => {
      socket.end("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
    });
    const outcome = await ask(http(port));
    expect(outcome).toMatchObject({ ok: false, failure: { type: "protocol" } });
    expect(JSON.stringify(outcome)).toContain("closed the connection");
  });
  test("what is no HTTP is told as such", async () => {
    const port = await talking((socket) => {
      socket.end("220 mail.example.org ESMTP\r\n");
    });
    const outcome = await ask(http(port));
    expect(JSON.stringify(outcome)).toContain("no HTTP");
  });
  test("a body without end is cut off", async () => {
    const port = await serving((_, response) => {
      const piece = Buffer.alloc(65_536);
      for (let i = 0; i < 20; i++) response.write(piece);
    });
    expect(await ask(http(port))).toMatchObject({ failure: { type: "protocol" } });
  });
});

test("SSL_GET of a server without TLS says so", async () => {
  const port = await serving((_, response) => response.end("hello"));
  expect(await ask(http(port, {}, { tls: true }))).toMatchObject({ failure: { type: "tls" } });
});

test("a probe that is cancelled has no outcome", async () => {
  const port = await talking(() => undefined);
  const told: ProbeOutcome[] = [];
  waiting.set(++last, (outcome) => told.push(outcome));
  probes.start(last, http(port, {}, { timeout: millis(50) }));
  probes.cancel(last);
  await ask(http(port, {}, { timeout: millis(100) }));
  expect(told).toEqual([]);
});
