/** Exit statuses of -t: what keepalived 2.2.7 gave for the same text, asked once and written down. */
import { describe, expect, test } from "vitest";
import { configTestStatus } from "../../../src/cli/check.ts";
import { temporaryFolder } from "../folder.ts";

const folder = temporaryFolder();

function tried(
  text: string,
  scriptExists = true,
): { readonly status: number; readonly said: string } {
  let said = "";
  const output = { write: (more: string) => (said += more), colour: false };
  const path = folder.write("conf", text);
  return { status: configTestStatus(path, output, { scriptExists: () => scriptExists }), said };
}

/** An instance; `vip` stands behind its address, `more` are lines of it, and `below` what follows. */
const instance = ({ vip = "", more = "", below = "" } = {}): string => `vrrp_instance A {
    interface eth0
    virtual_router_id 5
    virtual_ipaddress {
        192.0.2.1${vip}
    }
    ${more}
}
${below}
`;

const server = ({
  target = "192.0.2.5 80",
  more = "lb_algo rr\nlb_kind NAT",
  check = "",
} = {}): string =>
  `virtual_server ${target} {
    protocol TCP
    ${more}
    real_server 192.0.2.9 80 {
        weight 1
        TCP_CHECK {
            ${check}
        }
    }
}
`;
const SECURE = "global_defs {\nenable_script_security\nscript_user root\n}\n";

describe("0: keepalived says nothing, whatever daruma says", () => {
  test.for<readonly [string, string]>([
    ["nothing", instance()],
    ["a server", server()],
    ["keywords not acted on yet", instance({ more: "smtp_alert\nlower_prio_no_advert" })],
    ["a word too many", instance({ more: "priority 100 200" })],
    ["an address twice", instance({ vip: "\n192.0.2.1" })],
    ["an include of nothing", instance({ below: "include nope.conf" })],
    ["includer as well", instance({ below: "includer nope.conf" })],
    ["a group that is not there", instance({ below: server({ target: "group NOPE" }) })],
    [
      "a weight above ipvsadm's",
      instance({ below: server().replace("weight 1", "weight 99999999") }),
    ],
    ["an old name it has never given up", instance({ below: "vrrp_track_file x {\nfile /x\n}" })],
    [
      "a regex_no_match without a regex",
      server().replace(
        "TCP_CHECK {",
        "HTTP_GET {\nurl {\npath /\nstatus_code 200\nregex_no_match\n}",
      ),
    ],
    [
      "a track_file twice",
      instance({ below: "track_file x {\nfile /x\n}\ntrack_file x {\nfile /x\n}" }),
    ],
    ["scripts, securely", `${SECURE}${instance({ more: "notify /bin/true" })}`],
  ])("%s", ([, text]) => {
    expect(tried(text).status).toBe(0);
  });
});

describe("2: a word is missing, and keepalived stops", () => {
  test.for<readonly [string, string]>([
    ["priority", instance({ more: "priority" })],
    ["notify", instance({ more: "notify" })],
    ["auth_type", instance({ more: "authentication {\nauth_type\n}" })],
    ["connect_port", server({ check: "connect_port" })],
    ["virtual_server", server({ target: "" })],
    ["virtual_server_group", instance({ below: "virtual_server_group {\n192.0.2.7 80\n}" })],
    ["vrrp_script", instance({ below: "vrrp_script {\nscript /bin/true\n}" })],
    ["weight of a script", instance({ below: "vrrp_script x {\nscript /bin/true\nweight\n}" })],
    ["dev of a route", instance({ more: "virtual_routes {\n192.0.2.0/24 dev\n}" })],
    ["smtp_server", instance({ below: "global_defs {\nsmtp_server\n}" })],
  ])("%s", ([, text]) => {
    expect(tried(text).status).toBe(2);
  });
});

describe("5: keepalived complains", () => {
  test.for<readonly [string, string]>([
    ["dev of an address without its interface", instance({ vip: "/24 dev" })],
    ["label", instance({ vip: "/24 label" })],
    ["scope", instance({ vip: "/24 scope" })],
    ["an instance without a name", instance().replace("vrrp_instance A", "vrrp_instance")],
    ["include alone", instance({ below: "include" })],
    ["router_id alone", instance({ below: "global_defs {\nrouter_id\n}" })],
    ["script alone", instance({ below: "vrrp_script x {\nscript\n}" })],
    ["a label that is too long", instance({ vip: "/24 label eth0:much-too-long" })],
    ["a number that is none", instance({ more: "priority $FOO" })],
    [
      "an old name that it wants to be rid of",
      instance({ more: "lvs_sync_daemon_interface eth1" }),
    ],
    ["a keyword that does nothing any more", instance({ more: "native_ipv6" })],
    ["a source without peers", instance({ more: "unicast_src_ip 198.18.0.1" })],
    ["a server without a scheduler", server({ more: "lb_kind NAT" })],
    ["a server without a method", server({ more: "lb_algo rr" })],
    ["a group of nothing", `${instance()}virtual_server_group G {\n}\n`],
    [
      "an inhibited sorry server that is none",
      server({ more: "lb_algo rr\nlb_kind NAT\nsorry_server_inhibit" }),
    ],
  ])("%s", ([, text]) => {
    const { status, said } = tried(text);
    expect(status).toBe(5);
    expect(said).not.toBe("");
  });

  test("not of a method that every real server says itself", () => {
    const text = server({ more: "lb_algo rr" }).replace("weight 1", "lvs_method NAT");
    expect(tried(text)).toEqual({ status: 0, said: "" });
  });
});

describe("6: the conf is not whole, or not secure", () => {
  test.for([
    "includem nope.conf",
    "includew nope*.conf",
    "includea nope.conf",
    "includeb n{a,b}.conf",
  ])("%s", (line) => {
    expect(tried(instance({ below: line })).status).toBe(6);
    expect(tried(instance({ more: "priority", below: line })).status).toBe(6);
  });

  test("scripts without enable_script_security, if they are there", () => {
    const text = instance({ more: 'notify "/bin/true x"' });
    const { status, said } = tried(text);
    expect(status).toBe(6);
    expect(said).toContain("/bin/true");
    expect(tried(text, false)).toEqual({ status: 0, said: "" });
    // It has stopped before it looks at them.
    expect(tried(instance({ more: "notify /bin/true\npriority" })).status).toBe(2);
  });
});

test("all that is found is told nevertheless", () => {
  expect(tried(instance({ more: "smtp_alert" })).said).toContain("[unsupported-keyword]");
});
