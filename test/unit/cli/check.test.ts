/** `daruma check` and keepalived's -t: everything at once, with its place, and the exit status that scripts read. */
import { describe, expect, test } from "vitest";
import { type CheckOptions, checkConf, configTestStatus } from "../../../src/cli/check.ts";
import { temporaryFolder } from "../folder.ts";

const folder = temporaryFolder();

type Check = typeof checkConf;

function run(check: Check, path: string): { readonly status: number; readonly said: string } {
  let said = "";
  const status = check(path, { write: (text) => (said += text), colour: false });
  return { status, said: said.replaceAll(folder.path, "") };
}

const runWith =
  (options: CheckOptions): Check =>
  (path, output) =>
    checkConf(path, output, options);

const GOOD = folder.write(
  "good.conf",
  `vrrp_instance WAN {
    interface eth0
    virtual_router_id 51
    virtual_ipaddress {
        203.0.113.100
    }
}
virtual_server 203.0.113.100 80 {
    protocol TCP
    lb_algo wlc
    lb_kind NAT
    real_server 192.168.100.21 80 {
        TCP_CHECK {
        }
    }
    real_server 192.168.100.22 80 {
        TCP_CHECK {
        }
    }
}
`,
);
const WRONG = folder.write(
  "wrong.conf",
  `vrrp_instance WAN {
    interfaces eth0
    virtual_router_id 300
}
`,
);
const WARNED_TEXT = `vrrp_instance WAN {
    interface eth0
    virtual_router_id 51
    smtp_alert
    virtual_ipaddress {
        203.0.113.100
    }
}
`;
const WARNED = folder.write("warned.conf", WARNED_TEXT);
const NO_ARGUMENT = folder.write("argument.conf", WARNED_TEXT.replace("smtp_alert", "priority"));
const SILENCED = folder.write(
  "silenced.conf",
  WARNED_TEXT.replace("smtp_alert", "smtp_alert # daruma: silence unsupported-keyword"),
);
const MISSING = folder.at("missing.conf");

