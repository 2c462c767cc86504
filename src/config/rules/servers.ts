/** Rules about virtual servers, their real servers and checks. */
import { amount } from "../../base/amount.ts";
import { each } from "../../base/each.ts";
import { formatEndpoint, type Ip } from "../../base/ip.ts";
import { often } from "../../base/often.ts";
import type { Place } from "../diagnostic.ts";
import type { Check } from "../model.ts";
import type { VirtualServerDraft } from "../schema/virtual-server.ts";
import { both, type Rule } from "./rule.ts";
import { realServersOf, type VirtualServerView } from "./view.ts";

/** So many times the same probe, and it is worth a word. */
const MANY_PROBES = 3;

const unreachableQuorum: Rule = {
  id: "unreachable-quorum",
  severity: "warning",
  meaning: "quorum and hysteresis together are more than all real servers weigh",
  find: ({ virtualServers }, say) => {
    for (const { draft, server } of virtualServers) {
      const { quorum, hysteresis, realServers, sorryServer } = server;
      const total = realServers.reduce((sum, { weight }) => sum + weight, 0);
      if (hysteresis === 0 || total >= quorum + hysteresis) continue;
      const follows =
        sorryServer === undefined
          ? "it is never there, from the start on"
          : `the sorry_server ${formatEndpoint(sorryServer.ip, sorryServer.port)} gets all connections, from the start on`;
      say(
        draft.target.word,
        `quorum ${quorum} is gained with weight ${quorum + hysteresis} (hysteresis ${hysteresis}), and all real servers together have ${total}: ${follows}`,
      );
    }
  },
};

const noWeight: Rule = {
  id: "no-weight",
  severity: "warning",
  meaning: "all real servers of a virtual server have weight 0",
  find: ({ virtualServers }, say) => {
    for (const { draft, server } of virtualServers) {
      if (server.realServers.some(({ weight }) => weight > 0) || givesWeight(draft)) continue;
      const { sorryServer } = server;
      const instead =
        sorryServer === undefined
          ? "nobody gets any"
          : `all go to the sorry_server ${formatEndpoint(sorryServer.ip, sorryServer.port)}, whoever is healthy`;
      say(
        draft.target.word,
        `all real servers have weight 0, which gets no new connections: ${instead}`,
        "a weight of 1 or more",
      );
    }
  },
};

/** Whether a check may set another weight than the conf's. */
const givesWeight = ({ realServers = [] }: VirtualServerDraft): boolean =>
  realServers.some(({ checks = [] }) =>
    checks.some(
      (check) =>
        check.type === "FILE_CHECK" || (check.type === "MISC_CHECK" && check.dynamic === true),
    ),
  );

const sorryIsReal: Rule = {
  id: "sorry-is-real",
  severity: "hint",
  meaning: "the sorry_server is a real server of the same virtual server",
  find: ({ virtualServers }, say) => {
    for (const { draft, server } of virtualServers) {
      const { sorryServer, realServers } = server;
      if (sorryServer === undefined || draft.sorryServer === undefined) continue;
      if (!realServers.some(({ ip, port }) => ip === sorryServer.ip && port === sorryServer.port))
        continue;
      say(
        draft.sorryServer.word,
        `${formatEndpoint(sorryServer.ip, sorryServer.port)} is a real server here too: without quorum it gets all connections, whether its checks pass or not`,
      );
    }
  },
};

/** A check as it is asked, whatever its rhythm, and the real servers where it stands. */
interface Probe {
  readonly type: Check["type"];
  readonly ip: Ip;
  readonly port: number;
  readonly at: Set<Place>;
}

/** Of targets that are asked often enough to be looked at. */
function probesOf(virtualServers: readonly VirtualServerView[]): readonly Probe[] {
  const probes = new Map<string, Probe>();
  const suspects = askedOften(virtualServers);
  if (suspects.size === 0) return [];
  for (const { place, server } of virtualServers.flatMap(realServersOf))
    for (const check of server.checks) {
      const { ip = server.ip, port = server.port, bindTo } = check.target;
      if (!suspects.has(ip)) continue;
      const key = JSON.stringify({ ...check, target: { ip, port, bindTo }, timing: undefined });
      const probe = probes.get(key) ?? { type: check.type, ip, port, at: new Set() };
      probes.set(key, probe);
      probe.at.add(place);
    }
  return [...probes.values()];
}

/** By address alone: cheap, and hardly any is left. */
const askedOften = (virtualServers: readonly VirtualServerView[]): ReadonlySet<Ip> =>
  often((tell) => {
    for (const { server } of virtualServers)
      each(server.realServers, (real) => {
        each(real.checks, ({ target }) => {
          tell(target.ip ?? real.ip);
        });
      });
  }, MANY_PROBES);

/** Told once for a file: who does so does it for all servers. */
const sameProbe: Rule = {
  id: "same-probe",
  severity: "hint",
  meaning: `the same check of the same server stands ${MANY_PROBES} times or more`,
  find: ({ virtualServers }, say) => {
    const [most, ...rest] = probesOf(virtualServers)
      .filter(({ at }) => at.size >= MANY_PROBES)
      .toSorted((a, b) => b.at.size - a.at.size);
    const [first, second] = most?.at ?? [];
    if (most === undefined || first === undefined || second === undefined) return;
    const { type, ip, port } = most;
    const more = rest.length === 0 ? "" : `, and ${amount(rest.length, "other check")} likewise`;
    say(
      both(first, second, "and here"),
      `the same ${type} of ${formatEndpoint(ip, port)} stands ${most.at.size} times${more}: each probes by itself`,
    );
  },
};

export const serverRules: readonly Rule[] = [unreachableQuorum, noWeight, sorryIsReal, sameProbe];
