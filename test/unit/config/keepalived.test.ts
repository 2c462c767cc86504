/** No keyword of keepalived 2.4.3 is unknown: each is acted on, or named as not acted on yet. */
import { expect, test } from "vitest";
import { blocks } from "../../../src/config/schema/language.ts";

const ASKED = "retry delay_before_retry warmup delay_loop alpha log_all_failures";
const CHECK = `connect_ip connect_port bindto bind_port bind_if connect_timeout fwmark ${ASKED}`;
const HTTP = `${CHECK} virtualhost http_protocol enable_sni fast_recovery nb_get_retry url`;
const URL = `path digest status_code virtualhost regex regex_no_match regex_options
  regex_min_offset regex_max_offset regex_stack`;

const KEYWORDS: Readonly<Record<string, string>> = {
  "the file": `global_defs vrrp_instance vrrp_sync_group vrrp_script virtual_server
    static_ipaddress static_routes static_rules track_file virtual_server_group vrrp_track_process
    SSL include linkbeat_use_polling net_namespace net_namespace_ipvs namespace_with_ipsets
    use_pid_dir instance child_wait_time track_group garp_group linkbeat_interfaces
    interface_up_down_delays bfd_instance vrrp_track_file includer includem includew includeb
    includea`,
  global_defs: `router_id notification_email notification_email_from smtp_server
    smtp_connect_timeout script_user enable_script_security smtp_helo_name smtp_alert
    smtp_alert_vrrp smtp_alert_checker dynamic_interfaces vrrp_version vrrp_strict
    vrrp_mcast_group4 vrrp_mcast_group6 vrrp_garp_master_delay vrrp_garp_master_repeat
    vrrp_garp_master_refresh vrrp_garp_master_refresh_repeat vrrp_garp_interval vrrp_gna_interval
    vrrp_check_unicast_src vrrp_skip_check_adv_addr vrrp_iptables nftables notify_fifo
    vrrp_notify_fifo lvs_notify_fifo notify_fifo_script vrrp_notify_fifo_script
    lvs_notify_fifo_script lvs_sync_daemon process_names process_name vrrp_process_name
    checker_process_name lvs_process_name bfd_process_name use_symlink_paths startup_script
    startup_script_timeout shutdown_script shutdown_script_timeout max_auto_priority
    min_auto_priority_delay checker_log_all_failures no_email_faults default_interface
    disable_local_igmp v3_checksum_as_v2 lvs_timeouts lvs_flush lvs_flush_on_stop lvs_flush_onstop
    vrrp_garp_lower_prio_delay vrrp_garp_lower_prio_repeat vrrp_down_timer_adverts vrrp_min_garp
    vrrp_garp_extra_if vrrp_vmac_garp_intvl vrrp_lower_prio_no_advert vrrp_higher_prio_send_advert
    vrrp_ipsets nftables_priority nftables_ifindex nftables_counters nftables_ipvs
    nftables_ipvs_priority nftables_ipvs_start_fwmark vrrp_priority vrrp_no_swap vrrp_rt_priority
    vrrp_cpu_affinity vrrp_rlimit_rttime vrrp_rlimit_rtime checker_priority checker_no_swap
    checker_rt_priority checker_cpu_affinity checker_rlimit_rttime checker_rlimit_rtime
    bfd_priority bfd_no_swap bfd_rt_priority bfd_cpu_affinity bfd_rlimit_rttime bfd_rlimit_rtime
    vrrp_notify_priority_changes fifo_write_vrrp_states_on_reload snmp_socket enable_traps
    enable_snmp_vrrp enable_snmp_keepalived enable_snmp_rfc enable_snmp_rfcv2 enable_snmp_rfcv3
    enable_snmp_checker snmp_vs_stats_update_interval snmp_rs_stats_update_interval enable_dbus
    dbus_service_name dbus_no_interface_name vrrp_netlink_cmd_rcv_bufs
    vrrp_netlink_cmd_rcv_bufs_force vrrp_netlink_monitor_rcv_bufs
    vrrp_netlink_monitor_rcv_bufs_force process_monitor_rcv_bufs process_monitor_rcv_bufs_force
    lvs_netlink_cmd_rcv_bufs lvs_netlink_cmd_rcv_bufs_force lvs_netlink_monitor_rcv_bufs
    lvs_netlink_monitor_rcv_bufs_force rs_init_notifies no_checker_emails vrrp_rx_bufs_policy
    vrrp_rx_bufs_multiplier vrrp_startup_delay vrrp_delay_after_boot log_unknown_vrids
    vrrp_owner_ignore_adverts vmac_prefix vmac_addr_prefix umask random_seed reload_check_config
    reload_time_file reload_repeat reload_file include_check config_save_dir tmp_config_directory
    data_use_instance json_version iproute_usr_dir iproute_etc_dir state_dump_file stats_dump_file
    json_dump_file`,
  track_group: "group",
  garp_group: "garp_interval gna_interval interface interfaces",
  vrrp_script: "script interval weight rise fall timeout init_fail user",
  vrrp_track_process: `process weight quorum param_match full_command quorum_max delay
    terminate_delay fork_delay`,
  track_file: "file weight init_file",
  bfd_instance: `neighbor_ip neighbour_ip source_ip min_rx min_tx multiplier idle_tx passive
    ttl hoplimit max_hops multihop weight vrrp checker`,
  vrrp_sync_group: `group notify_master notify_backup notify_fault notify_stop notify
    track_interface track_script track_file track_process track_bfd smtp_alert global_tracking
    sync_group_tracking_weight notify_priority_changes`,
  vrrp_instance: `interface virtual_router_id state priority advert_int virtual_ipaddress
    authentication nopreempt preempt unicast_peer unicast_src_ip mcast_src_ip track_interface
    track_script notify_master notify_backup notify_fault notify_stop notify smtp_alert version
    virtual_ipaddress_excluded virtual_routes virtual_rules preempt_delay use_vmac vmac_xmit_base
    dont_track_primary track_file track_process garp_master_delay garp_master_repeat
    garp_master_refresh garp_master_refresh_repeat garp_lower_prio_delay garp_lower_prio_repeat
    accept no_accept strict_mode promote_secondaries check_unicast_src no_virtual_ipaddress
    auth_hmac mcast_dst_ip track_src_ip unicast_ttl unicast_fault_no_peer old_unicast_checksum
    v3_checksum_as_v2 use_vmac_addr use_ipvlan vrf track_bfd notify_deleted
    notify_master_rx_lower_pri notify_priority_changes garp_extra_if vmac_garp_intvl
    lower_prio_no_advert higher_prio_send_advert owner_ignore_adverts down_timer_adverts
    timer_expired_backup thread_timer_expired skip_check_adv_addr kernel_rx_buf_size debug
    native_ipv6 linkbeat_use_polling lvs_sync_daemon_interface`,
  authentication: "auth_type auth_pass",
  auth_hmac: "key active_key time_window anti_replay mode",
  virtual_ipaddress: `dev brd broadcast scope label peer no_track -nodad preferred_lft
    use_vmac home mngtmpaddr noprefixroute autojoin`,
  virtual_routes: `to via dev src table metric default scope inet inet6 from gw oif tos
    dsfield protocol priority preference onlink nexthop mtu any all blackhole unreachable prohibit
    throw unicast no_track local multicast nat vrf realms advmss rtt rttvar reordering window cwnd
    ssthresh hoplimit rto_min initcwnd initrwnd features quickack congctl pref ttl-propagate
    fastopen_no_cookie encap expires add prepend append or`,
  virtual_rules: `from to table lookup preference fwmark not order priority tos dsfield dev
    iif oif suppress_prefixlength goto blackhole unreachable prohibit no_track inet inet6 realms
    sup_pl suppress_ifgroup sup_group tunnel-id uidrange l3mdev protocol ipproto sport dport nop
    type`,
  unicast_peer: "min_ttl max_ttl",
  virtual_server: `delay_loop lb_algo lvs_sched lb_kind lvs_method protocol persistence_timeout
    persistence_granularity persistence_engine retry delay_before_retry warmup connect_timeout
    virtualhost sorry_server sorry_server_inhibit sorry_server_lvs_method quorum hysteresis
    quorum_up quorum_down weight alpha omega inhibit_on_failure ha_suspend smtp_alert snmp_name
    hashed ops flag-1 flag-2 flag-3 sh-port sh-fallback mh-port mh-fallback ip_family real_server`,
  real_server: `weight lvs_method uthreshold lthreshold inhibit_on_failure notify_up notify_down
    alpha retry delay_before_retry warmup connect_timeout delay_loop smtp_alert virtualhost
    snmp_name TCP_CHECK HTTP_GET SSL_GET SMTP_CHECK DNS_CHECK PING_CHECK UDP_CHECK MISC_CHECK
    FILE_CHECK BFD_CHECK`,
  TCP_CHECK: CHECK,
  HTTP_GET: HTTP,
  SSL_GET: `${HTTP} tls_compliant`,
  url: URL,
  "url of SSL_GET": `${URL} tls_compliant`,
  SMTP_CHECK: `${CHECK} helo_name host`,
  host: CHECK,
  DNS_CHECK: `${CHECK} type name`,
  PING_CHECK: CHECK,
  UDP_CHECK: `${CHECK} payload require_reply min_reply_length max_reply_length`,
  MISC_CHECK: `${ASKED} misc_path misc_timeout misc_dynamic user`,
  FILE_CHECK: "track_file weight",
  BFD_CHECK: "name alpha",
  SSL: "password ca certificate key",
};

