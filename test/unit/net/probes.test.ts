/** Probes against real servers: what went wrong, in words to act on. */
import { createHash } from "node:crypto";
import { createServer } from "node:net";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { millis } from "../../../src/base/time.ts";
import { createTcpProbes } from "../../../src/net/probe-tcp.ts";
import type { ProbeOutcome } from "../../../src/ports/probes.ts";
import { ipOf } from "../ip-of.ts";
import {
  ask,
  askInWords,
  closedPort,
  http,
  listening,
  OK,
  overloadedPort,
  saying,
  serving,
  start,
  startProbes,
  talking,
  tcp,
} from "./rig.ts";

startProbes();

describe("TCP_CHECK", () => {
  test("a connection that is made is a success", async () => {
    expect(await ask(tcp(await talking(() => undefined)))).toMatchObject({ ok: true });
  });
  test("a closed port refuses", async () => {
    expect(await ask(tcp(await closedPort()))).toEqual({ ok: false, failure: { type: "refused" } });
  });
  test("a server too busy to accept is a timeout", async () => {
    const port = await overloadedPort();
    expect(await askInWords(tcp(port, 100))).toBe("timed out after 0.1 s (connecting)");
  });
  test("with nothing under way nobody is to be woken", async () => {
    const wakes: number[] = [];
    const outcomes: ProbeOutcome[] = [];
    const wait = {
      watch: () => undefined,
      unwatch: () => undefined,
      wakeAt: (at: number) => wakes.push(at),
    };
    const probes = createTcpProbes(wait, (_, outcome) => outcomes.push(outcome));
    probes.start(1, tcp(await overloadedPort(), 0));
    probes.expire();
    expect(outcomes).toHaveLength(1);
    wakes.length = 0;
    probes.expire();
    expect(wakes).toEqual([]);
  });
  test("over IPv6 is the same", async () => {
    const server = createServer();
    const port = await listening(server, "::1");
    const probe = { ...tcp(port), ip: ipOf("::1") };
    expect(await ask(probe)).toMatchObject({ ok: true });
    await new Promise((resolve) => server.close(resolve));
    expect(await askInWords(probe)).toBe("connection refused");
  });
  test("no data is sent, and the connection is closed the ordinary way", async () => {
    const seen = new Promise<string>((resolve) => {
      void talking((socket) => {
        let bytes = 0;
        socket.on("data", ({ length }) => {
          bytes += length;
        });
        socket.on("error", ({ message }) => {
          resolve(message);
        });
        socket.on("end", () => {
          resolve(`end after ${bytes} bytes`);
        });
      }).then((port) => ask(tcp(port)));
    });
    expect(await seen).toBe("end after 0 bytes");
  });
  test("a source address that is not ours is our own machine's trouble", async () => {
    const probe = { ...tcp(80), bindTo: ipOf("192.0.2.77") };
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
    const status = [
      { from: 200, to: 200 },
      { from: 301, to: 302 },
    ];
    expect(await askInWords(http(port, { status }))).toBe("status 503, expected 200 or 301-302");
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
    expect(await askInWords(http(await closedPort()))).toBe("connection refused");
  });
  test("a server too busy to accept is a timeout of the connection", async () => {
    const probe = http(await overloadedPort(), {}, { timeout: millis(100) });
    expect(await askInWords(probe)).toBe("timed out after 0.1 s (connecting)");
  });
  test("silence is a timeout, and says of what", async () => {
    const port = await talking(() => undefined);
    const probe = http(port, {}, { timeout: millis(500) });
    expect(await askInWords(probe)).toBe("timed out after 0.5 s (waiting for the answer)");
  });
  test("a body that stops halfway is a timeout as well", async () => {
    const port = await talking((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
    });
    const outcome = await ask(http(port, {}, { timeout: millis(500) }));
    expect(outcome).toMatchObject({ ok: false, failure: { type: "timeout", phase: "response" } });
  });
  test.each(["head", "body"])(
    "a %s that dribbles without end is a timeout as well",
    async (part) => {
      const port = await talking((socket) => {
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n");
        if (part === "body") socket.write("\r\n");
        const dribble = setInterval(() => socket.write("x"), 10);
        socket.on("close", () => {
          clearInterval(dribble);
        });
      });
      const outcome = await ask(http(port, {}, { timeout: millis(500) }));
      expect(outcome).toMatchObject({ ok: false, failure: { type: "timeout", phase: "response" } });
    },
  );
  test("a connection closed without a word is told as such", async () => {
    expect(await askInWords(http(await saying("")))).toBe(
      "the server closed the connection before it had answered",
    );
  });
  test.each([
    ["by length", "Content-Length: 100\r\n\r\nhalf"],
    ["by chunks", "Transfer-Encoding: chunked\r\n\r\n64\r\nhalf"],
  ])("a connection closed halfway is told as such, %s", async (_, rest) => {
    expect(await askInWords(http(await saying(`HTTP/1.1 200 OK\r\n${rest}`)))).toBe(
      "the server closed the connection in the middle of the answer",
    );
  });
  test("what is no HTTP is told as such", async () => {
    const port = await saying("220 mail.example.org ESMTP\r\n");
    expect(await askInWords(http(port))).toMatch(/^the answer is no HTTP/);
  });
  test("a body without a length ends with the connection", async () => {
    const digest = createHash("md5").update("hello").digest("hex");
    const port = await saying("HTTP/1.0 200 OK\r\n\r\nhello");
    expect(await askInWords(http(port, { digest }))).toBe("ok");
  });
  test("a digest is of the body as it came, compressed or not", async () => {
    const digest = createHash("md5").update("hello").digest("hex");
    const port = await saying("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nhello");
    expect(await askInWords(http(port, { digest }))).toBe("ok");
  });
  test("an interim response is not the answer", async () => {
    const port = await saying("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n");
    expect(await askInWords(http(port))).toBe("ok");
  });
  test("an offer to switch protocols is an answer like any other", async () => {
    const port = await saying(
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n",
    );
    expect(await askInWords(http(port))).toBe("status 101, expected 200-299");
  });
  test("a body without end is cut off", async () => {
    const port = await serving((_, response) => {
      const piece = Buffer.alloc(65_536);
      for (let i = 0; i < 20; i++) response.write(piece);
    });
    expect(await ask(http(port))).toMatchObject({ failure: { type: "protocol" } });
  });
});

