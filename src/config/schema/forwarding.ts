/** How packets reach a server: keepalived.conf(5), lvs_method; ipvsadm(8), "--tun-type". */

import type { ForwardingMethod } from "../model.ts";
import type { Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import { suggest } from "../suggest.ts";
import { badValue, type Entry, entry, list, missing } from "./entry.ts";
import { readInteger } from "./numbers.ts";

export interface Forwarding {
  readonly method: ForwardingMethod;
  readonly tunnel: Tunnel;
  readonly word: Word;
}

export interface Tunnel {
  readonly type: TunnelType;
  /** Of GUE alone, and always there. */
  readonly port: number | undefined;
  readonly checksum: Checksum;
}

type TunnelType = "ipip" | "gue" | "gre";
type Checksum = "nocsum" | "csum" | "remcsum";

const METHODS: ReadonlyMap<string, ForwardingMethod> = new Map(
  (["NAT", "DR", "TUN"] as const).map((name) => [name, name]),
);
const TYPES: ReadonlyMap<string, TunnelType> = new Map(
  (["ipip", "gue", "gre"] as const).map((name) => [name, name]),
);
const CHECKSUMS: ReadonlyMap<string, Checksum> = new Map(
  (["nocsum", "csum", "remcsum"] as const).map((name) => [name, name]),
);
const OPTIONS = ["type", "port", ...CHECKSUMS.keys()];

/** NAT|DR|TUN, and how a tunnel is made. A line with a mistake changes nothing. */
export const forwardingMethod = <K extends string>(
  key: K,
  declared: { readonly meaning: string; readonly byDefault?: string; readonly inherits?: string },
): Entry<{ [key in K]?: Forwarding | undefined }> => ({
  ...entry<{ [key in K]?: Forwarding | undefined }>(
    declared,
    "NAT|DR|TUN [type ipip|gre|gue port PORT] [nocsum|csum|remcsum]",
    undefined,
    (draft, { keyword, args }, report) => {
      draft[key] = readForwarding(keyword, args, report) ?? draft[key];
    },
  ),
  slot: key,
});

function readForwarding(
  keyword: Word,
  [word, ...options]: readonly Word[],
  report: Report,
): Forwarding | undefined {
  if (word === undefined) {
    missing(report, keyword, "NAT, DR or TUN");
    return undefined;
  }
  const method = METHODS.get(word.text);
  if (method === undefined) {
    const meant = suggest(word.text, METHODS.keys());
    const hint = meant === undefined ? undefined : `did you mean ${meant}?`;
    badValue(report, word, `expected ${list([...METHODS.keys()])}`, hint);
    return undefined;
  }
  const tunnel = readTunnel(options, report);
  if (tunnel === undefined) return undefined;
  const problem = contradiction(tunnel);
  if (problem !== undefined) {
    badValue(report, word, problem);
    return undefined;
  }
  if (method === "TUN" && (tunnel.type !== "ipip" || tunnel.checksum !== "nocsum"))
    report.at(word, {
      rule: "unsupported-keyword",
      severity: "warning",
      message: `daruma makes plain ipip tunnels only, yet: a server behind a ${tunnel.type} tunnel is left out`,
    });
  return { method, tunnel, word };
}

interface Reading {
  type: TunnelType;
  port: number | undefined;
  checksum: Checksum;
}

function readTunnel(options: readonly Word[], report: Report): Tunnel | undefined {
  const made: Reading = { type: "ipip", port: undefined, checksum: "nocsum" };
  for (let i = 0; i < options.length; i++) {
    const word = options[i];
    const next = options[i + 1];
    if (word === undefined) break;
    const checksum = CHECKSUMS.get(word.text);
    if (checksum !== undefined) {
      made.checksum = checksum;
      continue;
    }
    if (word.text !== "type" && word.text !== "port") {
      badValue(report, word, `expected ${list(OPTIONS)}`);
      return undefined;
    }
    if (next === undefined) {
      missing(report, word, "a value");
      return undefined;
    }
    if (!(word.text === "type" ? readType(made, next, report) : readTunnelPort(made, next, report)))
      return undefined;
    i++;
  }
  return made;
}

/** False where it is reported. */
function readType(made: Reading, word: Word, report: Report): boolean {
  const type = TYPES.get(word.text);
  if (type === undefined) badValue(report, word, `expected ${list([...TYPES.keys()])}`);
  else made.type = type;
  return type !== undefined;
}

function readTunnelPort(made: Reading, word: Word, report: Report): boolean {
  made.port = readInteger(word, { strict: true, min: 1, max: 65_535 }, report);
  return made.port !== undefined;
}

function contradiction({ type, port, checksum }: Tunnel): string | undefined {
  if (type === "gue" && port === undefined) return "expected a port behind type gue";
  if (type !== "gue" && port !== undefined) return `expected no port: type ${type} has none`;
  if (type === "ipip" && checksum !== "nocsum")
    return `expected no ${checksum}: type ipip has no checksum`;
  if (type === "gre" && checksum === "remcsum") return "expected no remcsum: type gre has none";
  return undefined;
}

/** Whether daruma can make it. */
export const isMade = ({ method, tunnel }: Forwarding): boolean =>
  method !== "TUN" || (tunnel.type === "ipip" && tunnel.checksum === "nocsum");
