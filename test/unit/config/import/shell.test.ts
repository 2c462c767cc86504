/** Scripts of tutorials, which call ipvsadm between other commands. */
import { describe, expect, test } from "vitest";
import { read, saidBy } from "./read.ts";

const SCRIPT = `\
#!/bin/bash
# director
VIP=203.0.113.100
RIP1="10.0.0.21"
export RIP2='10.0.0.22'
PORT=80
IPVSADM=/sbin/ipvsadm
. /etc/init.d/functions
[ -x $IPVSADM ] || exit 0
case "$1" in
start)
  ifconfig eth0:0 $VIP broadcast $VIP netmask 255.255.255.255 up
  echo 1 > /proc/sys/net/ipv4/ip_forward
  $IPVSADM -C
  /sbin/ipvsadm -A -t $VIP:$PORT -s wlc -p 600
  /sbin/ipvsadm -a -t "$VIP":80 -r $RIP1 -g -w 3
  ipvsadm -a -t \${VIP}:\${PORT} -r "\${RIP2}:$PORT" -g > /dev/null 2>&1; touch /var/lock/ipvsadm
  ;;
stop)
  ipvsadm -D -t $VIP:$PORT
  ifconfig eth0:0 down
  ;;
*)
  echo "usage: $0 start|stop"
esac
`;

test("names stand for what was assigned, and what stops is left out", () => {
  expect(saidBy(SCRIPT)).toEqual([
    "virtual_server 203.0.113.100 80 {",
    "lb_algo wlc",
    "lb_kind DR",
    "protocol TCP",
    "persistence_timeout 600",
    "real_server 10.0.0.21 {",
    "weight 3",
    "TCP_CHECK {",
    "connect_timeout 3",
    "real_server 10.0.0.22 80 {",
    "weight 1",
    "TCP_CHECK {",
    "connect_timeout 3",
  ]);
});

test("what is called besides is told once, and the places are those of the script", () => {
  expect(read(SCRIPT).remarks).toEqual(["12:3 decide", "15:3 decide"]);
  expect(read(SCRIPT).conf).toContain(
    "# line 12: this calls something else than ipvsadm: addresses and forwarding, say, are not carried over",
  );
});

const ADDED = "-A -t 203.0.113.100:80 -s rr\nipvsadm -a -t 203.0.113.100:80 -r 10.0.0.21:80 -m";

describe("other shapes", () => {
  test.for<readonly [string, string]>([
    ["cleared at the end", `ipvsadm ${ADDED}\nstop() {\nipvsadm --clear\n}\n`],
    ["rules for ipvsadm -R in the script itself", `ipvsadm -C\nipvsadm -R << EOF\n${ADDED}\nEOF\n`],
    ["several on a line", `ipvsadm -C && ipvsadm ${ADDED}\n`],
    ["names alone", `V=203.0.113.100:80\nipvsadm -A -t $V -s rr\nipvsadm -a -t $V -r web1:80 -m\n`],
    [
      "names of names",
      `N=203.0.113\nV=$N.100\nipvsadm -A -t $V:80 -s rr; ipvsadm -a -t $V:80 -r web1:80 -m\n`,
    ],
  ])("%s", ([, text]) => {
    expect(saidBy(text)).toEqual([
      "virtual_server 203.0.113.100 80 {",
      "lb_algo rr",
      "lb_kind NAT",
      "protocol TCP",
      "real_server 10.0.0.21 80 {",
      "weight 1",
      "TCP_CHECK {",
      "connect_timeout 3",
    ]);
  });
  test("a name that nobody assigned is said", () => {
    const { conf, remarks } = read(`ipvsadm ${ADDED}\nipvsadm -A -t $OTHER:80 -s rr\n`);
    expect(remarks).toContain("3:15 unreadable");
    expect(conf).toContain("virtual_server 203.0.113.100 80 {");
  });
});
