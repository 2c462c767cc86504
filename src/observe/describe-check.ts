/** The health engine's notices in words that an operator can act on. */
import { unreachable } from "../base/assert.ts";
import type { CheckNotice, ProbeFailure, StatusRange } from "../director/check-types.ts";
import type { Description } from "./describe.ts";
import { type Fields, fieldsOf } from "./fields.ts";

type Of<Type extends CheckNotice["type"]> = Extract<CheckNotice, { type: Type }>;

export function describeCheck(notice: CheckNotice): Description {
  const description = { level: "info", fields: fieldsOf(notice) } as const;
  switch (notice.type) {
    case "check.up":
      return {
        level: "info",
        fields: checkUpFields(notice),
        message: `${notice.check} of ${placeOf(notice)} succeeded${notice.initial ? " at first" : ", it is up again"}`,
      };
    case "check.down":
      return describeDown(notice, description.fields);
    case "check.local":
      return {
        level: "error",
        fields: description.fields,
        message: `${notice.check} of ${placeOf(notice)} could not be made: ${failureText(notice.failure)}; the server's state stays as it is`,
      };
    case "server.up":
      return {
        ...description,
        message: `${placeOf(notice)} is in the pool, weight ${notice.weight}`,
      };
    case "server.down":
      return { level: "warn", fields: description.fields, message: removalText(notice) };
    case "quorum.lost":
    case "quorum.gained":
      return describeQuorum(notice, description.fields);
    default:
      return unreachable(notice);
  }
}

const checkUpFields = ({ took, ...notice }: Of<"check.up">): Fields => ({
  ...fieldsOf(notice),
  tookMs: took,
});

const placeOf = ({
  virtualServer,
  realServer,
}: {
  readonly virtualServer: string;
  readonly realServer: string;
}): string => `${realServer} (${virtualServer})`;

function describeDown(notice: Of<"check.down">, fields: Fields): Description {
  const what = notice.url === undefined ? notice.check : `${notice.check} ${notice.url}`;
  const times = notice.attempts > 1 ? ` ${notice.attempts} times` : "";
  const failure = failureText(notice.failure);
  return {
    level: "warn",
    message: `${what} of ${placeOf(notice)} failed${times}: ${failure}`,
    fields: { ...fields, reason: failure },
  };
}

function removalText(notice: Of<"server.down">): string {
  if (notice.reason === "removed")
    return `${placeOf(notice)} is out of the pool: the conf no longer has it`;
  const how = notice.inhibited ? "stays with weight 0" : "is out of the pool";
  return `${placeOf(notice)} ${how}: its checks fail`;
}

function describeQuorum(notice: Of<"quorum.lost" | "quorum.gained">, fields: Fields): Description {
  const { virtualServer, quorum, weight, sorryServer } = notice;
  const lost = notice.type === "quorum.lost";
  const sorry =
    sorryServer === undefined
      ? ""
      : `; sorry server ${sorryServer} ${lost ? "takes over" : "leaves"}`;
  const standing = `weight ${weight}, quorum ${quorum}`;
  return {
    level: lost ? "error" : "info",
    message: `${virtualServer} has ${lost ? "lost" : "gained"} quorum (${standing})${sorry}`,
    fields,
  };
}

const PHASES = {
  connect: "connecting",
  tls: "the TLS handshake",
  response: "waiting for the answer",
} as const;

/** What went wrong, so that it can be put right. */
function failureText(failure: ProbeFailure): string {
  switch (failure.type) {
    case "refused":
      return "connection refused";
    case "timeout":
      return `timed out after ${failure.after / 1000} s (${PHASES[failure.phase]})`;
    case "network":
      return `${failure.errno} (${PHASES[failure.phase]})`;
    case "tls":
      return `TLS: ${failure.detail}`;
    case "status":
      return `status ${failure.got}, expected ${failure.expected.map(rangeText).join(" or ")}`;
    case "digest":
      return `digest ${failure.got}, expected ${failure.expected}`;
    case "protocol":
    case "local":
      return failure.detail;
    default:
      return unreachable(failure);
  }
}

const rangeText = ({ from, to }: StatusRange): string =>
  from === to ? `${from}` : `${from}-${to}`;
