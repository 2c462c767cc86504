/** Virtual MAC addresses: keepalived.conf(5), "use_vmac", "use_ipvlan", "vrf". */
import type { Ip } from "../../base/ip.ts";
import { parseIp } from "../../base/ip.ts";
import type { Word } from "../pieces.ts";
import type { Report } from "../report.ts";
import { type Entry, entry, flag, integer, notYet, type Table, text, value } from "./entry.ts";
import { interfaceName, readInterface } from "./links.ts";
import { defineLine, type Line, readWords } from "./words.ts";

interface VmacDraft {
  /** Undefined: vrrp.VRID. */
  interface?: string | undefined;
  /** Five or six octets; undefined: 00:00:5e:00:01 or 02, and the VRID. */
  mac?: string | undefined;
  notifyMessage?: boolean | undefined;
  linkGroup?: number | undefined;
}

interface IpvlanDraft {
  interface?: string | undefined;
  address?: Ip | undefined;
  mode?: "bridge" | "private" | "vepa" | undefined;
  linkGroup?: number | undefined;
}

export interface InstanceVmacDraft {
  vmac?: VmacDraft | undefined;
  vmacForAddresses?: boolean | undefined;
  transmitByBase?: boolean | undefined;
  ipvlan?: IpvlanDraft | undefined;
  vrf?: string | undefined;
}

export interface GlobalVmacDraft {
  vmacPrefix?: string | undefined;
  vmacAddressPrefix?: string | undefined;
}

const GROUP_MAX = 2_147_483_647;
const MAC = /^([0-9a-fA-F]{1,2}:){4,5}[0-9a-fA-F]{1,2}$/;

const name = interfaceName("interface", { meaning: "the name of the new interface" });
const group = integer("linkGroup", {
  strict: true,
  min: 0,
  max: GROUP_MAX,
  meaning: "the group of interfaces that it is in, ip-link(8)",
});

const vmac: Line<VmacDraft> = defineLine<VmacDraft>("use_vmac", {
  name,
  netlink_notify_msg: flag("notifyMessage", true, { meaning: "kept for old confs" }),
  group,
});

const mode = (to: "bridge" | "private" | "vepa", meaning: string): Entry<IpvlanDraft> =>
  entry({ meaning }, "", undefined, (draft) => {
    draft.mode = to;
  });

const ipvlan: Line<IpvlanDraft> = defineLine<IpvlanDraft>("use_ipvlan", {
  name,
  group,
  bridge: mode("bridge", "interfaces of one base reach each other"),
  private: mode("private", "interfaces of one base do not reach each other"),
  vepa: mode("vepa", "interfaces of one base reach each other by the switch"),
});

/** Keywords of an instance. */
export const instanceVmacKeywords: Table<InstanceVmacDraft> = notYet<InstanceVmacDraft>({
  use_vmac: entry(
    { meaning: "hold the addresses on an interface with the virtual router's MAC address" },
    "[[name] INTERFACE] [MAC] [netlink_notify_msg] [group NUMBER]",
    undefined,
    (draft, { args }, report) => {
      draft.vmac = {};
      readWords(vmac, draft.vmac, args, report, readVmacWord);
    },
  ),
  use_vmac_addr: flag("vmacForAddresses", true, {
    meaning: "addresses with a dev of their own are on such an interface too",
  }),
  vmac_xmit_base: flag("transmitByBase", true, {
    meaning: "adverts are sent by the interface below, with its MAC address",
  }),
  use_ipvlan: entry(
    { meaning: "hold the addresses on an ipvlan interface" },
    "[[name] INTERFACE] [IP] [bridge|private|vepa] [group NUMBER]",
    undefined,
    (draft, { args }, report) => {
      draft.ipvlan = {};
      readWords(ipvlan, draft.ipvlan, args, report, readIpvlanWord);
    },
  ),
  vrf: interfaceName("vrf", { meaning: "the VRF that the virtual interface is in" }),
});

function readVmacWord(draft: VmacDraft, word: Word, report: Report): boolean {
  if (MAC.test(word.text)) draft.mac = word.text.toLowerCase();
  else if (draft.interface === undefined) draft.interface = readInterface(word, report);
  else return false;
  return true;
}

function readIpvlanWord(draft: IpvlanDraft, word: Word, report: Report): boolean {
  const ip = parseIp(word.text.replace(/\/\d+$/, ""));
  if (ip !== undefined) draft.address = ip;
  else if (draft.interface === undefined) draft.interface = readInterface(word, report);
  else return false;
  return true;
}

/** Keywords of global_defs. */
export const globalVmacKeywords: Table<GlobalVmacDraft> = notYet<GlobalVmacDraft>({
  vmac_prefix: prefix("vmacPrefix", {
    meaning: "what names of virtual interfaces begin with",
    byDefault: "vrrp",
  }),
  vmac_addr_prefix: prefix("vmacAddressPrefix", {
    meaning: "what names of virtual interfaces of single addresses begin with",
    inherits: "global_defs vmac_prefix",
  }),
});

function prefix<K extends string>(
  key: K,
  declared: Parameters<typeof text>[1],
): Entry<{ [key in K]?: string | undefined }> {
  return value(key, declared, "TEXT", undefined, readInterface);
}