const STATIC: Readonly<Record<string, string>> = {
  static_ipaddress: `${KEYWORDS["virtual_ipaddress"]} track_group`.replace(" use_vmac", ""),
  static_routes: `${KEYWORDS["virtual_routes"]} track_group`,
  static_rules: `${KEYWORDS["virtual_rules"]} track_group`,
};

const wordsOf = (text: string): readonly string[] => text.trim().split(/\s+/);

const EVERY = { ...KEYWORDS, ...STATIC };

test.for(Object.entries(EVERY))("%s", ([name, text]) => {
  const block = blocks.find((each) => each.name === name);
  const unknown = wordsOf(text).filter(
    (word) => !Object.hasOwn(block?.keywords ?? {}, word) && block?.unsupported.has(word) !== true,
  );
  expect(unknown).toEqual([]);
});

test("every block is among them", () => {
  expect(blocks.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(EVERY)));
  expect(Object.keys(EVERY)).toHaveLength(blocks.length);
});

test("the blocks about servers and their checks have no keyword that is known by name only", () => {
  const owners = ["virtual_server", "SSL"];
  const reached = new Set(blocks.filter(({ name }) => owners.includes(name)));
  expect(reached.size).toBe(owners.length);
  for (const { keywords } of reached)
    for (const { block } of Object.values(keywords)) if (block !== undefined) reached.add(block);
  expect(reached.size).toBeGreaterThan(14);
  expect([...reached].flatMap(({ unsupported }) => [...unsupported])).toEqual([]);
});
