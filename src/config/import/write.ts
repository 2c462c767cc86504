/** What was imported, as the text of a conf in canonical layout. */
import type { ForwardingMethod } from "../model.ts";
import { block, comment, gap, type Item, line, shown, writeItems } from "./items.ts";
import type { Imported, ImportedServer, ImportedService } from "./model.ts";

/** `origin` is what the source is called. Undefined where no service is left to write. */
export function writeConf(imported: Imported, origin: string): string | undefined {
  const services = imported.services.map(serviceItems);
  if (!imported.services.some(({ servers }) => servers.length > 0)) return undefined;
  const parts: (readonly Item[])[] = [
    [...heading(imported, origin), ...imported.remarks],
    ...(imported.global.length > 0 ? [[block("global_defs", imported.global)]] : []),
    ...services,
  ];
  const items = parts.flatMap((part, i) => (i === 0 ? part : [gap, ...part]));
  return `${[...writeItems(items)].join("\n")}\n`;
}

/** Who owns the addresses is in none of the sources: it is what a conf adds first. */
function heading({ services }: Imported, origin: string): readonly Item[] {
  const ips = services.flatMap(({ id }) => (id.type === "address" ? [id.ip] : []));
  const addresses = [...new Set(ips)].slice(0, 8).join(", ");
  const more = new Set(ips).size > 8 ? " and others" : "";
  return [
    comment(`daruma: imported from ${shown(origin)}.`),
    comment(
      "It names no owner of the virtual addresses: without a vrrp_instance they stay with whoever",
    ),
    comment(`has them now${addresses === "" ? "." : `: ${addresses}${more}.`}`),
  ];
}

function serviceItems({ id, scheduler, items, servers }: ImportedService): readonly Item[] {
  const kind = servers[0]?.forwarding ?? "NAT";
  const head =
    id.type === "mark" ? `fwmark ${id.mark}` : `${id.ip}${id.port === 0 ? "" : ` ${id.port}`}`;
  const body = [
    line("lb_algo", scheduler),
    line("lb_kind", kind),
    id.type === "address" ? line("protocol", id.protocol) : line("ip_family", id.family),
    ...items,
    ...servers.flatMap((server) => [gap, serverItem(server, kind)]),
  ];
  const whole = block(`virtual_server ${head}`, body);
  if (servers.length > 0) return [whole];
  // Without a server it would be refused.
  return [comment("no servers:"), ...[...writeItems([whole])].map((text) => comment(text))];
}

function serverItem(
  { ip, port, forwarding, tunnel, weight, items }: ImportedServer,
  kind: ForwardingMethod,
): Item {
  return block(`real_server ${ip}${port === 0 ? "" : ` ${port}`}`, [
    line("weight", weight),
    ...(forwarding === kind && tunnel === ""
      ? []
      : [line("lvs_method", forwarding, ...(tunnel === "" ? [] : [tunnel]))]),
    ...items,
  ]);
}
