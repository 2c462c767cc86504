/** Rules of ipvsadm(8), saved or typed, to a conf. */
import { describe, expect, test } from "vitest";
import { parseConfig } from "../../../../src/config/parse.ts";
import { configOf, read, saidBy } from "./read.ts";

const SERVICE = "-A -t 203.0.113.100:80 -s rr\n";
const SERVER = "-a -t 203.0.113.100:80 -r 10.0.0.21:80 -m\n";

test("the table of ipvsadm -Sn", () => {
  const text = `\
-A -t 203.0.113.100:80 -s wlc -p 300 -M 255.255.255.0
-a -t 203.0.113.100:80 -r 10.0.0.21:8080 -m -w 1 -x 100 -y 50
-a -t 203.0.113.100:80 -r 10.0.0.22:80 -g -w 0
`;
  expect(read(text).conf).toBe(`\
# daruma: imported from source (ipvsadm).
# It names no owner of the virtual addresses: without a vrrp_instance they stay with whoever
# has them now: 203.0.113.100.

virtual_server 203.0.113.100 80 {
    lb_algo wlc
    lb_kind NAT
    protocol TCP
    persistence_timeout 300
    persistence_granularity 255.255.255.0
    # line 1: the table tells no checks; TCP_CHECK asks whether a server takes connections, HTTP_GET would ask for a page

    real_server 10.0.0.21 8080 {
        weight 1
        uthreshold 100
        lthreshold 50
        TCP_CHECK {
            connect_timeout 3
        }
    }

    real_server 10.0.0.22 80 {
        weight 0
        lvs_method DR
        TCP_CHECK {
            connect_timeout 3
        }
    }
}
`);
  expect(read(text).remarks).toEqual(["1:7 decide"]);
  expect(configOf(text).virtualServers).toMatchObject([
    {
      ip: "203.0.113.100",
      port: 80,
      protocol: "TCP",
      scheduler: "wlc",
      persistenceTimeout: 300,
      realServers: [
        { ip: "10.0.0.21", port: 8080, weight: 1, forwarding: "NAT" },
        { ip: "10.0.0.22", port: 80, weight: 0, forwarding: "DR" },
      ],
    },
  ]);
});