describe("daruma check", () => {
  test("of a good conf counts what it has", () => {
    expect(run(checkConf, GOOD)).toEqual({
      status: 0,
      said: `\
/good.conf: ok (1 VRRP instance, 1 virtual server, 2 real servers)
  WAN: takes over 3.609 s after the master dies, 0.609 s after it stops in order
`,
    });
  });

  test("shows every error with its line, a mark below it, and what may have been meant", () => {
    const { status, said } = run(checkConf, WRONG);
    expect(status).toBe(1);
    expect(said).toContain(`\
/wrong.conf:2:5: error: unknown keyword "interfaces" in vrrp_instance [unknown-keyword]
 2 |     interfaces eth0
   |     ^^^^^^^^^^
   = did you mean interface?
/wrong.conf:3:23: error: found 300, expected 1 to 255; vrrp_instance WAN is left out [out-of-range]
 3 |     virtual_router_id 300
   |                       ^^^
`);
    const [verdict] = said.trimEnd().split("\n").slice(-1);
    const errors = said.match(/: error: /g)?.length;
    expect(verdict).toMatch(new RegExp(`^/wrong.conf: ${errors} errors`));
  });

  test("lets a warning pass, and counts it", () => {
    const { status, said } = run(checkConf, WARNED);
    expect(status).toBe(0);
    expect(said).toMatch(/:4:5: warning: .* \[unsupported-keyword\]\n/);
    expect(said).toMatch(
      /^\/warned.conf: 1 warning \(1 VRRP instance, 0 virtual servers, 0 real servers\)$/m,
    );
  });

  test("says why a file cannot be read", () => {
    expect(run(checkConf, MISSING)).toEqual({
      status: 1,
      said: "daruma: cannot read /missing.conf: there is no such file\n",
    });
    const { status, said } = run(checkConf, folder.path);
    expect([status, said]).toEqual([1, "daruma:  is a folder, expected a conf file\n"]);
  });

  test("for programs is one JSON object a line, and no verdict", () => {
    const { status, said } = run(runWith({ json: true }), WRONG);
    expect(status).toBe(1);
    const objects = said
      .trimEnd()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    expect(objects).toEqual([
      {
        file: "/wrong.conf",
        line: 2,
        column: 5,
        endLine: 2,
        endColumn: 15,
        severity: "error",
        rule: "unknown-keyword",
        message: 'unknown keyword "interfaces" in vrrp_instance',
        hint: "did you mean interface?",
        related: [],
      },
      expect.objectContaining({ line: 3, column: 23, endColumn: 26, hint: null }),
    ]);
    const missing = run(runWith({ json: true }), MISSING);
    expect(missing.status).toBe(1);
    expect(JSON.parse(missing.said)).toMatchObject({ file: "/missing.conf", rule: "unreadable" });
  });

  test("is strict about warnings where it is told to be", () => {
    const strict = { strict: true };
    expect(run(runWith(strict), WARNED).status).toBe(1);
    expect(run(runWith(strict), GOOD).status).toBe(0);
    const silence = { strict: true, silence: ["unsupported-keyword"] };
    const { status, said } = run(runWith(silence), WARNED);
    expect(status).toBe(0);
    expect(said).toMatch(/: ok \(/);
  });

  test("has colours only where they are asked for", () => {
    let said = "";
    checkConf(WRONG, { write: (text) => (said += text), colour: true });
    expect(said).toContain("\u001b[");
    expect(run(checkConf, WRONG).said).not.toContain("\u001b[");
  });
});

const PEER = folder.write(
  "peer.conf",
  `vrrp_instance WAN {
    interface eth0
    virtual_router_id 51
    advert_int 2
    priority 90
    virtual_ipaddress {
        203.0.113.100
    }
}
`,
);
describe("daruma check of a whole", () => {
  test("beside its peer: what each says, then what does not fit, with both places", () => {
    expect(run(runWith({ peer: PEER }), GOOD)).toEqual({
      status: 1,
      said: `\
/good.conf: ok (1 VRRP instance, 1 virtual server, 2 real servers)
  WAN: takes over 3.609 s after the master dies, 0.609 s after it stops in order
/peer.conf: ok (1 VRRP instance, 0 virtual servers, 0 real servers)
  WAN: takes over 6.648 s after the master dies, 0.648 s after it stops in order
/good.conf:1:15: error: advert_int of WAN is 1 s, and 2 s on /peer.conf: version 2 drops adverts of another interval, and both become MASTER [peer-interval]
 1 | vrrp_instance WAN {
   |               ^^^
   : /peer.conf:4
 4 |     advert_int 2
   |     ---------- on /peer.conf
/good.conf:8:16: warning: /peer.conf does not have virtual_server TCP 203.0.113.100:80: nobody answers there while /peer.conf is MASTER [peer-missing-service]
 8 | virtual_server 203.0.113.100 80 {
   |                ^^^^^^^^^^^^^
/good.conf beside /peer.conf: 1 error, 1 warning
`,
    });
  });

  test("fits itself but for the priority", () => {
    const { status, said } = run(runWith({ peer: GOOD }), GOOD);
    expect([status, said]).toEqual([0, expect.stringContaining("[peer-priority]")]);
  });

  test("one file for both: its ids tell the balancers apart", () => {
    const shared = folder.write(
      "shared.conf",
      "vrrp_instance WAN {\ninterface eth0\nvirtual_router_id 51\n@lb1 priority 150\n@lb2 priority 140\nvirtual_ipaddress {\n@lb1 192.0.2.1\n192.0.2.2\n}\n}\n",
    );
    const { status, said } = run(runWith({ peer: shared, configId: "lb1", peerId: "lb2" }), shared);
    expect(status).toBe(0);
    expect(said).toContain("/shared.conf of lb1: ok (1 VRRP instance");
    expect(said).toContain(
      "WAN of /shared.conf of lb2 does not hold 192.0.2.1: nobody answers there while /shared.conf of lb2 is MASTER",
    );
    expect(said).toContain("/shared.conf of lb1 beside /shared.conf of lb2: 1 warning\n");
  });

  test("is silent about what is silenced, and does not count it", () => {
    const silence = ["peer-interval", "peer-missing-service"];
    const { status, said } = run(runWith({ peer: PEER, silence }), GOOD);
    expect(status).toBe(0);
    expect(said).toContain("/good.conf beside /peer.conf: ok\n");
  });

  test("needs both files", () => {
    expect(run(runWith({ peer: MISSING }), GOOD)).toMatchObject({ status: 1 });
    expect(run(runWith({ peer: GOOD }), MISSING)).toMatchObject({ status: 1 });
  });

  test("looks at the machine only where it is the conf's", () => {
    const host = {
      forwards: () => false,
      hasInterface: () => false,
      scriptProblem: () => undefined,
      scriptDanger: () => undefined,
      hasUser: () => true,
    };
    expect(run(runWith({ host, peer: GOOD }), GOOD).said.match(/no-interface/g)).toHaveLength(1);
    expect(run(runWith({ host }), GOOD).said).toContain("[no-forwarding]");
    expect(run(runWith({}), GOOD).said).not.toContain("[no-forwarding]");
  });

  test("has nothing to add to a conf of which nothing can be used", () => {
    const broken = folder.write("broken.conf", "vrrp_instance WAN {\n}\n");
    const { status, said } = run(runWith({ peer: broken }), GOOD);
    expect([status, said]).toEqual([1, expect.not.stringContaining("beside")]);
  });
});

describe("keepalived's -t", () => {
  test.for<readonly [string, number]>([
    [GOOD, 0],
    [WARNED, 0],
    [WRONG, 5],
    [NO_ARGUMENT, 2],
    [SILENCED, 0],
    [MISSING, 4],
  ])("%s: %i", ([path, status]) => {
    expect(run(configTestStatus, path).status).toBe(status);
  });

  test("says what is wrong, and nothing where nothing is", () => {
    expect(run(configTestStatus, GOOD).said).toBe("");
    expect(run(configTestStatus, WARNED).said).toContain("[unsupported-keyword]");
  });

  test("stops at a conf of which nothing can be used", () => {
    const { status, said } = run(configTestStatus, folder.write("empty.conf", "\n"));
    expect(said).toContain("error");
    expect(status).toBe(4);
  });
});
