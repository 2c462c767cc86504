/** Where log lines go: a terminal (pretty), standard output (JSON lines), or syslog. */
import { type DestinationStream, destination } from "pino";
import { sendUnixDatagram } from "../libc/unix-datagram.ts";

export type LogFormat = "json" | "pretty" | "syslog";

const SYSLOG_SOCKET = "/dev/log";
/** syslog(3): LOG_DAEMON. */
const FACILITY_DAEMON = 3;
const FACILITY_LOCAL0 = 16;
/** RFC 3164 severities, by the names of our levels. */
const SEVERITIES: Readonly<Record<string, number>> = {
  fatal: 2,
  error: 3,
  warn: 4,
  info: 6,
  debug: 7,
  trace: 7,
};

/** `facility` is keepalived's -S: 0 to 7 or local0 to local7, user or daemon. */
export async function openLogDestination(
  format: LogFormat,
  facility: string | undefined,
): Promise<DestinationStream> {
  switch (format) {
    case "json":
      return destination({ fd: 1, sync: true });
    case "pretty":
      return openTerminal();
    case "syslog":
      return syslog(facilityNumber(facility));
  }
}

/** Loaded only for people: it is a third of all modules, and a start counts. */
async function openTerminal(): Promise<DestinationStream> {
  const { default: pretty } = await import("pino-pretty");
  return pretty({
    destination: 1,
    sync: true,
    colorize: process.stdout.isTTY,
    messageKey: "msg",
    levelKey: "level",
    timestampKey: "time",
    translateTime: "SYS:HH:MM:ss.l",
    ignore: "node,mono,event,process,cause",
    messageFormat: "{process} {event}: {msg}",
    singleLine: true,
  });
}

function facilityNumber(facility: string | undefined): number {
  const local = /^(?:local)?([0-7])$/.exec(facility ?? "")?.[1];
  if (local !== undefined) return FACILITY_LOCAL0 + Number(local);
  return facility === "user" ? 1 : FACILITY_DAEMON;
}

/** RFC 3164 as /dev/log takes it: priority, tag, text; the syslog daemon adds time and host. */
const syslog = (facility: number): DestinationStream => ({
  write(line: string) {
    const level = /"level":"(\w+)"/.exec(line)?.[1] ?? "info";
    const priority = facility * 8 + (SEVERITIES[level] ?? 6);
    const text = `<${priority}>daruma[${process.pid}]: ${line.trimEnd()}`;
    sendUnixDatagram(SYSLOG_SOCKET, new TextEncoder().encode(text));
  },
});
