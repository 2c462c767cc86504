/** Confs with virtual servers, and what the rules say of them. */
import { type ConfCase, service } from "./read.ts";

const misc = (...lines: readonly string[]): string =>
  `real_server 10.0.0.8 80 {\nMISC_CHECK {\nmisc_path /bin/true\n${lines.join("\n")}\n}\n}`;

const weighs = (weight: number, ...lines: readonly string[]): string =>
  `real_server 10.0.0.1 80 {\nweight ${weight}\n${lines.join("\n")}\n}`;

export const serverCases: readonly ConfCase[] = [
  {
    rule: "unreachable-quorum",
    what: "a quorum that hysteresis puts out of reach",
    conf: service(["quorum 2", "hysteresis 1"]),
    says: [
      "conf:1:16 unreachable-quorum: quorum 2 is gained with weight 3 (hysteresis 1), and all real servers together have 2: it is never there, from the start on",
    ],
    near: [
      service(["quorum 2"]),
      service(["quorum 2", "hysteresis 1"], ["10.0.0.1", "10.0.0.2", "10.0.0.3"]),
    ],
  },
  {
    rule: "unreachable-quorum",
    what: "and a sorry server, which has all in its stead",
    conf: service(["quorum 2", "hysteresis 1", "sorry_server 10.0.0.9 80"]),
    says: [
      "conf:1:16 unreachable-quorum: quorum 2 is gained with weight 3 (hysteresis 1), and all real servers together have 2: the sorry_server 10.0.0.9:80 gets all connections, from the start on",
    ],
    near: [],
  },
  {
    rule: "sorry-is-real",
    what: "a sorry server that is a real server",
    conf: service(["sorry_server 10.0.0.2 80"]),
    says: [
      "conf:3:14 sorry-is-real: 10.0.0.2:80 is a real server here too: without quorum it gets all connections, whether its checks pass or not",
    ],
    near: [service(["sorry_server 10.0.0.2 8080"]), service(["sorry_server 10.0.0.3 80"])],
  },
  {
    rule: "slow-check",
    what: "a connect_timeout longer than delay_loop, the longest of a virtual server",
    conf: service(["delay_loop 2", "connect_timeout 5", "retry 2", "delay_before_retry 1"]),
    says: [
      "conf:1:16 slow-check: checks come every 2 s (delay_loop) and may wait 5 s (connect_timeout): a server that does not answer leaves the pool after up to 19 s = a connect_timeout below delay_loop",
    ],
    near: [service(["delay_loop 2", "connect_timeout 2", "retry 9"]), service()],
  },
  {
    rule: "slow-check",
    what: "a script that may run longer than delay_loop",
    conf: service(["delay_loop 2"], [misc("misc_timeout 6", "retry 2", "delay_before_retry 8")]),
    says: [
      "conf:1:16 slow-check: checks come every 2 s (delay_loop) and a MISC_CHECK may run 6 s (misc_timeout): a server that does not answer leaves the pool after up to 24 s = a misc_timeout below delay_loop",
    ],
    near: [
      service(["delay_loop 2"], [misc("misc_timeout 2")]),
      service(["delay_loop 2"], [misc("misc_timeout 6", "delay_loop 6")]),
      service(["delay_loop 2"], [misc()]),
    ],
  },
  {
    rule: "slow-check",
    what: "of a script and a connection that which takes longer",
    conf: service(["delay_loop 2", "connect_timeout 5"], ["10.0.0.1 80", misc("misc_timeout 6")]),
    says: [
      "conf:1:16 slow-check: checks come every 2 s (delay_loop) and may wait 5 s (connect_timeout): a server that does not answer leaves the pool after up to 13 s = a connect_timeout below delay_loop",
    ],
    near: [],
  },
  {
    rule: "no-weight",
    what: "weight 0 of all real servers",
    conf: service([], [weighs(0), "real_server 10.0.0.2 80 {\nweight 0\n}"]),
    says: [
      "conf:1:16 no-weight: all real servers have weight 0, which gets no new connections: nobody gets any = a weight of 1 or more",
    ],
    near: [
      service([], [weighs(0), "10.0.0.2 80"]),
      service([], [weighs(0, "MISC_CHECK {\nmisc_path /bin/true\nmisc_dynamic\n}")]),
      service([], [weighs(0, "FILE_CHECK {\ntrack_file load\n}")]),
    ],
  },
  {
    rule: "no-weight",
    what: "weight 0 beside a sorry server, which then is always wanted",
    conf: service(
      ["sorry_server 10.0.0.9 80"],
      [weighs(0, "MISC_CHECK {\nmisc_path /bin/true\n}")],
    ),
    says: [
      "conf:1:16 no-weight: all real servers have weight 0, which gets no new connections: all go to the sorry_server 10.0.0.9:80, whoever is healthy = a weight of 1 or more",
    ],
    near: [],
  },
  {
    rule: "same-probe",
    what: "many of them, told once, the most frequent first",
    conf: [80, 81, 82, 83]
      .map((port) =>
        service(
          [],
          port === 83 ? ["10.0.0.2 80"] : ["10.0.0.1 80", "10.0.0.2 80"],
          `192.0.2.1 ${port}`,
        ),
      )
      .join(""),
    says: [
      "conf:7:13 same-probe: the same TCP_CHECK of 10.0.0.2:80 stands 4 times, and 1 other check likewise: each probes by itself & conf:18 and here",
    ],
    near: [],
  },
  {
    rule: "same-probe",
    what: "the same check three times",
    conf:
      service([], ["10.0.0.1 80"]) +
      service([], ["10.0.0.1 80"], "192.0.2.1 81") +
      service([], ["10.0.0.1 80"], "192.0.2.1 82"),
    says: [
      "conf:3:13 same-probe: the same TCP_CHECK of 10.0.0.1:80 stands 3 times: each probes by itself & conf:10 and here",
    ],
    near: [
      service([], ["10.0.0.1 80"]) + service([], ["10.0.0.1 80"], "192.0.2.1 81"),
      service([], ["10.0.0.1 80"]) +
        service([], ["10.0.0.1 81"], "192.0.2.1 81") +
        service([], ["10.0.0.1 82"], "192.0.2.1 82"),
    ],
  },
];
