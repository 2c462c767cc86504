/**
 * Every notice in words: its level, its fields and its message. The only place with message texts;
 * field names are a public interface, documented in docs/events.md.
 */
import type { Notice } from "../director/notice.ts";
import { describeCheck } from "./describe-check.ts";
import { describeIpvs } from "./describe-ipvs.ts";
import { describeProcess } from "./describe-process.ts";
import { describeVrrp } from "./describe-vrrp.ts";
import { type Fields, inLogNames } from "./fields.ts";

export type Level = "debug" | "info" | "warn" | "error";

export interface Description {
  readonly level: Level;
  readonly message: string;
  readonly fields: Fields;
}

/** `monotonic`: when the notice was made, milliseconds of the same clock as its own instants. */
export function describe(notice: Notice, monotonic: number): Description {
  const { level, message, fields } = describeByFamily(notice, monotonic);
  return { level, message, fields: inLogNames(fields) };
}

function describeByFamily(notice: Notice, monotonic: number): Description {
  const [family] = notice.type.split(".");
  // The prefix of a notice's name says whose it is; the types below hold each family to its own.
  switch (family) {
    case "vrrp":
      return describeVrrp(narrow<"vrrp">(notice), monotonic);
    case "check":
    case "server":
    case "quorum":
      return describeCheck(narrow<"check" | "server" | "quorum">(notice));
    case "ipvs":
      return describeIpvs(narrow<"ipvs">(notice));
    default:
      return describeProcess(narrow<"daemon" | "process" | "script" | "conf" | "send">(notice));
  }
}

type Family<Prefix extends string> = Extract<Notice, { type: `${Prefix}.${string}` }>;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the caller has read the prefix that the type repeats
const narrow = <Prefix extends string>(notice: Notice): Family<Prefix> => notice as Family<Prefix>;
