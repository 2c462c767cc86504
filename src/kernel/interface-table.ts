/** Interfaces and their addresses as the kernel has told so far, and what is news in a message. Pure. */
import type { Prefix } from "../base/ip.ts";
import type { InterfaceNews, Link } from "../ports/kernel.ts";
import {
  type AddressMessage,
  decodeAddress,
  RTM_DELADDR,
  RTM_NEWADDR,
} from "../wire/netlink/address.ts";
import { decodeLink, type LinkMessage, RTM_DELLINK, RTM_NEWLINK } from "../wire/netlink/link.ts";
import type { Message } from "../wire/netlink/message.ts";

interface Entry {
  link: LinkMessage;
  readonly addresses: Map<string, Prefix>;
}

export interface InterfaceTable {
  readonly entries: Map<number, Entry>;
}

export const createInterfaceTable = (): InterfaceTable => ({ entries: new Map() });

export function indexOf({ entries }: InterfaceTable, name: string): number | undefined {
  for (const [index, { link }] of entries) if (link.name === name) return index;
  return undefined;
}

/** Takes a message in. `ownPort`: the port id of our requests; what they cause is no news of others' doing. */
export function absorb(
  table: InterfaceTable,
  message: Message,
  ownPort: number,
): readonly InterfaceNews[] {
  switch (message.type) {
    case RTM_NEWLINK: {
      const link = decodeLink(message.payload);
      return link === undefined ? [] : newLink(table, link);
    }
    case RTM_DELLINK: {
      const link = decodeLink(message.payload);
      return link === undefined ? [] : goneLink(table, link.index);
    }
    case RTM_NEWADDR: {
      const address = decodeAddress(message.payload);
      return address === undefined ? [] : newAddress(table, address);
    }
    case RTM_DELADDR: {
      const address = decodeAddress(message.payload);
      return address === undefined ? [] : goneAddress(table, address, message.port === ownPort);
    }
    default:
      return [];
  }
}

/** Forgets what a full listing did not name: after lost messages, or at any time. */
export function retain(
  table: InterfaceTable,
  links: ReadonlySet<number>,
  addresses: ReadonlySet<string>,
): readonly InterfaceNews[] {
  const news: InterfaceNews[] = [];
  for (const [index, { link, addresses: known }] of table.entries) {
    if (!links.has(index)) {
      news.push(...goneLink(table, index));
      continue;
    }
    for (const [key, { ip, length }] of known) {
      if (addresses.has(`${index} ${key}`)) continue;
      news.push(...goneAddress(table, { index: link.index, ip, length, unusable: false }, false));
    }
  }
  return news;
}

/** How `retain` names an address. */
export const addressKey = ({ index, ip, length }: AddressMessage): string =>
  `${index} ${ip}/${length}`;

function newLink({ entries }: InterfaceTable, link: LinkMessage): readonly InterfaceNews[] {
  const entry = entries.get(link.index);
  if (entry === undefined) {
    const fresh: Entry = { link, addresses: new Map() };
    entries.set(link.index, fresh);
    return [{ type: "link", link: linkOf(fresh) }];
  }
  const before = entry.link;
  entry.link = link;
  if (JSON.stringify(before) === JSON.stringify(link)) return [];
  const renamed: InterfaceNews[] =
    before.name === link.name ? [] : [{ type: "linkGone", name: before.name }];
  return [...renamed, { type: "link", link: linkOf(entry) }];
}

function goneLink({ entries }: InterfaceTable, index: number): readonly InterfaceNews[] {
  const entry = entries.get(index);
  if (entry === undefined) return [];
  entries.delete(index);
  return [{ type: "linkGone", name: entry.link.name }];
}

function newAddress(
  { entries }: InterfaceTable,
  { index, ip, length, unusable }: AddressMessage,
): readonly InterfaceNews[] {
  const entry = entries.get(index);
  const key = `${ip}/${length}`;
  if (entry === undefined || entry.addresses.has(key) === !unusable) return [];
  if (unusable) entry.addresses.delete(key);
  else entry.addresses.set(key, { ip, length });
  return [{ type: "link", link: linkOf(entry) }];
}

function goneAddress(
  { entries }: InterfaceTable,
  { index, ip, length }: AddressMessage,
  own: boolean,
): readonly InterfaceNews[] {
  const entry = entries.get(index);
  if (entry === undefined || !entry.addresses.delete(`${ip}/${length}`)) return [];
  const link: InterfaceNews = { type: "link", link: linkOf(entry) };
  return own ? [link] : [link, { type: "addressGone", link: entry.link.name, ip }];
}

const linkOf = ({ link, addresses }: Entry): Link => ({
  ...link,
  addresses: [...addresses.values()],
});
