/** How the tunnel to a server is made, ipvsadm(8) --tun-type and others, in the words of lvs_method. */
import type { Options } from "./ipvsadm-options.ts";
import { shown } from "./items.ts";
import { wholeNumber } from "./source.ts";

/** By type: which checksums it has beside none. */
const CHECKSUMS: ReadonlyMap<string, readonly string[]> = new Map([
  ["ipip", []],
  ["gre", ["csum"]],
  ["gue", ["csum", "remcsum"]],
]);

export type Tunnel = { readonly words: string } | { readonly problem: string };

/** `words` are empty for plain ipip; a problem where a conf cannot say it. */
export function readTunnel(options: Options): Tunnel {
  const type = options.get("tun-type")?.value?.text ?? "ipip";
  const checksums = CHECKSUMS.get(type);
  if (checksums === undefined) return { problem: `a conf knows no tunnel of type ${shown(type)}` };
  const checksum = ["csum", "remcsum"].find((each) => options.has(`tun-${each}`));
  if (checksum !== undefined && !checksums.includes(checksum))
    return { problem: `a tunnel of type ${type} has no ${checksum}` };
  const behind = checksum === undefined ? "" : ` ${checksum}`;
  if (type === "ipip") return { words: "" };
  return type === "gue" ? readGue(options, behind) : { words: `type ${type}${behind}` };
}

function readGue(options: Options, behind: string): Tunnel {
  const port = wholeNumber(options.get("tun-port")?.value?.text ?? "", 1, 65_535);
  return port === undefined
    ? { problem: "a tunnel of type gue needs a port" }
    : { words: `type gue port ${port}${behind}` };
}