describe("every way to write a rule", () => {
  const HEAD = "virtual_server 203.0.113.100 80 {";
  test.for<readonly [string, string]>([
    ["with the command", `ipvsadm ${SERVICE}/sbin/ipvsadm ${SERVER}`],
    ["as another user", `sudo ipvsadm ${SERVICE}sudo ipvsadm ${SERVER}`],
    ["joined letters", "-At 203.0.113.100:80 -srr\n-at 203.0.113.100:80 -r10.0.0.21:80 -mw1\n"],
    [
      "long options",
      "--add-service --tcp-service 203.0.113.100:80 --scheduler rr\n--add-server --tcp-service 203.0.113.100:80 --real-server 10.0.0.21:80 --masquerading --weight 1\n",
    ],
    [
      "long options with =",
      "--add-service --tcp-service=203.0.113.100:80 --scheduler=rr\n--add-server --tcp-service=203.0.113.100:80 --real-server=10.0.0.21:80 --masquerading\n",
    ],
    ["names", "-A -t 203.0.113.100:http -s rr\n-a -t 203.0.113.100:www -r web1:80 -m\n"],
    ["no port of the server", `${SERVICE}-a -t 203.0.113.100:80 -r 10.0.0.21 -m\n`],
    ["comments and quotes", `# rules\n\n'-A' -t "203.0.113.100:80" -s rr # the web\n${SERVER}`],
    ["Windows line ends", (SERVICE + SERVER).replaceAll("\n", "\r\n")],
    [
      "edited",
      `-A -t 203.0.113.100:80 -s sh\n-E -t 203.0.113.100:80 -s rr\n${SERVER.replace("-m", "-g")}${SERVER.replace("-a", "-e")}`,
    ],
    [
      "deleted and added",
      `-A -u 10.0.0.1:53\n-D -u 10.0.0.1:53\n${SERVICE}${SERVER}${SERVER.replace("-a", "-d").replace("-m", "")}${SERVER}`,
    ],
    ["cleared", `-A -t 10.0.0.9:80\n-C\n${SERVICE}${SERVER}`],
  ])("%s", ([, text]) => {
    const said = saidBy(text);
    expect(said.slice(0, 4)).toEqual([HEAD, "lb_algo rr", "lb_kind NAT", "protocol TCP"]);
    expect(said[4]).toMatch(/^real_server 10\.0\.0\.21(?: 80)? \{$/);
    expect(said.slice(5)).toEqual(["weight 1", "TCP_CHECK {", "connect_timeout 3"]);
    expect(configOf(text).virtualServers[0]?.realServers[0]?.port).toBe(80);
  });
});

/** What a conf says of one service with one server. */
const saidOf = (service: string, server = ""): readonly string[] =>
  saidBy(
    `-A ${service}\n-a ${service.split(" -s")[0] ?? ""} -r ${server === "" ? "10.0.0.21 -m" : server}\n`,
  );

describe("what a service may have", () => {
  test.for<readonly [string, string, readonly string[]]>([
    ["-u 10.0.0.1:53 -s rr -o --pe sip", "", ["protocol UDP", "persistence_engine sip", "ops"]],
    ["--sctp-service 10.0.0.1:5060 -s rr", "", ["protocol SCTP"]],
    ["-t 10.0.0.1:80 -s sh -b sh-port,sh-fallback", "", ["sh-port", "sh-fallback"]],
    ["-t 10.0.0.1:80 -s mh -b flag-1", "", ["flag-1"]],
    ["-t 10.0.0.1:80 -s rr -p", "", ["persistence_timeout 300"]],
    ["-t 10.0.0.1:0 -s rr -p 60", "", ["virtual_server 10.0.0.1 {", "real_server 10.0.0.21 {"]],
    [
      "-t [2001:db8::1]:80 -s rr -p 60 -M 64",
      "[2001:db8::21]:80 -g",
      [
        "virtual_server 2001:db8::1 80 {",
        "persistence_granularity 64",
        "real_server 2001:db8::21 80 {",
        "lb_kind DR",
      ],
    ],
    [
      "-t 10.0.0.1:80 -s rr",
      "[2001:db8::21]:80 -i",
      ["lb_kind TUN", "real_server 2001:db8::21 80 {"],
    ],
    [
      "-f 7 -s rr",
      "10.0.0.21:0 -g",
      ["virtual_server fwmark 7 {", "ip_family inet", "real_server 10.0.0.21 {"],
    ],
    ["-f 7 -6 -s rr", "[2001:db8::21]:0 -g", ["virtual_server fwmark 7 {", "ip_family inet6"]],
    ["-t 10.0.0.1:80", "", ["lb_algo wlc"]],
  ])("%s", ([service, server, expected]) => {
    expect(saidOf(service, server)).toEqual(expect.arrayContaining([...expected]));
  });
  test("direct routing where no method is named", () => {
    expect(saidBy(`${SERVICE}${SERVER.replace("-m", "")}`)).toContain("lb_kind DR");
  });
});

test.for<readonly [string, string]>([
  ["--tun-type gue --tun-port 6080 --tun-nocsum", "lvs_method TUN type gue port 6080"],
  ["--tun-type gue --tun-port 6080 --tun-remcsum", "lvs_method TUN type gue port 6080 remcsum"],
  ["--tun-type gue --tun-port=6080 --tun-csum", "lvs_method TUN type gue port 6080 csum"],
  ["--tun-type gre --tun-csum", "lvs_method TUN type gre csum"],
  ["--tun-type gre", "lvs_method TUN type gre"],
])("a tunnel of its own kind: %s", ([options, method]) => {
  const text = read(
    `${SERVICE}-a -t 203.0.113.100:80 -r 10.0.0.21 -i\n-a -t 203.0.113.100:80 -r 10.0.0.22 -i ${options}\n`,
  ).conf;
  expect(text).toMatch(new RegExp(`real_server 10\\.0\\.0\\.22.* \\{[^}]*^ +${method}$`, "m"));
  expect(text.match(/lvs_method/g)).toHaveLength(1);
  // What cannot be made yet is told when the conf is read, and it is no mistake.
  const { diagnostics } = parseConfig(text, "conf");
  expect(diagnostics.map(({ rule }) => rule)).toEqual(["unsupported-keyword"]);
});

describe("what cannot be carried over is said, at its place", () => {
  test.for<readonly [string, readonly string[]]>([
    [`${SERVICE}-a -t 203.0.113.100:80 -r 10.0.0.21:81 -g\n`, ["1:7 decide", "2:27 decide"]],
    [`${SERVICE}-a -t 203.0.113.100:80 -r 10.0.0.21 -m -w 70000\n`, ["1:7 decide", "2:43 decide"]],
    [`${SERVICE}${SERVER}-a -t 203.0.113.100:80 -r [::1]:80 -m\n`, ["1:7 decide", "3:27 left-out"]],
    [
      `${SERVICE}${SERVER}-a -t 203.0.113.100:80 -r 10.0.0.22 -i --tun-type gue\n`,
      ["1:7 decide", "3:27 left-out"],
    ],
    [
      `${SERVICE}${SERVER}-a -t 203.0.113.100:80 -r 10.0.0.22 -i --tun-type gre --tun-remcsum\n`,
      ["1:7 decide", "3:27 left-out"],
    ],
    [
      `${SERVICE}${SERVER}-a -t 203.0.113.100:80 -r 10.0.0.22 -i --tun-type vxlan\n`,
      ["1:7 decide", "3:27 left-out"],
    ],
    [
      `-A -t 10.0.0.1:80 -s fancy\n-a -t 10.0.0.1:80 -r 10.0.0.2 -m\n`,
      ["1:7 decide", "1:22 left-out"],
    ],
    [
      `-A -t 10.0.0.1:80 -s rr -b sh-port\n-a -t 10.0.0.1:80 -r 10.0.0.2 -m\n`,
      ["1:7 decide", "1:28 left-out"],
    ],
    [
      `-A -t 10.0.0.1:80 -M 255.0.255.0\n-a -t 10.0.0.1:80 -r 10.0.0.2 -m\n`,
      ["1:7 decide", "1:22 left-out"],
    ],
    [`-A -t 10.0.0.1:80 -p 0\n-a -t 10.0.0.1:80 -r 10.0.0.2 -m\n`, ["1:7 decide", "1:22 left-out"]],
    [
      `-A -t 10.0.0.1:80 --pe x\n-a -t 10.0.0.1:80 -r 10.0.0.2 -m\n`,
      ["1:7 decide", "1:24 left-out"],
    ],
    [`${SERVICE}${SERVER}${SERVICE}`, ["1:7 decide", "3:7 unreadable"]],
    [`${SERVICE}${SERVER}${SERVER}`, ["1:7 decide", "3:27 unreadable"]],
    [`${SERVICE}${SERVER}-a -t 10.9.9.9:80 -r 10.0.0.2\n`, ["1:7 decide", "3:7 unreadable"]],
    [`${SERVICE}${SERVER}-E -t 10.9.9.9:80\n`, ["1:7 decide", "3:7 unreadable"]],
    [`${SERVICE}${SERVER}-e -t 203.0.113.100:80 -r 10.0.0.2\n`, ["1:7 decide", "3:27 unreadable"]],
    [`${SERVICE}${SERVER}-a -t 203.0.113.100:80\n`, ["1:7 decide", "3:1 unreadable"]],
    [`${SERVICE}${SERVER}-a -r 10.0.0.2\n`, ["1:7 decide", "3:1 unreadable"]],
    [`${SERVICE}${SERVER}-A -t $VIP:80\n`, ["1:7 decide", "3:7 unreadable"]],
    [`${SERVICE}${SERVER}-A -t 10.0.0.1:nothing\n`, ["1:7 decide", "3:7 unreadable"]],
    [`${SERVICE}${SERVER}-A -f 0\n`, ["1:7 decide", "3:7 unreadable"]],
    [`${SERVICE}${SERVER}-A -t\n`, ["1:7 decide", "3:4 unreadable"]],
    [`${SERVICE}${SERVER}-A --fancy\n`, ["1:7 decide", "3:4 unreadable"]],
    [`${SERVICE}${SERVER}-A -Q\n`, ["1:7 decide", "3:4 unreadable"]],
    [`${SERVICE}${SERVER}echo 1 > /proc\n`, ["1:7 decide", "3:1 unreadable"]],
    [`${SERVICE}${SERVER}ipvsadm -L -n\n`, ["1:7 decide", "3:9 left-out"]],
    [`${SERVICE}${SERVER}--set 900 120 300\n`, ["1:7 decide", "3:1 left-out"]],
    [
      `${SERVICE}${SERVER}--start-daemon master --mcast-interface eth1 --syncid 1\n`,
      ["1:7 decide", "3:1 left-out"],
    ],
    ["-A -f 7\n-a -f 7 -r 10.0.0.2:80 -g\n", ["1:7 decide", "2:12 decide"]],
  ])("%j", ([text, remarks]) => {
    const result = read(text);
    expect(result.remarks).toEqual(remarks);
    for (const { line } of result.remarks.map((remark) => ({ line: remark.split(":")[0] })))
      expect(result.conf).toMatch(new RegExp(`# (?:FIXME )?line ${line ?? ""}: `));
  });
  test("a service without servers stands as a comment", () => {
    const { conf } = read(`${SERVICE}${SERVER}-A -u 10.0.0.1:53\n`);
    expect(conf).toContain("# no servers:\n# virtual_server 10.0.0.1 53 {\n");
  });
});

describe("without any service there is no conf", () => {
  test.for(["", "\n", "# nothing\n", "-C\n", SERVICE, "-A -t x:80\n", "rubbish"])("%j", (text) => {
    const { conf, remarks } = read(text);
    expect(conf).toBe("");
    expect(remarks).toContain("1:1 unreadable");
  });
});
