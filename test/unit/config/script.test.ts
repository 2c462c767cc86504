/** Command lines of the conf, split as keepalived does: keepalived.conf(5), "Quoted strings". */
import { describe, expect, test } from "vitest";
import { parseScript } from "../../../src/config/script.ts";

describe("SCRIPT [USER [GROUP]]", () => {
  test.for<readonly [string, readonly string[], string?, string?]>([
    ["/bin/notify", ["/bin/notify"]],
    ["/bin/notify root", ["/bin/notify"], "root"],
    ["/bin/notify root  adm", ["/bin/notify"], "root", "adm"],
    ['"/bin/notify master eth0"', ["/bin/notify", "master", "eth0"]],
    ['"/bin/notify -v" root adm', ["/bin/notify", "-v"], "root", "adm"],
    ["'/bin/notify -v'", ["/bin/notify", "-v"]],
    [`"/bin/notify 'a b' c"`, ["/bin/notify", "a b", "c"]],
    [`'/bin/notify "a b" c'`, ["/bin/notify", "a b", "c"]],
    [`"/bin/notify --name='a b'"`, ["/bin/notify", "--name=a b"]],
    ['"/opt/my\\ scripts/notify x"', ["/opt/my scripts/notify", "x"]],
    ['"/bin/notify a\\tb \\x41\\101"', ["/bin/notify", "a\tb", "AA"]],
    [`"/bin/notify ''"`, ["/bin/notify", ""]],
    ['"/bin/notify', ["/bin/notify"]],
  ])("%s", ([raw, command, user, group]) => {
    expect(parseScript(raw)).toEqual({
      command,
      user: user === undefined ? undefined : { user, group },
    });
  });

  test.for(["", "  ", '""', "''", '" "'])("no command: %j", (raw) => {
    expect(parseScript(raw)).toBeUndefined();
  });
});
