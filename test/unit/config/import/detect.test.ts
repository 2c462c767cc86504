/** What a file is, told by its text; and what can be done where it is none of what is known. */
import { expect, test } from "vitest";
import { detectKind } from "../../../../src/config/import/detect.ts";

test.for<readonly [string, string]>([
  ["-A -t 10.0.0.1:80\n", "ipvsadm"],
  ["# saved\n\n  -A -t 10.0.0.1:80\n", "ipvsadm"],
  ["#!/bin/sh\nVIP=10.0.0.1\n/sbin/ipvsadm -C\n", "ipvsadm"],
  ["sudo ipvsadm --clear\n", "ipvsadm"],
  ["--add-service -t 10.0.0.1:80\n", "ipvsadm"],
  ["checktimeout=3\nvirtual=10.0.0.1:80\n", "ldirectord"],
  ["Virtual6 = [::1]:80\n", "ldirectord"],
  ["\ufeffvirtual=1\r\n", "ldirectord"],
  ["checktimeout=3\n", "ldirectord"],
])("%j is %s", ([text, kind]) => {
  expect(detectKind(text)).toBe(kind);
});

test.for<readonly [string, RegExp]>([
  ["IP Virtual Server version 1.2.1 (size=4096)\nProt LocalAddress:Port\n", /ipvsadm -Sn/],
  ["vrrp_instance A {\n}\n", /daruma check/],
  ["", /--from/],
  ["hello world\n", /--from/],
])("%j: what to do", ([text, advice]) => {
  expect(detectKind(text)).toEqual({ problem: expect.stringMatching(advice) });
});
