/** A file of ldirectord(8), to a conf. */
import { describe, expect, test } from "vitest";
import { configOf, read, saidBy } from "./read.ts";

test("the file that tutorials leave people with", () => {
  const text = `\
# Global Directives
checktimeout=3
checkinterval=5
autoreload=no
quiescent=no

virtual=192.168.6.240:80
\treal=192.168.6.2:80 gate
\treal=192.168.6.3:80 gate 5
\tfallback=127.0.0.1:80 gate
\tservice=http
\trequest="index.html"
\treceive="Test Page"
\tvirtualhost=some.domain.com.au
\tscheduler=rr
\tpersistent=600
\tnetmask=255.255.255.0
\tprotocol=tcp
\tchecktype=negotiate
`;
  const check = `        HTTP_GET {
            url {
                path /index.html
                regex "Test Page"
            }
            virtualhost some.domain.com.au
            connect_timeout 3
            retry 0
            delay_before_retry 5
        }
`;
  expect(read(text).conf).toBe(`\
# daruma: imported from source (ldirectord).
# It names no owner of the virtual addresses: without a vrrp_instance they stay with whoever
# has them now: 192.168.6.240.
# FIXME line 4: autoreload: a changed conf is taken over at systemctl reload, not by itself

virtual_server 192.168.6.240 80 {
    lb_algo rr
    lb_kind DR
    protocol TCP
    delay_loop 5
    persistence_timeout 600
    persistence_granularity 255.255.255.0
    sorry_server 127.0.0.1 80

    real_server 192.168.6.2 80 {
        weight 1
${check}    }

    real_server 192.168.6.3 80 {
        weight 5
${check}    }
}
`);
  expect(configOf(text).virtualServers).toMatchObject([
    {
      scheduler: "rr",
      forwarding: "DR",
      persistenceTimeout: 600,
      sorryServer: { ip: "127.0.0.1", port: 80 },
      realServers: [
        { weight: 1, inhibitOnFailure: false, checks: [{ type: "HTTP_GET" }] },
        { weight: 5, checks: [{ timing: { delayLoop: 5000, retry: 0, connectTimeout: 3000 } }] },
      ],
    },
  ]);
});

const REAL = "\treal=10.0.0.21:80 masq\n";
/** What a conf says of one service with these settings. */
const saidOf = (virtual: string, ...settings: readonly string[]): readonly string[] =>
  saidBy(`virtual=${virtual}\n${settings.map((setting) => `    ${setting}\n`).join("")}`);

describe("services and servers", () => {
  test.for<readonly [readonly [string, ...(readonly string[])], readonly string[]]>([
    [
      ["10.0.0.1:http", "real=web1:http masq"],
      ["virtual_server 10.0.0.1 80 {", "real_server 10.0.0.21 80 {", "lb_algo wrr"],
    ],
    [
      ["10.0.0.1:53", "real=10.0.0.21:53 masq"],
      ["protocol UDP", "DNS_CHECK {"],
    ],
    [
      ["10.0.0.1:99", "protocol=udp", "real=10.0.0.21:99 masq", "ops=yes"],
      ["protocol UDP", "ops"],
    ],
    [
      ["3", "protocol=fwm", "real=10.0.0.21 gate"],
      ["virtual_server fwmark 3 {", "ip_family inet", "real_server 10.0.0.21 {"],
    ],
    [
      ["10.0.0.1:80", "real=10.0.0.21:8080 masq 0"],
      ["real_server 10.0.0.21 8080 {", "weight 0", "lb_kind NAT"],
    ],
    [
      ["10.0.0.1:80", "real=10.0.0.21->10.0.0.23:80 ipip 2"],
      [
        "real_server 10.0.0.21 80 {",
        "real_server 10.0.0.22 80 {",
        "real_server 10.0.0.23 80 {",
        "lb_kind TUN",
      ],
    ],
    [
      ["10.0.0.1:80", "real=10.0.0.21:80 masq", "real=10.0.0.22:80 gate"],
      ["lb_kind NAT", "lvs_method DR"],
    ],
    [
      ["10.0.0.1:80", "real=10.0.0.21:80 gate", "fallback=127.0.0.1 masq"],
      ["sorry_server 127.0.0.1", "sorry_server_lvs_method NAT"],
    ],
    [
      ["10.0.0.1:80", "real=10.0.0.21:80 gate"],
      ["delay_loop 10", "inhibit_on_failure"],
    ],
    [["10.0.0.1:80", "real=10.0.0.21:80 gate", "quiescent = no", "scheduler = sh"], ["lb_algo sh"]],
    [
      ["10.0.0.1:80", "real=10.0.0.21:80 gate", "fallbackcommand=/x"],
      ['quorum_down "/x start"', 'quorum_up "/x stop"'],
    ],
  ])("%j", ([[virtual, ...settings], expected]) => {
    expect(saidOf(virtual, ...settings)).toEqual(expect.arrayContaining([...expected]));
  });
  test("IPv6", () => {
    const said = saidBy(
      "virtual6=[2001:db8::1]:80\n\treal6=[2001:db8::21]:80 masq\n\tfallback6=[::1]:80\n",
    );
    expect(said).toEqual(
      expect.arrayContaining([
        "virtual_server 2001:db8::1 80 {",
        "real_server 2001:db8::21 80 {",
        "sorry_server ::1 80",
      ]),
    );
  });
  test("direct routing reaches a fallback at the port of its service", () => {
    const text = `fallback=127.0.0.1:80 gate\nvirtual=10.0.0.1:443\n${REAL}virtual=10.0.0.2:80\n${REAL}virtual=7\n\tprotocol=fwm\n${REAL}`;
    const said = saidBy(text);
    expect(said.filter((line) => line.startsWith("sorry_server "))).toEqual([
      "sorry_server 127.0.0.1 443",
      "sorry_server 127.0.0.1 80",
      "sorry_server 127.0.0.1",
    ]);
    expect(read(text).conf).toContain(
      "# line 1: DR cannot change the port: what comes reaches 443 there, not 80",
    );
  });
  test("what stands for all holds for each, unless it says otherwise", () => {
    const text = `checkinterval=7\nfallback=127.0.0.1:80\nvirtual=10.0.0.1:80\n${REAL}virtual=10.0.0.2:80\n\tcheckinterval=9\n${REAL}`;
    const said = saidBy(text);
    expect(said.filter((line) => line.startsWith("delay_loop"))).toEqual([
      "delay_loop 7",
      "delay_loop 9",
    ]);
    expect(said.filter((line) => line === "sorry_server 127.0.0.1 80")).toHaveLength(2);
  });
  test("mail", () => {
    const said = saidBy(
      `emailalert="a@x.y, b@x.y"\nemailalertfrom=lb@x.y\nsmtp=10.0.0.25\nvirtual=10.0.0.1:80\n${REAL}`,
    );
    expect(said.slice(0, 6)).toEqual([
      "global_defs {",
      "notification_email {",
      "a@x.y",
      "b@x.y",
      "notification_email_from lb@x.y",
      "smtp_server 10.0.0.25",
    ]);
    expect(said).toContain("smtp_alert");
  });
});

