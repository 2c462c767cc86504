/** From a check of the conf to the probe that carries it out. */
import type { Check, RealServer } from "../config/model.ts";
import type { Probe } from "./probe.ts";

/** The probe of a check of the server for the url at `url`, which a check without urls ignores. */
export function probeOf(check: Check, server: RealServer, url: number): Probe {
  const { ip = server.ip, port = server.port, bindTo } = check.target;
  const common = { ip, port, bindTo, timeout: check.timing.connectTimeout };
  if (check.type === "TCP_CHECK") return { type: "tcp", ...common };
  return {
    type: "http",
    ...common,
    tls: check.type === "SSL_GET",
    sni: check.sni,
    httpProtocol: check.httpProtocol,
    url: check.urls[url] ?? check.urls[0],
  };
}
