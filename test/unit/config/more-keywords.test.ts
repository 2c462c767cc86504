/** Keywords that read more than one word, or one in a way of their own: what is noted, and what is refused. */
import { describe, expect, test } from "vitest";
import { plain, readKeywords } from "./lines.ts";

type Case = readonly [string, object];

const GLOBAL: readonly Case[] = [
  ["dynamic_interfaces allow_if_changes", { dynamicInterfaces: true }],
  ["smtp_server 192.0.2.25", { mailServer: { host: "192.0.2.25" } }],
  ["smtp_server mail.example 587", { mailServer: { host: "mail.example", port: 587 } }],
  [
    "notification_email {\na@example\nb@example c@example\n}",
    { mailTo: ["a@example", "b@example", "c@example"] },
  ],
  [
    "smtp_alert\nsmtp_alert_vrrp off\nsmtp_alert_checker yes",
    { mail: true, mailOfVrrp: false, mailOfCheckers: true },
  ],
  ["no_email_faults\nno_checker_emails", { mailOfFaults: false, mailOfServersAlone: true }],
  ["notify_fifo /run/f", { fifo: { path: "/run/f" } }],
  [
    "vrrp_notify_fifo /run/f root adm",
    { vrrpFifo: { path: "/run/f", owner: { user: "root", group: "adm" } } },
  ],
  [
    'lvs_notify_fifo_script "/bin/reader -x" nobody',
    {
      ipvsFifoScript: {
        command: ["/bin/reader", "-x"],
        user: { user: "nobody" },
        keyword: "lvs_notify_fifo_script",
        word: "/bin/reader -x",
      },
    },
  ],
  ["vrrp_iptables", { iptables: { input: "INPUT", output: "OUTPUT" } }],
  ["vrrp_iptables KA_IN", { iptables: { input: "KA_IN" } }],
  ["vrrp_iptables KA_IN KA_OUT", { iptables: { input: "KA_IN", output: "KA_OUT" } }],
  ["vrrp_ipsets", { ipsets: [] }],
  ["vrrp_ipsets a b c d e f", { ipsets: ["a", "b", "c", "d", "e", "f"] }],
  ["nftables", { nftables: "keepalived" }],
  ["nftables ours\nnftables_ipvs", { nftables: "ours", nftablesIpvs: "keepalived_ipvs" }],
  ["lvs_timeouts tcp 900 udp 0", { ipvsTimeouts: { tcp: 900, udp: 0 } }],
  ["lvs_timeouts tcpfin 2678400", { ipvsTimeouts: { tcpfin: 2_678_400 } }],
  ["lvs_flush_on_stop", { flushOnStop: "all" }],
  ["lvs_flush_on_stop VS", { flushOnStop: "own" }],
  ["lvs_sync_daemon eth0", { syncDaemon: { interface: "eth0" } }],
  ["lvs_sync_daemon eth0 VI_1", { syncDaemon: { interface: "eth0", instance: "VI_1" } }],
  ["lvs_sync_daemon eth0 VI_1 11", { syncDaemon: { interface: "eth0", instance: "VI_1", id: 11 } }],
  [
    "lvs_sync_daemon eth0 inst id id 255 maxlen 65507 port 8848 ttl 255 group 224.0.0.99",
    {
      syncDaemon: {
        interface: "eth0",
        instance: "id",
        id: 255,
        maxLength: 65_507,
        port: 8848,
        ttl: 255,
        group: "224.0.0.99",
      },
    },
  ],
  ["vrrp_cpu_affinity 0 3\nvrrp_priority -20", { vrrpProcess: { cpus: [0, 3], priority: -20 } }],
  ["checker_no_swap\nchecker_rlimit_rttime 1", { checkerProcess: { locked: true, rttime: 1 } }],
  ["bfd_process_name ka_bfd", { bfdProcess: { processName: "ka_bfd" } }],
  ["max_auto_priority", { maxAutoPriority: 99 }],
  ["max_auto_priority -1", { maxAutoPriority: -1 }],
  ["vrrp_rx_bufs_policy MTU", { receivePolicy: "MTU" }],
  ["vrrp_rx_bufs_policy ADVERT", { receivePolicy: "ADVERT" }],
  ["vrrp_rx_bufs_policy 4096", { receivePolicy: 4096 }],
  ["vrrp_garp_extra_if 60", { extraInterfaces: { all: false, interval: 60_000 } }],
  ["vrrp_garp_extra_if all 1", { extraInterfaces: { all: true, interval: 1000 } }],
  ["umask 0177", { umask: 0o177 }],
  ["umask 0x3f", { umask: 0x3f }],
  ["umask 63", { umask: 63 }],
  ["umask IXUSR|IRWXG|IRWXO", { umask: 0o177 }],
  ["umask IRUSR|IWGRP|IXOTH|IRWXU", { umask: 0o721 }],
  ["reload_check_config", { reloadCheckLog: "/dev/null" }],
  ["reload_check_config /var/log/check", { reloadCheckLog: "/var/log/check" }],
  ["reload_file", { reloadFile: {} }],
  ["reload_file /run/reload", { reloadFile: { path: "/run/reload" } }],
  ["include_check", { includeChecks: ["read", "match", "wildcard_match", "brace_match"] }],
  ["include_check match readable", { includeChecks: ["match", "read"] }],
  ["include_check match\ninclude_check +read -match", { includeChecks: ["read"] }],
  ["include_check match\ninclude_check read", { includeChecks: ["read"] }],
  ["vmac_prefix ha\nvmac_addr_prefix haa", { vmacPrefix: "ha", vmacAddressPrefix: "haa" }],
  [
    "vrrp_strict\nvrrp_lower_prio_no_advert off\nv3_checksum_as_v2",
    { strict: true, ignoresLower: false, checksumAsV2: true },
  ],
];

