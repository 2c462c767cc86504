/** What looks at the daemon from outside: SNMP, D-Bus, dumps. */
import { boolean, choice, flag, notYet, oldNameOf, seconds, type Table, text } from "./entry.ts";

export interface ObservingDraft {
  snmpSocket?: string | undefined;
  snmpVrrp?: boolean | undefined;
  snmpChecker?: boolean | undefined;
  snmpRfc2?: boolean | undefined;
  snmpRfc3?: boolean | undefined;
  snmpRfc?: boolean | undefined;
  snmpTraps?: boolean | undefined;
  snmpServiceInterval?: number | undefined;
  snmpServerInterval?: number | undefined;
  dbus?: boolean | undefined;
  dbusName?: string | undefined;
  dbusNoInterface?: boolean | undefined;
  dumpsByInstance?: boolean | undefined;
  stateDump?: string | undefined;
  statsDump?: string | undefined;
  jsonDump?: string | undefined;
  jsonVersion?: 1 | 2 | undefined;
}

const INTERVAL = { min: 0.001, max: 30 } as const;
const JSON_VERSIONS: Readonly<Record<string, 1 | 2>> = { "1": 1, "2": 2 };

const snmpVrrp = flag("snmpVrrp", true, { meaning: "VRRP by KEEPALIVED-MIB" });

export const observingKeywords: Table<ObservingDraft> = notYet<ObservingDraft>({
  snmp_socket: text("snmpSocket", {
    meaning: "where the SNMP agent listens",
    byDefault: "unix:/var/agentx/master",
  }),
  enable_snmp_vrrp: snmpVrrp,
  enable_snmp_keepalived: oldNameOf("enable_snmp_vrrp", snmpVrrp),
  enable_snmp_checker: flag("snmpChecker", true, { meaning: "IPVS and checks by KEEPALIVED-MIB" }),
  enable_snmp_rfc: flag("snmpRfc", true, { meaning: "VRRP by the MIBs of RFC 2787 and RFC 6527" }),
  enable_snmp_rfcv2: flag("snmpRfc2", true, { meaning: "VRRP by the MIB of RFC 2787" }),
  enable_snmp_rfcv3: flag("snmpRfc3", true, { meaning: "VRRP by the MIB of RFC 6527" }),
  enable_traps: flag("snmpTraps", true, { meaning: "SNMP traps of changes" }),
  snmp_vs_stats_update_interval: seconds("snmpServiceInterval", {
    ...INTERVAL,
    meaning: "how old numbers of virtual servers may be",
    byDefault: "5",
  }),
  snmp_rs_stats_update_interval: seconds("snmpServerInterval", {
    ...INTERVAL,
    meaning: "how old numbers of real servers may be",
    byDefault: "as old as those of its virtual server",
  }),
  enable_dbus: flag("dbus", true, { meaning: "changes and commands by D-Bus" }),
  dbus_service_name: text("dbusName", {
    meaning: "its name on the bus",
    byDefault: "org.keepalived.Vrrp1",
  }),
  dbus_no_interface_name: flag("dbusNoInterface", true, {
    meaning: "paths of instances on the bus do not name their interface",
  }),
  data_use_instance: boolean("dumpsByInstance", {
    meaning: "names of dumps carry the network namespace and the instance of the daemon",
  }),
  state_dump_file: text("stateDump", { meaning: "where SIGUSR1 writes" }, "PATH"),
  stats_dump_file: text("statsDump", { meaning: "where SIGUSR2 writes" }, "PATH"),
  json_dump_file: text("jsonDump", { meaning: "where the signal JSON writes" }, "PATH"),
  json_version: choice("jsonVersion", JSON_VERSIONS, {
    meaning: "shape of the JSON",
    byDefault: "1",
  }),
});
