/**
 * The demo: runs the drill where IPVS is to be had and shows it as it happens. Exit status 0: all
 * that should have happened did. With --udp, the drill that needs no privileges: election alone.
 */
import { choosePlace, startDrill } from "./place.ts";
import { paintFor, show } from "./screen.ts";
import type { Told } from "./told.ts";

/** Seconds; the guest may be slow. */
const LIMIT = 300;

const PLACES = {
  host: "This kernel has IPVS: the lab is built on it, in network namespaces.",
  guest:
    "This kernel has no IPVS (or we are not root): the lab runs on one of our own, User-Mode Linux.",
} as const;
const PICTURE = `
                client 203.0.113.10
                       |
      ---- WAN ------------------------     VIP 203.0.113.100
         |                         |
        lb1  daruma, priority 150 lb2  daruma, priority 140
         |                         |
      ---- LAN ------------------------     gateway VIP 192.168.100.1
             |             |
            rs1           rs2               a web server each
`;

const udp = process.argv.includes("--udp");
const place = udp ? "host" : choosePlace();
const paint = paintFor(process.stdout.isTTY && process.env["NO_COLOR"] === undefined);
const write = (lines: readonly string[]): void => {
  for (const line of lines) process.stdout.write(`${line}\n`);
};

const checks: Extract<Told, { type: "check" }>[] = [];
if (!udp) write([PLACES[place], PICTURE]);
const run = startDrill(
  udp ? "udp-drill" : "drill",
  place,
  LIMIT,
  (told) => {
    if (told.type === "check") checks.push(told);
    write(show(told, paint));
  },
  (line) => {
    process.stderr.write(`${line}\n`);
  },
);
const interruptions: string[] = [];
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => {
    interruptions.push(signal);
    run.stop();
  });

const status = await run.done;
const passed = checks.filter(({ ok }) => ok).length;
if (interruptions.length > 0) {
  write(["", "interrupted; the lab is gone"]);
  process.exitCode = 130;
} else {
  const all = passed === checks.length && status === 0 && checks.length > 0;
  const verdict = `${passed} of ${checks.length} things that should have happened did`;
  write([all ? paint.good(verdict) : paint.bad(verdict)]);
  process.exitCode = all ? 0 : 1;
}
