/** SSL_GET: what may go wrong before there is anything to read. */
import type { TLSSocket } from "node:tls";
import { describe, expect, test } from "vitest";
import { millis } from "../../../src/base/time.ts";
import {
  askInWords,
  type HttpProbe,
  http,
  overloadedPort,
  saying,
  servingTls,
  startProbes,
  talking,
} from "./rig.ts";

startProbes();

const https = (port: number, more: Partial<HttpProbe> = {}): HttpProbe =>
  http(port, {}, { tls: true, ...more });

test("a certificate is not verified: keepalived verifies none", async () => {
  const port = await servingTls((_, response) => response.end("hello"));
  expect(await askInWords(https(port))).toBe("ok");
});

test("the answer is judged as that of HTTP_GET", async () => {
  const port = await servingTls((_, response) => response.writeHead(503).end());
  expect(await askInWords(https(port))).toBe("status 503, expected 200-299");
});

/** The name that the server is asked for; false: none. */
const asked = async (sni: boolean, virtualHost: string | undefined): Promise<unknown> => {
  let servername: unknown;
  const port = await servingTls(({ socket }, response) => {
    ({ servername } = socket as TLSSocket);
    response.end();
  });
  await askInWords({ ...http(port, { virtualHost }), tls: true, sni });
  return servername;
};

describe("a server name", () => {
  test("is the virtual host, with enable_sni", async () => {
    expect(await asked(true, "www.example.org")).toBe("www.example.org");
  });
  test("is not sent without enable_sni, nor without a virtual host", async () => {
    expect(await asked(false, "www.example.org")).toBe(false);
    expect(await asked(true, undefined)).toBe(false);
  });
});

describe("in words to act on", () => {
  test("a server without TLS", async () => {
    expect(await askInWords(https(await saying("HTTP/1.1 400 Bad Request\r\n\r\n")))).toBe(
      "TLS: wrong version number",
    );
  });
  test("a server that knows older versions alone", async () => {
    const port = await servingTls(() => undefined, {
      minVersion: "TLSv1",
      maxVersion: "TLSv1.1",
      ciphers: "DEFAULT@SECLEVEL=0",
    });
    expect(await askInWords(https(port))).toBe("TLS: tlsv1 alert protocol version");
  });
  test("a server that wants to see our certificate", async () => {
    const port = await servingTls(() => undefined, { requestCert: true, rejectUnauthorized: true });
    expect(await askInWords(https(port))).toMatch(/^TLS: .*certificate required$/);
  });
  test("a server that hangs up in the handshake", async () => {
    expect(await askInWords(https(await saying("")))).toBe(
      "the connection was closed during the TLS handshake",
    );
  });
  test("a server that is silent in the handshake", async () => {
    const port = await talking(() => undefined);
    expect(await askInWords(https(port, { timeout: millis(500) }))).toBe(
      "timed out after 0.5 s (the TLS handshake)",
    );
  });
  test("a server too busy to accept", async () => {
    const port = await overloadedPort();
    expect(await askInWords(https(port, { timeout: millis(100) }))).toBe(
      "timed out after 0.1 s (connecting)",
    );
  });
  test("a server that is silent when asked", async () => {
    const port = await servingTls(() => undefined);
    expect(await askInWords(https(port, { timeout: millis(1000) }))).toBe(
      "timed out after 1 s (waiting for the answer)",
    );
  });
});
