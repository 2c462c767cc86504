/** Two confs that do not hear each other. */
import type { PairCase } from "./read.ts";
import { auth, HIGH, instance, LOW, other, unicast } from "./read.ts";

export const protocolCases: readonly PairCase[] = [
  {
    rule: "peer-vrid",
    what: "one instance with two VRIDs",
    one: instance([HIGH]),
    two: instance([LOW], { vrid: 52 }),
    says: [
      "lb1.conf:3:1 peer-vrid: WEB has virtual_router_id 51, and 52 on lb2.conf: the two do not hear each other, and both become MASTER & lb2.conf:3 on lb2.conf",
    ],
    near: [
      [instance([HIGH]), instance([LOW])],
      [instance([HIGH]) + other(HIGH), other(LOW) + instance([LOW])],
      [instance([HIGH]), instance([LOW], { name: "VI_1" })],
    ],
  },
  {
    rule: "peer-missing-instance",
    what: "an instance of one alone, on either side",
    one: instance([HIGH]),
    two: instance([LOW]) + other(LOW),
    says: [
      "lb2.conf:7:15 peer-missing-instance: lb1.conf has no instance with virtual_router_id 52: if lb2.conf dies, nobody takes over API",
    ],
    near: [[instance([HIGH]) + other(HIGH), instance([LOW]) + other(LOW)]],
  },
  {
    rule: "peer-missing-instance",
    what: "one for IPv4 here, and for IPv6 there",
    one: instance([HIGH]),
    two: instance([LOW], { address: "2001:db8::1/64" }),
    says: [
      "lb1.conf:1:15 peer-missing-instance: lb2.conf has no IPv4 instance with virtual_router_id 51: if lb1.conf dies, nobody takes over WEB",
      "lb2.conf:1:15 peer-missing-instance: lb1.conf has no IPv6 instance with virtual_router_id 51: if lb2.conf dies, nobody takes over WEB",
    ],
    near: [],
  },
  {
    rule: "peer-version",
    what: "version 2 and 3",
    one: instance([HIGH, "version 2"]),
    two: instance([LOW, "version 3"]),
    says: [
      "lb1.conf:5:1 peer-version: WEB speaks version 2, and version 3 on lb2.conf: each drops the other's adverts, and both become MASTER & lb2.conf:5 on lb2.conf",
    ],
    near: [[instance([HIGH, "version 3"]), `global_defs {\nvrrp_version 3\n}\n${instance([LOW])}`]],
  },
  {
    rule: "peer-interval",
    what: "advert_int of version 2",
    one: instance([HIGH, "advert_int 1"]),
    two: instance([LOW, "advert_int 2"]),
    says: [
      "lb1.conf:5:1 peer-interval: advert_int of WEB is 1 s, and 2 s on lb2.conf: version 2 drops adverts of another interval, and both become MASTER & lb2.conf:5 on lb2.conf",
    ],
    near: [
      [instance([HIGH]), instance([LOW, "advert_int 1"])],
      [instance([HIGH, "version 3"]), instance([LOW, "version 3", "advert_int 2"])],
    ],
  },
  {
    rule: "peer-pace",
    what: "advert_int of version 3",
    one: instance([HIGH, "version 3"]),
    two: instance([LOW, "version 3", "advert_int 2"]),
    says: [
      "lb1.conf:1:15 peer-pace: advert_int of WEB is 1 s, and 2 s on lb2.conf: who is BACKUP goes by the master's, so lb2.conf takes over 3.609 s after lb1.conf dies, and lb1.conf takes over 6.828 s after lb2.conf dies & lb2.conf:6 on lb2.conf",
    ],
    near: [[instance([HIGH, "version 3"]), instance([LOW, "version 3", "advert_int 1"])]],
  },
  {
    rule: "peer-authentication",
    what: "two passwords, neither of them told",
    one: instance([HIGH, auth("secret")]),
    two: instance([LOW, auth("Secret")]),
    says: [
      "lb1.conf:5:1 peer-authentication: WEB: auth_pass differs here and on lb2.conf: each drops the other's adverts, and both become MASTER & lb2.conf:5 on lb2.conf",
    ],
    near: [
      [instance([HIGH, auth("12345678")]), instance([LOW, auth("12345678more")])],
      [instance([HIGH, "version 3", auth("a")]), instance([LOW, "version 3"])],
    ],
  },
  {
    rule: "peer-authentication",
    what: "a password on one alone",
    one: instance([HIGH, auth("secret")]),
    two: instance([LOW]),
    says: [
      "lb1.conf:5:1 peer-authentication: WEB has auth_type PASS on lb1.conf, and no authentication on lb2.conf: each drops the other's adverts, and both become MASTER & lb2.conf:1 on lb2.conf",
    ],
    near: [],
  },
  {
    rule: "peer-transport",
    what: "unicast and multicast",
    one: instance([HIGH, ...unicast("192.0.2.11", "192.0.2.12")]),
    two: instance([LOW]),
    says: [
      "lb1.conf:6:1 peer-transport: WEB goes by unicast, and by multicast to 224.0.0.18 on lb2.conf: the two do not hear each other, and both become MASTER & lb2.conf:1 on lb2.conf",
    ],
    near: [
      [
        instance([HIGH, ...unicast("192.0.2.11", "192.0.2.12")]),
        instance([LOW, ...unicast("192.0.2.12", "192.0.2.11")]),
      ],
      [instance([HIGH, "mcast_dst_ip 224.0.0.18"]), instance([LOW])],
    ],
  },
  {
    rule: "peer-transport",
    what: "two groups, and UDP beside raw",
    one: instance([HIGH, "mcast_dst_ip 224.0.0.19"]),
    two: instance([LOW, "vrrp_transport udp"]),
    says: [
      "lb1.conf:5:1 peer-transport: WEB goes by multicast to 224.0.0.19, and by multicast to 224.0.0.18 over UDP port 8112 on lb2.conf: the two do not hear each other, and both become MASTER & lb2.conf:5 on lb2.conf",
    ],
    near: [],
  },
  {
    rule: "peer-unicast",
    what: "a peer list without the other's source",
    one: instance([HIGH, ...unicast("192.0.2.11", "192.0.2.13")]),
    two: instance([LOW, ...unicast("192.0.2.12", "192.0.2.11")]),
    says: [
      "lb1.conf:6:1 peer-unicast: unicast_peer of WEB does not name 192.0.2.12, where lb2.conf sends from and listens: lb2.conf does not hear lb1.conf, and becomes MASTER beside it & lb2.conf:5 there",
    ],
    near: [
      [
        instance([HIGH, "unicast_peer {\n192.0.2.13\n192.0.2.12\n}"]),
        instance([LOW, ...unicast("192.0.2.12", "192.0.2.11")]),
      ],
      [
        instance([HIGH, "unicast_peer { 192.0.2.12 }"]),
        instance([LOW, "unicast_peer { 192.0.2.11 }"]),
      ],
    ],
  },
  {
    rule: "peer-unicast",
    what: "a conf that was copied",
    one: instance([HIGH, ...unicast("192.0.2.11", "192.0.2.12")]),
    two: instance([LOW, ...unicast("192.0.2.11", "192.0.2.12")]),
    says: [
      "lb1.conf:5:1 peer-unicast: WEB sends from 192.0.2.11 on both: only one of them can have that address, the other sends nothing, and both become MASTER = each balancer's own address, and the other's as unicast_peer & lb2.conf:5 there",
    ],
    near: [],
  },
];