const INSTANCE: readonly Case[] = [
  ["use_vmac", { vmac: {} }],
  ["use_vmac vrrp.51", { vmac: { interface: "vrrp.51" } }],
  [
    "use_vmac name group 02:00:5e:00:01:33 netlink_notify_msg group 7",
    { vmac: { interface: "group", mac: "02:00:5e:00:01:33", notifyMessage: true, linkGroup: 7 } },
  ],
  ["use_vmac 2:0:5e:0:1", { vmac: { mac: "2:0:5e:0:1" } }],
  ["use_ipvlan", { ipvlan: {} }],
  [
    "use_ipvlan ipv.1 192.0.2.9 vepa group 0",
    { ipvlan: { interface: "ipv.1", address: "192.0.2.9", mode: "vepa", linkGroup: 0 } },
  ],
  ["use_ipvlan name bridge private", { ipvlan: { interface: "bridge", mode: "private" } }],
  [
    "vrf blue\nuse_vmac_addr\nvmac_xmit_base",
    { vrf: "blue", vmacForAddresses: true, transmitByBase: true },
  ],
  ["old_unicast_checksum", { oldChecksum: "always" }],
  ["old_unicast_checksum never", { oldChecksum: "never" }],
  ["notify_deleted", { notifyDeleted: {} }],
  [
    'notify_deleted "/bin/gone now" root',
    {
      notifyDeleted: {
        script: {
          command: ["/bin/gone", "now"],
          user: { user: "root" },
          keyword: "notify_deleted",
          word: "/bin/gone now",
        },
      },
    },
  ],
  [
    "notify_master_rx_lower_pri /bin/lower",
    {
      notifyLowerPriority: {
        command: ["/bin/lower"],
        keyword: "notify_master_rx_lower_pri",
        word: "/bin/lower",
      },
    },
  ],
  ["timer_expired_backup", { timerExpiredBackup: 254 }],
  ["timer_expired_backup 1", { timerExpiredBackup: 1 }],
  ["garp_extra_if all 0", { extraInterfaces: { all: true, interval: 0 } }],
  ["accept", { accept: true }],
  ["no_accept", { accept: false }],
  [
    "strict_mode no\nskip_check_adv_addr\nowner_ignore_adverts",
    { strict: false, skipCheckAddresses: true, ownerIgnores: true },
  ],
  [
    "virtual_routes {\ndefault via 192.0.2.1\n}\nvirtual_routes {\nblackhole 192.0.2.0/24\n}",
    {
      routes: [
        { word: "default", to: "default", via: "192.0.2.1", family: "inet" },
        {
          word: "blackhole",
          type: "blackhole",
          to: { ip: "192.0.2.0", length: 24 },
          family: "inet",
        },
      ],
    },
  ],
  [
    "virtual_rules {\niif eth0 table 1 priority 9\n}",
    {
      rules: [
        {
          word: "iif",
          iif: "eth0",
          action: { type: "table", table: 1 },
          preference: 9,
          family: "inet",
        },
      ],
    },
  ],
  [
    "unicast_peer {\n192.0.2.12 min_ttl 254 max_ttl 255\n192.0.2.13\n}",
    {
      peers: [
        { word: "192.0.2.12", ip: "192.0.2.12", ttlMin: 254, ttlMax: 255 },
        { word: "192.0.2.13", ip: "192.0.2.13" },
      ],
    },
  ],
  [
    "track_script {\nchk weight -253 reverse\nother weight 2 noreverse\nplain\n}",
    {
      trackScripts: [
        { name: "chk", weight: { value: -253, reverse: true } },
        { name: "other", weight: { value: 2, reverse: false } },
        { name: "plain" },
      ],
    },
  ],
];