describe("whatever a server sends", () => {
  const piece = fc.constantFrom(
    "HTTP/1.1 200 OK\r\n",
    "HTTP/1.1 101 Switching Protocols\r\n",
    "HTTP/1.1 100 Continue\r\n\r\n",
    "Connection: Upgrade\r\nUpgrade: h2c\r\n",
    "Content-Length: 3\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Set-Cookie: ;;=\r\n",
    "\r\n",
    "3\r\nabc\r\n",
    "0\r\n\r\n",
    "\0\u00ff",
  );
  test("a probe has one outcome", async () => {
    const run = fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
      const probe = start(http(await saying(pieces.join(""))));
      await probe.first;
      await new Promise(setImmediate);
      return probe.outcomes.length === 1;
    });
    const { failed } = await fc.check(run, { numRuns: 100 });
    expect(failed).toBe(false);
  });
});

test("a probe that is cancelled has no outcome", async () => {
  const port = await talking(() => undefined);
  const [byTcp, byHttp] = [
    tcp(await overloadedPort(), 50),
    http(port, {}, { timeout: millis(50) }),
  ].map(start);
  byTcp?.cancel();
  byHttp?.cancel();
  await ask(http(port, {}, { timeout: millis(100) }));
  expect([byTcp?.outcomes, byHttp?.outcomes]).toEqual([[], []]);
});
