/**
 * HTTP_GET and SSL_GET: does a url answer with the status and the body that the conf expects?
 *
 * Requests are always HTTP/1.1 with `Connection: close`, whatever http_protocol says: Node knows no
 * other, and every server that speaks 1.0 answers it. Redirects are not followed, and certificates
 * are not verified: keepalived does neither.
 */
import { createHash } from "node:crypto";
import { type ClientRequest, Agent as HttpAgent, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Socket } from "node:net";
import { got, type Request, type Response } from "got";
import { formatEndpoint } from "../base/ip.ts";
import { LIMITS } from "../base/limits.ts";
import { type Millis, millis } from "../base/time.ts";
import { monotonicNow } from "../libc/clock.ts";
import type { HttpUrl, Probe, ProbeId, ProbeOutcome, ProbeSink } from "../ports/probes.ts";
import { failureOf } from "./http-failure.ts";

export type HttpProbe = Extract<Probe, { type: "http" }>;

export interface HttpProbes {
  start(id: ProbeId, probe: HttpProbe): void;
  cancel(id: ProbeId): void;
}

export function createHttpProbes(sink: ProbeSink): HttpProbes {
  const requests = new Map<ProbeId, Request>();
  return {
    start(id, probe) {
      const startedAt = monotonicNow();
      const request = open(probe);
      requests.set(id, request);
      const answer = (outcome: ProbeOutcome): void => {
        // Whatever comes later of a request that is decided is no news.
        if (!requests.delete(id)) return;
        sink(id, outcome);
      };
      request.once("error", (error: unknown) => {
        answer({ ok: false, failure: failureOf(error, probe.timeout, probe.tls) });
      });
      request.once("response", (response: Response) => {
        readBody(request, response, probe.url, startedAt, answer);
      });
      request.once("request", (client: ClientRequest) => {
        // An answer like any other, but Node tells of 101 in no other way.
        client.once("upgrade", ({ statusCode = 101 }: IncomingMessage, socket: Socket) => {
          socket.destroy();
          const took = millis(monotonicNow() - startedAt);
          answer(judge(statusCode, createHash("md5").digest("hex"), probe.url, took));
          request.destroy();
        });
      });
    },
    cancel(id) {
      const request = requests.get(id);
      requests.delete(id);
      request?.destroy();
    },
  };
}

function open(probe: HttpProbe): Request {
  const { ip, port, tls, url, timeout, bindTo } = probe;
  const endpoint = formatEndpoint(ip, port);
  const limit = Math.ceil(timeout);
  // A connection of its own each time: that it can be made is part of the check.
  const agent = {
    http: new HttpAgent({ keepAlive: false }),
    https: new HttpsAgent({ keepAlive: false, servername: serverName(probe) }),
  };
  return got.stream(`${tls ? "https" : "http"}://${endpoint}${rooted(url.path)}`, {
    agent,
    headers: { "user-agent": "daruma", host: url.virtualHost ?? endpoint, connection: "close" },
    timeout: { connect: limit, secureConnect: limit, response: limit, read: limit },
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    decompress: false,
    https: { rejectUnauthorized: false },
    ...(bindTo !== undefined && { localAddress: bindTo }),
  });
}

/** Empty: none is sent. keepalived sends one with enable_sni alone, and only where a virtual host is known. */
const serverName = ({ sni, url }: HttpProbe): string => (sni ? (url.virtualHost ?? "") : "");

const rooted = (path: string): string => (path.startsWith("/") ? path : `/${path}`);

function readBody(
  request: Request,
  response: Response,
  url: HttpUrl,
  startedAt: Millis,
  answer: (outcome: ProbeOutcome) => void,
): void {
  const md5 = createHash("md5");
  let size = 0;
  request.on("data", (bytes: Uint8Array) => {
    size += bytes.length;
    if (size <= LIMITS.checkResponseBytes) {
      md5.update(bytes);
      return;
    }
    const detail = `the answer is longer than ${LIMITS.checkResponseBytes} bytes`;
    answer({ ok: false, failure: { type: "protocol", detail } });
    request.destroy();
  });
  request.once("end", () => {
    const took = millis(monotonicNow() - startedAt);
    answer(judge(response.statusCode, md5.digest("hex"), url, took));
  });
}

function judge(status: number, digest: string, url: HttpUrl, took: Millis): ProbeOutcome {
  if (!url.status.some(({ from, to }) => status >= from && status <= to))
    return { ok: false, failure: { type: "status", got: status, expected: url.status } };
  if (url.digest !== undefined && digest !== url.digest)
    return { ok: false, failure: { type: "digest", got: digest, expected: url.digest } };
  return { ok: true, took };
}
