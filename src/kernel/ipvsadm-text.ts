/** ipvsadm(8)'s language: changes as lines for `ipvsadm -R`, and the table that `ipvsadm -Sn` prints. Pure. */
import { formatEndpoint, parseIp } from "../base/ip.ts";
import type {
  DestinationKey,
  ForwardingMethod,
  IpvsDestination,
  IpvsOp,
  IpvsService,
  IpvsTable,
  Protocol,
  ServiceId,
} from "../desired/ipvs.ts";
import { destinationKey, serviceKey } from "../desired/table.ts";

const PROTOCOLS: Readonly<Record<Protocol, string>> = {
  TCP: "-t",
  UDP: "-u",
  SCTP: "--sctp-service",
};
const METHODS: Readonly<Record<ForwardingMethod, string>> = { NAT: "-m", DR: "-g", TUN: "-i" };

/** One line without its newline. */
export function formatOp(op: IpvsOp): string {
  switch (op.type) {
    case "addService":
      return `-A ${formatService(op.service)}`;
    case "editService":
      return `-E ${formatService(op.service)}`;
    case "deleteService":
      return `-D ${formatId(op.service)}`;
    case "addDestination":
      return `-a ${formatDestination(op.service, op.destination)}`;
    case "editDestination":
      return `-e ${formatDestination(op.service, op.destination)}`;
    case "deleteDestination":
      return `-d ${formatId(op.service)} -r ${destinationKey(op.destination)}`;
  }
}

const formatId = ({ protocol, ip, port }: ServiceId): string =>
  `${PROTOCOLS[protocol]} ${formatEndpoint(ip, port)}`;

function formatService(service: IpvsService): string {
  const { scheduler, persistenceTimeout, extra } = service;
  const persistence = persistenceTimeout === 0 ? [] : ["-p", String(persistenceTimeout)];
  return [formatId(service), "-s", scheduler, ...persistence, ...extra].join(" ");
}

const formatDestination = (service: ServiceId, destination: IpvsDestination): string =>
  `${formatId(service)} -r ${destinationKey(destination)} ${METHODS[destination.forwarding]} -w ${destination.weight}`;

const protocolOf = new Map(
  (["TCP", "UDP", "SCTP"] as const).map((protocol) => [PROTOCOLS[protocol], protocol]),
);
const methodOf = new Map(
  (["NAT", "DR", "TUN"] as const).map((method) => [METHODS[method], method]),
);

/** The table that `ipvsadm -Sn` printed. Services by firewall mark, and lines that say nothing to us, are left out. */
export function parseTable(text: string): IpvsTable {
  const table = new Map<
    string,
    IpvsService & { readonly destinations: Map<DestinationKey, IpvsDestination> }
  >();
  for (const line of text.split("\n")) {
    const [command, kind, place, ...rest] = line.trim().split(/\s+/);
    const id = parseId(kind, place);
    if (id === undefined) continue;
    if (command === "-A")
      table.set(serviceKey(id), { ...id, ...parseService(rest), destinations: new Map() });
    if (command !== "-a") continue;
    const destination = parseDestination(rest);
    if (destination !== undefined)
      table.get(serviceKey(id))?.destinations.set(destinationKey(destination), destination);
  }
  return table;
}

function parseId(kind = "", place = ""): ServiceId | undefined {
  const protocol = protocolOf.get(kind);
  const endpoint = parseEndpoint(place);
  return protocol === undefined || endpoint === undefined ? undefined : { protocol, ...endpoint };
}

function parseEndpoint(text: string): Pick<IpvsDestination, "ip" | "port"> | undefined {
  const [, six, four, port] = /^(?:\[([0-9a-fA-F:.]+)\]|([0-9.]+)):(\d{1,5})$/.exec(text) ?? [];
  const ip = parseIp(six ?? four ?? "");
  return ip === undefined ? undefined : { ip, port: Number(port) };
}

function parseService(
  words: readonly string[],
): Pick<IpvsService, "scheduler" | "persistenceTimeout" | "extra"> {
  let scheduler = "";
  let persistenceTimeout = 0;
  const extra: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    const next = words[i + 1] ?? "";
    if (word === "-s") scheduler = next;
    else if (word === "-p") persistenceTimeout = Number(next) || 0;
    else extra.push(word);
    if (word === "-s" || word === "-p") i++;
  }
  return { scheduler, persistenceTimeout, extra };
}

/** `-r IP:PORT -m -w WEIGHT`; thresholds and tunnel types, which the conf does not say yet, are passed over. */
function parseDestination(words: readonly string[]): IpvsDestination | undefined {
  const after = (flag: string): string => words[words.indexOf(flag) + 1] ?? "";
  const endpoint = words.includes("-r") ? parseEndpoint(after("-r")) : undefined;
  const forwarding = words.map((word) => methodOf.get(word)).find((method) => method !== undefined);
  if (endpoint === undefined || forwarding === undefined) return undefined;
  return { ...endpoint, forwarding, weight: Number(after("-w")) || 0 };
}
