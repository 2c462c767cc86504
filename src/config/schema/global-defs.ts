/** keepalived.conf(5), "GLOBAL CONFIGURATION": what holds for all of the daemon, and defaults for instances. */
import type { Ip } from "../../base/ip.ts";
import type { Word } from "../lexer.ts";
import type { LogLevel, ScriptUser } from "../model.ts";
import { type Block, choice, defineBlock, flag, integer, seconds, text } from "./entry.ts";
import { type GarpDraft, garpKeywords } from "./garp.ts";
import { multicastGroup, scriptUser } from "./values.ts";

export interface GlobalDraft extends GarpDraft {
  /** Where each keyword stands, for what is judged when all is read. */
  readonly places: Map<string, Word>;
  routerId?: string | undefined;
  scriptUser?: ScriptUser | undefined;
  enableScriptSecurity?: boolean | undefined;
  dynamicInterfaces?: boolean | undefined;
  version?: 2 | 3 | undefined;
  group4?: Ip | undefined;
  group6?: Ip | undefined;
  downTimerAdverts?: number | undefined;
  checkUnicastSource?: boolean | undefined;
  startupDelay?: number | undefined;
  vrrpRtPriority?: number | undefined;
  checkerRtPriority?: number | undefined;
  logLevel?: LogLevel | undefined;
  ipvsResync?: number | undefined;
}

export const VERSIONS: Readonly<Record<string, 2 | 3>> = { "2": 2, "3": 3 };
const LEVELS: Readonly<Record<string, LogLevel>> = {
  trace: "trace",
  debug: "debug",
  info: "info",
  warn: "warn",
  error: "error",
  fatal: "fatal",
};
const RT = { min: 1, max: 99 } as const;

export const globalDefs: Block<GlobalDraft> = defineBlock<GlobalDraft>(
  "global_defs",
  {
    router_id: text("routerId", { meaning: "name of this node", byDefault: "the host's name" }),
    script_user: scriptUser(
      "scriptUser",
      "who runs scripts that name nobody",
      "keepalived_script if it exists, else the daemon's user",
    ),
    enable_script_security: flag("enableScriptSecurity", true, {
      meaning: "refuse scripts that others than root could change, if root runs them",
    }),
    dynamic_interfaces: flag("dynamicInterfaces", true, {
      meaning: "interfaces may come and go; daruma always allows it",
    }),
    vrrp_version: choice("version", VERSIONS, {
      meaning: "VRRP version of instances",
      byDefault: "2",
    }),
    vrrp_mcast_group4: multicastGroup("group4", "inet", "IPv4 group of adverts", "224.0.0.18"),
    vrrp_mcast_group6: multicastGroup("group6", "inet6", "IPv6 group of adverts", "ff02::12"),
    vrrp_down_timer_adverts: integer("downTimerAdverts", {
      min: 1,
      max: 100,
      meaning: "adverts that may be missed before the master counts as down",
      byDefault: "3",
    }),
    vrrp_check_unicast_src: flag("checkUnicastSource", true, {
      meaning: "accept unicast adverts from configured peers alone",
    }),
    vrrp_startup_delay: seconds("startupDelay", {
      min: 0.001,
      max: 86_400,
      meaning: "no VRRP until this long after the start",
      byDefault: "0",
    }),
    vrrp_rt_priority: integer("vrrpRtPriority", {
      ...RT,
      meaning: "SCHED_RR priority of the VRRP process",
    }),
    checker_rt_priority: integer("checkerRtPriority", {
      ...RT,
      meaning: "SCHED_RR priority of the checker process",
    }),
    log_level: choice("logLevel", LEVELS, {
      meaning: "lowest level that is logged (daruma's own)",
      byDefault: "info",
    }),
    ipvs_resync: seconds("ipvsResync", {
      min: 0.1,
      max: 86_400,
      meaning:
        "how often the kernel's IPVS table is compared with what it should be (daruma's own)",
      byDefault: "1",
    }),
    ...garpKeywords("vrrp_"),
  },
  `
  notification_email notification_email_from smtp_server smtp_connect_timeout smtp_helo_name
  smtp_alert smtp_alert_vrrp smtp_alert_checker vrrp_strict vrrp_skip_check_adv_addr
  vrrp_iptables nftables notify_fifo vrrp_notify_fifo lvs_notify_fifo notify_fifo_script
  vrrp_notify_fifo_script lvs_notify_fifo_script lvs_sync_daemon process_names process_name
  vrrp_process_name checker_process_name lvs_process_name bfd_process_name use_symlink_paths
  startup_script startup_script_timeout shutdown_script shutdown_script_timeout
  max_auto_priority min_auto_priority_delay checker_log_all_failures no_email_faults
  default_interface disable_local_igmp v3_checksum_as_v2 lvs_timeouts lvs_flush
  lvs_flush_on_stop lvs_flush_onstop vrrp_min_garp vrrp_garp_extra_if vrrp_vmac_garp_intvl
  vrrp_lower_prio_no_advert vrrp_higher_prio_send_advert vrrp_ipsets nftables_priority
  nftables_ifindex nftables_counters nftables_ipvs nftables_ipvs_priority
  nftables_ipvs_start_fwmark vrrp_priority vrrp_no_swap vrrp_cpu_affinity vrrp_rlimit_rttime
  vrrp_rlimit_rtime checker_priority checker_no_swap checker_cpu_affinity
  checker_rlimit_rttime checker_rlimit_rtime bfd_priority bfd_no_swap bfd_rt_priority
  bfd_cpu_affinity bfd_rlimit_rttime bfd_rlimit_rtime vrrp_notify_priority_changes
  fifo_write_vrrp_states_on_reload snmp_socket enable_traps enable_snmp_vrrp
  enable_snmp_keepalived enable_snmp_rfc enable_snmp_rfcv2 enable_snmp_rfcv3
  enable_snmp_checker snmp_vs_stats_update_interval snmp_rs_stats_update_interval enable_dbus
  dbus_service_name dbus_no_interface_name vrrp_netlink_cmd_rcv_bufs
  vrrp_netlink_cmd_rcv_bufs_force vrrp_netlink_monitor_rcv_bufs
  vrrp_netlink_monitor_rcv_bufs_force process_monitor_rcv_bufs process_monitor_rcv_bufs_force
  lvs_netlink_cmd_rcv_bufs lvs_netlink_cmd_rcv_bufs_force lvs_netlink_monitor_rcv_bufs
  lvs_netlink_monitor_rcv_bufs_force rs_init_notifies no_checker_emails vrrp_rx_bufs_policy
  vrrp_rx_bufs_multiplier vrrp_delay_after_boot log_unknown_vrids vrrp_owner_ignore_adverts
  vmac_prefix vmac_addr_prefix umask random_seed reload_check_config reload_time_file
  reload_repeat reload_file include_check config_save_dir tmp_config_directory
  data_use_instance json_version iproute_usr_dir iproute_etc_dir state_dump_file
  stats_dump_file json_dump_file
`,
);
