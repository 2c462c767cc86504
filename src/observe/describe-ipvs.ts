/** What happens to the IPVS table, in words. */
import { formatEndpoint } from "../base/ip.ts";
import type { IpvsNotice, IpvsOp } from "../director/ipvs-types.ts";
import type { Description } from "./describe.ts";

/** A table may need thousands of changes at once: a log line names the first ones. */
const SHOWN = 20;

export function describeIpvs(notice: IpvsNotice): Description {
  if (notice.type === "ipvs.refused")
    return {
      level: "error",
      message: `IPVS: ${notice.detail}`,
      fields: { detail: notice.detail },
    };
  const changes = notice.ops.slice(0, SHOWN).map(changeText);
  const rest = notice.ops.length > SHOWN ? `; and ${notice.ops.length - SHOWN} more` : "";
  const fields = { count: notice.ops.length, changes };
  return notice.type === "ipvs.drift"
    ? {
        level: "warn",
        message: `somebody else changed the IPVS table; put right: ${changes.join("; ")}${rest}`,
        fields,
      }
    : { level: "info", message: `IPVS: ${changes.join("; ")}${rest}`, fields };
}

function changeText(op: IpvsOp): string {
  const { protocol, ip, port } = op.service;
  const service = `${protocol} ${formatEndpoint(ip, port)}`;
  switch (op.type) {
    case "addService":
      return `+ ${service} ${op.service.scheduler}`;
    case "editService":
      return `= ${service} ${op.service.scheduler}`;
    case "deleteService":
      return `- ${service}`;
    case "addDestination":
    case "editDestination":
    case "deleteDestination": {
      const sign = { addDestination: "+", editDestination: "=", deleteDestination: "-" }[op.type];
      const { destination } = op;
      const server = formatEndpoint(destination.ip, destination.port);
      const weight = op.type === "deleteDestination" ? "" : ` weight ${destination.weight}`;
      return `${sign} ${service} -> ${server}${weight}`;
    }
  }
}
