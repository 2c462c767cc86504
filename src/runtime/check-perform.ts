/** Carries out what the check director wants: probes, changes of the IPVS table, notices, in its order. */
import { unreachable } from "../base/assert.ts";
import type { CheckDirectorInput, CheckDirectorOutput } from "../director/check-director.ts";
import type { Notice } from "../director/notice.ts";
import type { Ipvs } from "../ports/kernel.ts";
import type { Probes } from "../ports/probes.ts";

export interface CheckPorts {
  readonly probes: Probes;
  readonly ipvs: Ipvs;
  readonly notice: (notice: Notice) => void;
}

/** Nothing is known at once: outcomes and answers come later, by the sinks of the ports. */
export function performChecks(
  { probes, ipvs, notice }: CheckPorts,
  outputs: readonly CheckDirectorOutput[],
): readonly CheckDirectorInput[] {
  for (const output of outputs) {
    switch (output.type) {
      case "startProbe":
        probes.start(output.id, output.probe);
        break;
      case "cancelProbe":
        probes.cancel(output.id);
        break;
      case "applyIpvs":
        ipvs.apply(output.ops);
        break;
      case "listIpvs":
        ipvs.list();
        break;
      case "notice":
        notice(output.notice);
        break;
      default:
        unreachable(output);
    }
  }
  return [];
}