/** What a conf says from the weight of the one server on. */
const checkOf = (port: number, ...settings: readonly string[]): readonly string[] => {
  const said = saidOf(`10.0.0.1:${port}`, `real=10.0.0.21:${port} masq`, ...settings);
  return said.slice(said.indexOf("weight 1") + 1);
};

describe("checks", () => {
  const TIMES = ["connect_timeout 30", "retry 0", "delay_before_retry 10"];
  test.for<readonly [number, readonly string[], readonly string[]]>([
    [80, [], ["HTTP_GET {", "url {", "path /", ...TIMES]],
    [443, ["request=a b"], ["SSL_GET {", "url {", "path /a", ...TIMES]],
    [443, ['request="/a b"'], ["SSL_GET {", "url {", 'path "/a b"', ...TIMES]],
    [
      8080,
      ["service=http", "checkport=81"],
      ["HTTP_GET {", "url {", "path /", "connect_port 81", ...TIMES],
    ],
    [
      80,
      ['request="http://10.0.0.5:81/x"'],
      ["HTTP_GET {", "url {", "path /x", "connect_ip 10.0.0.5", "connect_port 81", ...TIMES],
    ],
    [25, [], ["SMTP_CHECK {", ...TIMES]],
    [
      53,
      ["protocol=tcp", "request=example.com"],
      ["DNS_CHECK {", "type A", "name example.com", ...TIMES],
    ],
    [3306, ["login=a", "passwd=b"], ["TCP_CHECK {", ...TIMES]],
    [5060, ["protocol=udp"], ["PING_CHECK {", ...TIMES]],
    [99, [], []],
    [80, ["checktype=on"], []],
    [80, ["checktype=connect"], ["TCP_CHECK {", "connect_timeout 5", ...TIMES.slice(1)]],
    [53, ["checktype=connect"], ["PING_CHECK {", "connect_timeout 5", ...TIMES.slice(1)]],
    [
      80,
      ["checktype=connect", "checktimeout=2", "failurecount=3", "checkinterval=4"],
      ["TCP_CHECK {", "connect_timeout 2", "retry 2", "delay_before_retry 4"],
    ],
    [
      80,
      ["checktype=connect", "negotiatetimeout=8"],
      ["TCP_CHECK {", "connect_timeout 8", ...TIMES.slice(1)],
    ],
    [
      80,
      ["checktype=ping", "checkcount=3", "failurecount=2"],
      ["PING_CHECK {", "connect_timeout 5", "retry 5", TIMES[2] ?? ""],
    ],
    [
      80,
      ["checktype=external", 'checkcommand="/x y"'],
      [
        "MISC_CHECK {",
        'misc_path "/x y 10.0.0.1 80 10.0.0.21 80"',
        "misc_timeout 5",
        ...TIMES.slice(1),
      ],
    ],
    [
      80,
      ["checktype=external-perl"],
      [
        "MISC_CHECK {",
        'misc_path "/bin/true 10.0.0.1 80 10.0.0.21 80"',
        "misc_timeout 5",
        ...TIMES.slice(1),
      ],
    ],
    [80, ["checktype=7"], ["HTTP_GET {", "url {", "path /", ...TIMES]],
  ])("%i %j", ([port, settings, expected]) => {
    expect(checkOf(port, ...settings)).toEqual(expected);
  });
  test("off: the servers get nothing", () => {
    expect(saidOf("10.0.0.1:80", "real=10.0.0.21:80 masq 3", "checktype=off")).toContain(
      "weight 0",
    );
  });
  test("a server may have its own request", () => {
    const said = saidOf(
      "10.0.0.1:80",
      'real=10.0.0.21:80 masq 1 "/own", "mine"',
      "request=/all",
      "receive=all",
    );
    expect(said).toEqual(expect.arrayContaining(["path /own", 'regex "mine"']));
    expect(said).not.toContain("path /all");
  });
  test("behind a mark a server's port is that of its check", () => {
    expect(saidOf("3", "real=10.0.0.21:80 masq", "checktype=connect")).toContain("connect_port 80");
  });
});

