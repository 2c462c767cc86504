/** Keywords that read more than one word, or one in a way of their own: what they refuse, whole or in part. */
import { describe, expect, test } from "vitest";
import { plain, readKeywords } from "./lines.ts";

const range = (from: number, to: number): string => `expected ${from} to ${to}`;

const REFUSED: readonly (readonly [string, string, string])[] = [
  [
    "global_defs",
    "dynamic_interfaces always",
    'found "always", expected allow_if_changes or nothing',
  ],
  ["global_defs", "smtp_server", "smtp_server needs HOST [PORT]"],
  ["global_defs", "notify_fifo", "notify_fifo needs PATH [USER [GROUP]]"],
  [
    "global_defs",
    `vrrp_iptables ${"x".repeat(29)}`,
    `found "${"x".repeat(29)}", expected a name of at most 28 characters`,
  ],
  [
    "global_defs",
    `nftables ${"x".repeat(256)}`,
    `found "${"x".repeat(256)}", expected a name of at most 255 characters`,
  ],
  ["global_defs", "lvs_flush_on_stop RS", 'found "RS", expected VS or nothing'],
  ["global_defs", "lvs_sync_daemon", "lvs_sync_daemon needs INTERFACE"],
  ["global_defs", "vrrp_cpu_affinity", "vrrp_cpu_affinity needs CPU ..."],
  ["global_defs", "vrrp_cpu_affinity 0 1024", `found 1024, ${range(0, 1023)}`],
  [
    "global_defs",
    "process_name a-name-too-long-",
    'found "a-name-too-long-", expected a name of at most 15 characters',
  ],
  ["global_defs", "max_auto_priority 100", `found 100, ${range(-1, 99)}`],
  ["global_defs", "max_auto_priority -2", `found -2, ${range(-1, 99)}`],
  ["global_defs", "vrrp_rx_bufs_policy", "vrrp_rx_bufs_policy needs MTU, ADVERT or NUMBER"],
  [
    "global_defs",
    "vrrp_rx_bufs_policy mtu",
    'found "mtu", expected a whole number from 0 to 4294967295',
  ],
  ["global_defs", "vrrp_garp_extra_if 0", `found 0, ${range(1, 86_400)} s`],
  ["global_defs", "vrrp_garp_extra_if all", "vrrp_garp_extra_if needs [all] SECONDS"],
  [
    "global_defs",
    "umask 01000",
    'found "01000", expected a mask such as 0177, or names such as IXUSR|IRWXG',
  ],
  [
    "global_defs",
    "umask IXUSR|IWHO",
    'found "IXUSR|IWHO", expected a mask such as 0177, or names such as IXUSR|IRWXG',
  ],
  [
    "global_defs",
    "umask 09",
    'found "09", expected a mask such as 0177, or names such as IXUSR|IRWXG',
  ],
  ["global_defs", "vrrp_mcast_group4 192.0.2.1", 'found "192.0.2.1", expected a multicast group'],
  ["global_defs", "json_version 3", 'found "3", expected 1 or 2'],
  ["vrrp_instance", "old_unicast_checksum always", 'found "always", expected never or nothing'],
  ["vrrp_instance", "timer_expired_backup 255", `found 255, ${range(1, 254)}`],
  [
    "vrrp_instance",
    "vrf an-interface-too-long",
    'found "an-interface-too-long", expected the name of an interface, at most 15 characters',
  ],
  ["vrrp_instance", "notify_master_rx_lower_pri", "notify_master_rx_lower_pri needs a command"],
  [
    "the file",
    "linkbeat_interfaces {\neth/0\n}",
    'found "eth/0", expected the name of an interface, at most 15 characters',
  ],
  ["the file", "interface_up_down_delays {\neth0\n}", "eth0 needs DOWN [UP], in seconds"],
  ["the file", "interface_up_down_delays {\neth0 256\n}", `found 256, ${range(0, 255)} s`],
  ["track_file", "weight", "weight needs NUMBER [reverse]"],
  ["track_file", "weight 255", `found 255, ${range(-254, 254)}`],
  [
    "track_file",
    "init_file much",
    'found "much", expected a whole number from -2147483648 to 2147483647',
  ],
  ["vrrp_track_process", "process", "process needs COMMAND [PARAMETER ...]"],
  [
    "vrrp_track_process",
    "param_match exact",
    'found "exact", expected initial, partial or nothing',
  ],
  ["vrrp_track_process", "weight -255", `found -255, ${range(-254, 254)}`],
  ["bfd_instance", "weight 254", `found 254, ${range(-253, 253)}`],
  ["vrrp_script", "weight -254", `found -254, ${range(-253, 253)}`],
  ["vrrp_script", "weight 3 revers", 'found "revers", expected reverse'],
];

describe("is refused, and nothing is noted", () => {
  test.for(REFUSED)("in %s: %s", ([block, text, message]) => {
    const { drafts, said } = readKeywords(block, text);
    const empty = Object.values(plain(drafts[0]) as object).every(
      (each) => Array.isArray(each) && each.length === 0,
    );
    expect({ said, empty: empty || text.startsWith("dynamic_interfaces") }).toEqual({
      said: [`error: ${message}`],
      empty: true,
    });
  });
});

describe("a part that is wrong is left out alone", () => {
  test.for<readonly [string, string, object, string]>([
    [
      "global_defs",
      "smtp_server mail.example 0",
      { mailServer: { host: "mail.example" } },
      `found 0, ${range(1, 65_535)}`,
    ],
    [
      "global_defs",
      "lvs_timeouts tcp 2678401 udp 3",
      { ipvsTimeouts: { udp: 3 } },
      `found 2678401, ${range(0, 2_678_400)}`,
    ],
    [
      "global_defs",
      "lvs_sync_daemon eth0 VI_1 id 256",
      { syncDaemon: { interface: "eth0", instance: "VI_1" } },
      `found 256, ${range(0, 255)}`,
    ],
    [
      "global_defs",
      "include_check match all",
      { includeChecks: ["match"] },
      'found "all", expected read, match, wildcard_match or brace_match, with + or - or without',
    ],
    [
      "vrrp_instance",
      "use_vmac vrrp.51 group 2147483648",
      { vmac: { interface: "vrrp.51" } },
      `found 2147483648, ${range(0, 2_147_483_647)}`,
    ],
    [
      "vrrp_instance",
      "use_vmac vrrp.51 vrrp.52",
      { vmac: { interface: "vrrp.51" } },
      'unknown word "vrrp.52" in use_vmac',
    ],
    [
      "vrrp_instance",
      "unicast_peer {\n192.0.2.12 min_ttl 256\nnobody\n}",
      { peers: [{ word: "192.0.2.12", ip: "192.0.2.12" }] },
      `found 256, ${range(0, 255)}`,
    ],
    [
      "the file",
      "linkbeat_interfaces {\neth0 mii\n}",
      { linkbeat: [{ interface: "eth0" }] },
      'found "mii", expected MII, ETHTOOL or IOCTL',
    ],
  ])("in %s: %s", ([block, text, want, message]) => {
    const { drafts, said } = readKeywords(block, text);
    expect({ draft: plain(drafts[0]), said: said[0] }).toEqual({
      draft: want,
      said: `error: ${message}`,
    });
  });
});
