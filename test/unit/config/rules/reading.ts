/** For each rule by which a conf is read, one conf that breaks it and no other. */
import { instance, other, service } from "./read.ts";

const auth = (password: string): string =>
  `authentication {\nauth_type PASS\nauth_pass ${password}\n}`;
const real = "10.0.0.1 80";
const addresses = Array.from({ length: 256 }, (_, i) => `10.1.${i >> 7}.${i & 127}`);

const checked = (check: string): string => service([], [`real_server ${real} {\n${check}\n}`]);

/** Conf, and where the rule speaks. */
export const readingCases: Readonly<Record<string, readonly [conf: string, place: string]>> = {
  "bad-number": [instance(["priority high"]), "4:10"],
  "bad-value": [instance(["state MISTER"]), "4:7"],
  "changed-number": [instance(["garp_master_repeat 0"]), "4:20"],
  binary: [`${instance()}\0\n`, "6:1"],
  "deprecated-keyword": [
    service([], [`real_server ${real} {\nHTTP_GET {\nnb_get_retry 2\nurl {\npath /\n}\n}\n}`]),
    "5:1",
  ],
  "duplicate-address": [instance(["virtual_ipaddress_excluded { 192.0.2.1 }"]), "4:30"],
  "duplicate-block": [`${instance()}SSL {\n}\nSSL {\n}\n`, "8:1"],
  "duplicate-name": [instance() + other().replace("API", "WEB"), "6:15"],
  "duplicate-real-server": [service([], [real, real]), "7:13"],
  "duplicate-virtual-server": [service() + service(), "12:16"],
  "duplicate-vrid": [instance() + other().replace("52", "51"), "8:1"],
  "trailing-backslash": [instance(["priority 100 \\"]), "4:14"],
  "endless-expansion": [
    `${instance()}${Array.from({ length: 12 }, (_, i) => `$A${i + 1}=\${A${i}}\${A${i}}\n`).join("")}$A0=\n\${A12}\n`,
    "19:1",
  ],
  "multi-line-reference": [`${instance()}$A=a \\\nb\nc $A d\n`, "8:3"],
  "recursive-definition": [`${instance()}$A=\${A}:1\nx \${A}\n`, "7:3"],
  "undefined-server-group": [instance() + service([], ["10.0.0.1"], "group NONE"), "6:22"],
  "unended-name": [`$A=1\n${instance(["priority $A.0"])}`, "5:10"],
  "include-loop": [`${instance()}include conf\n`, "6:9"],
  include: [`${instance()}include /nowhere\n`, "6:9"],
  "odd-blank": [instance(["priority\u00a0100"]), "4:1"],
  "odd-quote": [instance(["notify_master \u201c/bin/m.sh up\u201d"]), "4:15"],
  "bad-sequence": [`${instance()}~SEQ(i,1,0,3) a\n`, "6:1"],
  "bad-reference": [`${instance()}x \${_RANDOM 3 1}\n`, "6:3"],
  "undefined-name": [instance([`priority \${PRIO}`]), "4:10"],
  empty: ["", "1:1"],
  family: [instance(["virtual_ipaddress { 2001:db8::1 }"]), "5:21"],
  "glued-comment": [instance(["priority 100#150"]), "4:10"],
  "ignored-setting": [instance(["state MASTER", "priority 150", "nopreempt"]), "6:1"],
  "line-too-long": [`${instance()}${"x".repeat(1024)}\n`, "6:1"],
  "misplaced-keyword": [instance(["lb_algo rr"]), "4:1"],
  "missing-argument": [instance(["priority"]), "4:1"],
  "missing-brace": [instance().replace("WEB {", "WEB"), "1:1"],
  "missing-block": [instance(["authentication"]), "4:1"],
  "missing-keyword": [instance() + other().replace("virtual_router_id 52\n", ""), "6:15"],
  "no-address": [instance().replace("virtual_ipaddress { 192.0.2.1/24 }\n", ""), "1:15"],
  "no-peers": [instance(["unicast_src_ip 192.0.2.11"]), "4:1"],
  "out-of-range": [instance(["priority 256"]), "4:10"],
  "part-of-word": [instance([auth("'a'")]), "6:11"],
  "password-too-long": [instance([auth("123456789")]), "6:1"],
  persistence: [service([], ["10.0.0.1"], "192.0.2.1"), "1:16"],
  port: [service(["lb_kind DR"], ["10.0.0.1 8080"]), "4:13"],
  quorum: [service(["quorum 3"]), "1:16"],
  regex: [checked("HTTP_GET {\nurl {\npath /\nregex_no_match\n}\n}"), "5:1"],
  "reply-length": [
    checked("UDP_CHECK {\nrequire_reply 00\nmin_reply_length 9\nmax_reply_length 8\n}"),
    "4:1",
  ],
  rounded: [instance(["advert_int 1.5"]), "4:1"],
  "script-words": [instance(["notify_master /bin/m.sh -x"]), "4:25"],
  "server-group": [`${instance()}virtual_server_group NONE {\n}\n`, "6:22"],
  "sorry-server": [service(["sorry_server 10.0.0.1 80", "sorry_server_inhibit"], [real]), "3:14"],
  "stray-brace": [`${instance()}}\n`, "6:1"],
  "surplus-argument": [instance(["priority 100 200"]), "4:14"],
  "sync-group": [`${instance()}vrrp_sync_group G {\ngroup { WEB }\n}\n`, "6:17"],
  "too-deep": [`${instance()}${"global_defs {\n".repeat(40)}`, "38:13"],
  "too-large": [" ".repeat(67_108_865), "1:1"],
  "too-long": [service([`persistence_engine ${"x".repeat(17)}`]), "3:20"],
  "too-many-addresses": [instance([`virtual_ipaddress {\n${addresses.join("\n")}\n}`]), "262:1"],
  "unclosed-brace": [`${instance()}global_defs {\n`, "6:13"],
  "unclosed-quote": [`${instance()}global_defs {\nrouter_id "lb1\n}\n`, "7:11"],
  "unexpected-block": [instance(["priority 100 {\n}"]), "4:1"],
  "unknown-keyword": [instance(["interfaces eth0"]), "4:1"],
  "unsupported-keyword": [instance(["debug 1"]), "4:1"],
  weight: [service([], ["real_server 10.0.0.1 80 {\nweight 65536\n}"]), "3:13"],
};
