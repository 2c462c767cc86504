/** Two confs that hold, watch or forward different things. */
import type { PairCase } from "./read.ts";
import { group, HIGH, instance, LOW, other, script, service, track, watched } from "./read.ts";

const timed = (...lines: readonly string[]): string =>
  `real_server 10.0.0.1 80 {\nTCP_CHECK {\n${lines.join("\n")}\n}\n}`;

export const contentsCases: readonly PairCase[] = [
  {
    rule: "peer-addresses",
    what: "an address of one alone",
    one: instance([HIGH, "virtual_ipaddress {\n192.0.2.8/24\n192.0.2.9/24\n}"]),
    two: instance([LOW]),
    says: [
      "lb1.conf:6:1 peer-addresses: WEB of lb2.conf does not hold 192.0.2.8 and 1 more: nobody answers there while lb2.conf is MASTER & lb2.conf:1 there",
    ],
    near: [
      [
        instance([HIGH, "virtual_ipaddress {\n192.0.2.8/24\n192.0.2.9/24\n}"]),
        instance([LOW, "virtual_ipaddress {\n192.0.2.9/24\n192.0.2.8/24\n}"]),
      ],
    ],
  },
  {
    rule: "peer-addresses",
    what: "an address with two lengths, and one that is excluded there",
    one: instance([HIGH, "virtual_ipaddress { 192.0.2.8/24 }"]),
    two: instance([LOW, "virtual_ipaddress_excluded { 192.0.2.8/24 }"], {
      address: "192.0.2.1/32",
    }),
    says: [
      "lb1.conf:5:21 peer-addresses: 192.0.2.8 is in the adverts of lb1.conf alone: each logs that the other's list differs & lb2.conf:5 on lb2.conf",
      "lb1.conf:6:21 peer-addresses: 192.0.2.1 has /24 on lb1.conf, and /32 on lb2.conf: a takeover changes which neighbours are reached without a gateway & lb2.conf:6 on lb2.conf",
    ],
    near: [],
  },
  {
    rule: "peer-sync-group",
    what: "a group on one alone",
    one: instance([HIGH]) + other(HIGH) + group(),
    two: instance([LOW]) + other(LOW),
    says: [
      "lb1.conf:13:17 peer-sync-group: WEB moves together with API, and by itself on lb2.conf: after a failure the addresses may be on different balancers & lb2.conf:1 on lb2.conf",
    ],
    near: [
      [
        instance([HIGH]) + other(HIGH) + group(),
        group().replace("PAIR", "BOTH").replace("WEB API", "API WEB") +
          other(LOW) +
          instance([LOW]),
      ],
    ],
  },
  {
    rule: "peer-tracking",
    what: "a script on one alone",
    one: watched(-60, HIGH),
    two: instance([LOW]),
    says: [
      "lb1.conf:10:1 peer-tracking: lb1.conf watches chk for WEB, and lb2.conf does not: what fails there while it is MASTER moves nothing & lb2.conf:1 there",
    ],
    near: [[watched(-60, HIGH), watched(-60, LOW).replaceAll("chk", "check_it")]],
  },
  {
    rule: "peer-tracking",
    what: "one script more on one",
    one: script("a") + script("b") + instance([HIGH, track("a", "b")]),
    two: script("a") + instance([LOW, track("a")]),
    says: [
      "lb1.conf:13:1 peer-tracking: lb1.conf watches b for WEB, and lb2.conf does not: what fails there while it is MASTER moves nothing & lb2.conf:4 there",
    ],
    near: [
      [
        script("a") + script("b") + instance([HIGH, track("a", "b")]),
        script("c") + script("a") + instance([LOW, track("c", "a")]),
      ],
    ],
  },
  {
    rule: "peer-tracking",
    what: "interfaces, which have other names there, and one more of them",
    one: instance([HIGH, "track_interface {\neth1\neth2\n}"]),
    two: instance([LOW, "track_interface {\nens2\n}"], { device: "ens1" }),
    says: [
      "lb1.conf:6:1 peer-tracking: lb1.conf watches eth1, eth2 for WEB, and lb2.conf only ens2: some of what fails there while it is MASTER moves nothing & lb2.conf:6 there",
    ],
    near: [
      [
        instance([HIGH, "track_interface {\neth1\n}"]),
        instance([LOW, "track_interface {\nens2\n}"], { device: "ens1" }),
      ],
      // That the owner's weight is dropped, and the script with it, is told of the one conf.
      [watched(-60, "state MASTER", "priority 255"), watched(-60, LOW)],
    ],
  },
  {
    rule: "peer-router-id",
    what: "one name for both",
    one: `global_defs {\nrouter_id lb\n}\n${instance([HIGH])}`,
    two: `global_defs {\nrouter_id lb\n}\n${instance([LOW])}`,
    says: [
      "lb1.conf:2:1 peer-router-id: router_id is lb on both: their log lines cannot be told apart",
    ],
    near: [
      [
        `global_defs {\nrouter_id lb1\n}\n${instance([HIGH])}`,
        `global_defs {\nrouter_id lb2\n}\n${instance([LOW])}`,
      ],
      [instance([HIGH]), instance([LOW])],
    ],
  },
  {
    rule: "peer-missing-service",
    what: "virtual servers of one alone",
    one: service() + service([], ["10.0.0.1 81"], "192.0.2.1 81"),
    two: instance(),
    says: [
      "lb1.conf:1:16 peer-missing-service: lb2.conf does not have 2 of the virtual_servers here, first TCP 192.0.2.1:80: nobody answers there while lb2.conf is MASTER",
    ],
    near: [[service(), service()]],
  },
  {
    rule: "peer-service",
    what: "other settings",
    one: service(["lb_algo rr", "lb_kind DR", "persistence_timeout 60"]),
    two: service(["lb_algo wrr", "quorum 2", "sorry_server 10.0.0.9 80"]),
    says: [
      "lb1.conf:1:16 peer-service: TCP 192.0.2.1:80 differs from that of lb2.conf: lb_algo rr here, wrr there; lb_kind DR here, NAT there; persistence_timeout 60 here, none there; quorum 1 here, 2 there; sorry_server none here, 10.0.0.9:80 there & lb2.conf:1 on lb2.conf",
    ],
    near: [[service(["lb_algo wlc"]), service()]],
  },
  {
    rule: "peer-service",
    what: "another rhythm of all checks, told once and not for each real server",
    one: service(["delay_loop 2"]),
    two: service(["delay_loop 10", "retry 3", "alpha"]),
    says: [
      "lb1.conf:1:16 peer-service: TCP 192.0.2.1:80 differs from that of lb2.conf: delay_loop 2 s here, 10 s there; retry 1 here, 3 there; alpha no here, yes there & lb2.conf:1 on lb2.conf",
    ],
    near: [
      [service(["delay_loop 60", "connect_timeout 5", "retry 1"]), service()],
      [
        service(["delay_loop 2"], [timed("delay_loop 5")]),
        service(["delay_loop 10"], [timed("delay_loop 5")]),
      ],
      [service(["delay_loop 2"], [timed("delay_loop 5")]), service([], [timed("delay_loop 6")])],
    ],
  },
  {
    rule: "peer-real-server",
    what: "other real servers, and the same with other settings",
    one: service([], ["10.0.0.1 80", "10.0.0.2 80"]),
    two: service([], ["10.0.0.3 80", "real_server 10.0.0.2 80 {\nweight 5\n}"]),
    says: [
      "lb1.conf:3:13 peer-real-server: TCP 192.0.2.1:80 has no real_server 10.0.0.1:80 on lb2.conf: it gets no connections while lb2.conf is MASTER & lb2.conf:1 on lb2.conf",
      "lb1.conf:7:13 peer-real-server: real_server 10.0.0.2:80 of TCP 192.0.2.1:80 differs from that of lb2.conf: weight 1 here, 5 there; its checks & lb2.conf:7 on lb2.conf",
      "lb2.conf:3:13 peer-real-server: TCP 192.0.2.1:80 has no real_server 10.0.0.3:80 on lb1.conf: it gets no connections while lb1.conf is MASTER & lb1.conf:1 on lb1.conf",
    ],
    near: [
      [service(["delay_loop 2"]), service(["delay_loop 10"])],
      [service(["delay_loop 5"]), service([], [timed("delay_loop 5"), "10.0.0.2 80"])],
      [service([], ["10.0.0.1 80", "10.0.0.2 80"]), service([], ["10.0.0.2 80", "10.0.0.1 80"])],
      [
        service([], ["real_server 10.0.0.1 80 {\nTCP_CHECK {\nbindto 10.0.0.101\n}\n}"]),
        service([], ["real_server 10.0.0.1 80 {\nTCP_CHECK {\nbindto 10.0.0.102\n}\n}"]),
      ],
    ],
  },
  {
    rule: "peer-real-server",
    what: "checks of another rhythm, by their own words",
    one: service(["delay_loop 2"], [timed("retry 3", "connect_timeout 1")]),
    two: service(["delay_loop 10"], [timed("warmup 3", "connect_timeout 2")]),
    says: [
      "lb1.conf:4:13 peer-real-server: real_server 10.0.0.1:80 of TCP 192.0.2.1:80 differs from that of lb2.conf: retry 3 here, 1 there; warmup 2 s here, 3 s there; connect_timeout 1 s here, 2 s there & lb2.conf:4 on lb2.conf",
    ],
    near: [],
  },
  {
    rule: "peer-real-server",
    what: "checks that ask something else",
    one: service([], [timed("connect_port 81")]),
    two: service(["delay_loop 2"], [timed("connect_port 82")]),
    says: [
      "lb1.conf:3:13 peer-real-server: real_server 10.0.0.1:80 of TCP 192.0.2.1:80 differs from that of lb2.conf: its checks & lb2.conf:4 on lb2.conf",
    ],
    near: [],
  },
];
