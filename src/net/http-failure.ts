/** What an error of the HTTP client means for an operator. */
import { RequestError, TimeoutError } from "got";
import type { Millis } from "../base/time.ts";
import type { ProbeFailure } from "../ports/probes.ts";

type Phase = Extract<ProbeFailure, { type: "timeout" }>["phase"];

/** Our own machine's trouble: it says nothing about the server. */
const LOCAL: ReadonlySet<string> = new Set([
  "EADDRNOTAVAIL",
  "EADDRINUSE",
  "EMFILE",
  "ENFILE",
  "ENOBUFS",
  "ENOMEM",
  "EACCES",
  "EPERM",
  "EINVAL",
]);

/** `timeout` is that of each phase; `tls`: a handshake comes between connecting and asking. */
export function failureOf(error: unknown, timeout: Millis, tls: boolean): ProbeFailure {
  if (!(error instanceof RequestError)) return { type: "protocol", detail: String(error) };
  if (error instanceof TimeoutError)
    return { type: "timeout", after: timeout, phase: phaseOf(error.event) };
  const { code } = error;
  if (code === "ECONNREFUSED") return { type: "refused" };
  if (LOCAL.has(code)) return { type: "local", detail: error.message };
  if (/^(EPROTO|ERR_SSL|ERR_TLS|CERT_|DEPTH_)/.test(code))
    return { type: "tls", detail: tlsDetail(error.message) };
  if (code.startsWith("HPE_"))
    return { type: "protocol", detail: `the answer is no HTTP (${error.message})` };
  if (code === "ECONNRESET" || code === "EPIPE")
    return { type: "protocol", detail: closedEarly(error, tls) };
  if (/^E[A-Z0-9]+$/.test(code))
    return {
      type: "network",
      errno: code,
      phase: error.response === undefined ? "connect" : "response",
    };
  return { type: "protocol", detail: error.message };
}

function phaseOf(event: string): Phase {
  if (event === "connect") return "connect";
  return event === "secureConnect" ? "tls" : "response";
}

/** OpenSSL's messages are a path of colons, `…:error:CODE:library:function:reason:file:line:…`. */
function tlsDetail(message: string): string {
  const parts = message.split(":");
  const at = parts.indexOf("error");
  return (at < 0 ? undefined : parts[at + 4]) ?? message;
}

function closedEarly(error: RequestError, tls: boolean): string {
  if (/TLS|secure/.test(error.message)) return "the connection was closed during the TLS handshake";
  const where =
    error.response === undefined ? "before it had answered" : "in the middle of the answer";
  return `the server closed the connection ${where}${tls ? " (over TLS)" : ""}`;
}