const ROOT: readonly Case[] = [
  [
    "net_namespace lb\nnet_namespace_ipvs\ninstance a\nuse_pid_dir",
    { netNamespace: "lb", ipvsNamespace: {}, instanceName: "a", pidDirectory: true },
  ],
  ["net_namespace_ipvs other", { ipvsNamespace: { name: "other" } }],
  [
    "linkbeat_use_polling\nlinkbeat_interfaces {\neth0\neth1 ETHTOOL\n}",
    {
      linkbeatPolling: true,
      linkbeat: [{ interface: "eth0" }, { interface: "eth1", by: "ETHTOOL" }],
    },
  ],
  [
    "interface_up_down_delays {\neth0 2\neth1 255 0.5\n}",
    {
      linkDelays: [
        { interface: "eth0", down: 2000, up: 0 },
        { interface: "eth1", down: 255_000, up: 500 },
      ],
    },
  ],
  [
    "garp_group {\ngarp_interval 0.1\ninterface eth0\ninterfaces {\neth1\neth2 eth3\n}\n}",
    {
      garpGroups: [
        { keyword: "garp_group", interval: 100, interfaces: ["eth0", "eth1", "eth2", "eth3"] },
      ],
    },
  ],
  [
    "static_ipaddress {\n192.0.2.1/24 dev eth0\n}",
    {
      staticAddresses: [
        { word: "192.0.2.1/24", prefix: { ip: "192.0.2.1", length: 24 }, dev: "eth0" },
      ],
    },
  ],
  [
    "static_routes {\ndefault dev eth0\n}",
    { staticRoutes: [{ word: "default", to: "default", dev: "eth0", family: "inet" }] },
  ],
  [
    "static_rules {\nl3mdev priority 9\n}",
    {
      staticRules: [{ word: "l3mdev", action: { type: "l3mdev" }, preference: 9, family: "inet" }],
    },
  ],
];

const WATCHED: readonly (readonly [string, string, object])[] = [
  ["track_file", "file /run/fit", { path: "/run/fit" }],
  ["track_file", "weight -254 reverse", { weight: { value: -254, reverse: true } }],
  ["track_file", "init_file", { initial: { value: 0, overwrite: false } }],
  ["track_file", "init_file -5", { initial: { value: -5, overwrite: false } }],
  ["track_file", "init_file overwrite", { initial: { value: 0, overwrite: true } }],
  ["track_file", "init_file 5 overwrite", { initial: { value: 5, overwrite: true } }],
  ["vrrp_track_process", 'process "/bin/a b" -x "c d"', { command: ["/bin/a b", "-x", "c d"] }],
  ["vrrp_track_process", "param_match", { parameters: "exact" }],
  ["vrrp_track_process", "param_match initial", { parameters: "initial" }],
  [
    "vrrp_track_process",
    "weight 254\nquorum_max 0\nfull_command",
    { weight: { value: 254, reverse: false }, quorumMax: 0, fullCommand: true },
  ],
  [
    "bfd_instance",
    "neighbor_ip 192.0.2.9\nmin_rx 50.5\nmultihop",
    { neighbor: "192.0.2.9", minRx: 50.5, multihop: true },
  ],
  [
    "bfd_instance",
    "neighbour_ip 2001:db8::9\nhoplimit 64\nmax_hops -1\nvrrp",
    { neighbor: "2001:db8::9", ttl: 64, maxHops: -1, vrrpOnly: true },
  ],
  ["bfd_instance", "weight 253", { weight: { value: 253, reverse: false } }],
  ["vrrp_script", "weight -253", { weight: { value: -253, reverse: false } }],
  ["track_group", "group {\nA\nB C\n}", { members: ["A", "B", "C"] }],
  [
    "vrrp_sync_group",
    "sync_group_tracking_weight\nnotify_priority_changes off\nsmtp_alert",
    { trackingWeight: true, tellPriorities: false, mail: true },
  ],
];

const all = [
  ...GLOBAL.map(([text, want]) => ["global_defs", text, want] as const),
  ...INSTANCE.map(([text, want]) => ["vrrp_instance", text, want] as const),
  ...ROOT.map(([text, want]) => ["the file", text, want] as const),
  ...WATCHED,
];

describe("is noted", () => {
  test.for(all)("in %s: %s", ([block, text, want]) => {
    const { drafts, said } = readKeywords(block, text);
    expect({ draft: plain(drafts[0]), said }).toEqual({ draft: want, said: [] });
  });
});