/** A service with one server, and these settings from line 3 on. */
const of = (...settings: readonly string[]): string =>
  `virtual=10.0.0.1:80\n${REAL}${settings.map((setting) => `\t${setting}\n`).join("")}`;

describe("what cannot be carried over is said, at its place", () => {
  test.for<readonly [string, readonly string[]]>([
    [of(), []],
    [of("passwd=geheim"), ["3:2 left-out"]],
    [of("checktype=7"), ["3:12 decide"]],
    [of("checktype=fancy"), ["3:12 unreadable"]],
    [of("service=oracle"), ["3:10 decide"]],
    [of('receive="a\\d"'), ["3:10 left-out"]],
    [of('virtualhost="a${_ENV X}"'), ["3:14 left-out"]],
    [of("request='\"'"), ["3:10 left-out"]],
    [of("request=http://elsewhere/x"), ["3:10 left-out"]],
    [of("httpmethod=HEAD"), ["3:13 decide"]],
    [of("checkinterval=never"), ["3:16 decide"]],
    [of("checkport=0"), ["3:12 left-out"]],
    [of("scheduler=fancy"), ["3:12 left-out"]],
    [of("persistent=0"), ["3:13 left-out"]],
    [of("netmask=64"), ["3:10 left-out"]],
    [of("ops=yes"), ["3:6 left-out"]],
    [of("fallback=nowhere:80"), ["3:11 left-out"]],
    [of("fallback=[::1]:80"), ["3:11 left-out"]],
    [of('fallbackcommand="\'"'), ["3:18 left-out"]],
    [of("checktype=external", 'checkcommand="a\'b"'), ["4:15 left-out"]],
    [of("emailalert=x@y"), ["3:2 left-out"]],
    [of("nonsense=1"), ["3:2 unreadable"]],
    [of("no equals sign"), ["3:2 unreadable"]],
    [of("real=10.0.0.21:80 masq"), ["3:7 unreadable"]],
    [of("real=10.0.0.22:81 gate"), ["3:7 decide"]],
    [of("real=10.0.0.22:80"), ["3:7 decide"]],
    [of("real=10.0.0.22:80 masq 99999"), ["3:25 decide"]],
    [of("real=nowhere:80 masq"), ["3:7 unreadable"]],
    [of("real=10.0.0.9->10.0.0.8:80 masq"), ["3:7 unreadable"]],
    [of("real=[::1]->[::2]:80 masq"), ["3:7 unreadable"]],
    [of("real=0.0.0.0->255.255.255.255:80 masq"), ["3:7 left-out"]],
    [of("real=[::1]:80 masq"), ["3:7 left-out"]],
    [`${of()}virtual=10.0.0.1:80\n`, ["3:9 unreadable"]],
    [`${of()}virtual=10.0.0.1\n`, ["3:9 unreadable"]],
    [`${of()}virtual=0\n`, ["3:9 unreadable"]],
    [`real=10.0.0.2:80 masq\n${of()}`, ["1:1 unreadable"]],
    [`logfile=local0\n${of()}`, ["1:1 left-out"]],
  ])("%j", ([text, remarks]) => {
    expect(read(text).remarks).toEqual(remarks);
    expect(configOf(text).virtualServers).toHaveLength(1);
  });
  test("secrets are repeated nowhere", () => {
    expect(read(of("login=wer", "passwd=geheim", "secret=geheim")).conf).not.toMatch(
      /geheim|wer\b/,
    );
  });
});
