/** keepalived.conf(5), "real_server". */
import { type ChecksDraft, checkKeywords } from "./checks.ts";
import { type Block, boolean, defineBlock, type Entry, integer, notYet, text } from "./entry.ts";
import { type Forwarding, forwardingMethod } from "./forwarding.ts";
import {
  alphaOf,
  connectTimeout,
  type TimingDraft,
  timingKeywords,
  type VirtualHostDraft,
  virtualHost,
} from "./timing.ts";
import { type Endpoint, script, type WrittenScript } from "./values.ts";

export interface RealServerDraft extends TimingDraft, VirtualHostDraft, ChecksDraft {
  readonly endpoint: Endpoint;
  weight?: number | undefined;
  forwarding?: Forwarding | undefined;
  inhibitOnFailure?: boolean | undefined;
  upperThreshold?: number | undefined;
  lowerThreshold?: number | undefined;
  notifyUp?: WrittenScript | undefined;
  notifyDown?: WrittenScript | undefined;
  smtpAlert?: boolean | undefined;
  snmpName?: string | undefined;
}

/** What IPVS can hold; ipvsadm gives it less, see WEIGHT_OF_IPVSADM in resolve-real-servers.ts. */
export const WEIGHT_MAX = 2_147_483_647;
const THRESHOLD = { min: 0, max: 4_294_967_295 } as const;

/** For SNMP, which daruma has not: in virtual and real servers. */
export const snmpName: Entry<{ snmpName?: string | undefined }> = text("snmpName", {
  meaning: "its name in SNMP",
});

export const realServer: Block<RealServerDraft> = defineBlock<RealServerDraft>("real_server", {
  weight: integer("weight", {
    min: 0,
    max: WEIGHT_MAX,
    meaning: "its share of connections; 0: no new ones",
    byDefault: "1",
    inherits: "virtual_server weight",
  }),
  lvs_method: forwardingMethod("forwarding", {
    meaning: "how packets reach it",
    byDefault: "NAT",
    inherits: "virtual_server lvs_method",
  }),
  inhibit_on_failure: boolean("inhibitOnFailure", {
    meaning: "weight 0 instead of removal when it fails",
    byDefault: "no",
    inherits: "virtual_server inhibit_on_failure",
  }),
  ...checkKeywords,
  ...timingKeywords("real_server"),
  ...connectTimeout("real_server"),
  alpha: alphaOf("real_server"),
  virtualhost: virtualHost("real_server"),
  ...notYet<RealServerDraft>({
    uthreshold: integer("upperThreshold", {
      ...THRESHOLD,
      meaning: "no new connections above so many; 0: no limit",
      byDefault: "0",
    }),
    lthreshold: integer("lowerThreshold", {
      ...THRESHOLD,
      meaning: "new connections again below so many; 0: three quarters of uthreshold",
      byDefault: "0",
    }),
    notify_up: script("notifyUp", "run when it enters the pool"),
    notify_down: script("notifyDown", "run when it leaves the pool"),
    smtp_alert: boolean("smtpAlert", {
      meaning: "mail when it goes up or down",
      byDefault: "yes",
      inherits: "global_defs smtp_alert_checker",
    }),
    snmp_name: snmpName,
  }),
});
