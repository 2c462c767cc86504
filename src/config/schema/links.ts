/** Keywords that name interfaces, and what is said of interfaces by themselves. */
import type { Statement, Word } from "../pieces.ts";
import { statementsOf } from "../repeated.ts";
import type { Report } from "../report.ts";
import {
  badValue,
  type Declared,
  type Entry,
  flag,
  list,
  missing,
  nested,
  notYet,
  surplus,
  type Table,
  value,
} from "./entry.ts";
import { readSeconds } from "./numbers.ts";

/** IFNAMSIZ less its NUL, netdevice(7). */
const NAME_MAX = 15;

/** Not in the name of an interface, dev_valid_name() of the kernel; and a mark behind it is none of it. */
const NO_NAME = /[/:\s]|[;,]$/;

/** The name of an interface; undefined where the kernel could have none of that name, which is reported. */
export function readInterface(word: Word, report: Report): string | undefined {
  const { text } = word;
  if (text !== "" && text.length <= NAME_MAX && !NO_NAME.test(text)) return text;
  const alias = /^([^:]+):\d+$/.exec(text)?.[1];
  const hint = alias === undefined ? [] : [`${text} is a label; the interface is ${alias}`];
  badValue(
    report,
    word,
    `expected the name of an interface, at most ${NAME_MAX} characters`,
    ...hint,
  );
  return undefined;
}

export const interfaceName = <K extends string>(
  key: K,
  declared: Declared,
): Entry<{ [key in K]?: string | undefined }> =>
  value(key, declared, "INTERFACE", undefined, readInterface);

/** linkbeat_interfaces: how the link of an interface is asked for. */
export interface LinkbeatDraft {
  readonly interface: string;
  readonly by: "MII" | "ETHTOOL" | "IOCTL" | undefined;
}

/** interface_up_down_delays: how long a change of the link must last, in milliseconds. */
export interface LinkDelayDraft {
  readonly interface: string;
  readonly down: number;
  readonly up: number;
}

export interface LinksDraft {
  linkbeatPolling?: boolean | undefined;
  linkbeat?: LinkbeatDraft[] | undefined;
  linkDelays?: LinkDelayDraft[] | undefined;
}

const DELAY = { min: 0, max: 255 } as const;

/** Keywords of the file itself. */
export const linkKeywords: Table<LinksDraft> = notYet<LinksDraft>({
  linkbeat_use_polling: flag("linkbeatPolling", true, {
    meaning: "ask interfaces for their link instead of waiting for the kernel's news",
  }),
  linkbeat_interfaces: nested(
    { meaning: "interfaces that are asked for their link, and how" },
    "{ INTERFACE [MII|ETHTOOL|IOCTL] ... }",
    (draft, { body }, report) => {
      draft.linkbeat ??= [];
      for (const line of statementsOf(body)) draft.linkbeat.push(...readLinkbeat(line, report));
    },
  ),
  interface_up_down_delays: nested(
    {
      meaning:
        "how long a link must be down or up before that counts, 0 to 255 s; UP is 0 where it is not said",
    },
    "{ INTERFACE DOWN [UP] ... }",
    (draft, { body }, report) => {
      draft.linkDelays ??= [];
      for (const line of statementsOf(body)) draft.linkDelays.push(...readDelay(line, report));
    },
  ),
});

const POLLS: Readonly<Record<string, "MII" | "ETHTOOL" | "IOCTL">> = {
  MII: "MII",
  ETHTOOL: "ETHTOOL",
  IOCTL: "IOCTL",
};

function readLinkbeat({ keyword, args }: Statement, report: Report): readonly LinkbeatDraft[] {
  const name = readInterface(keyword, report);
  const [word] = args;
  surplus(args, 1, report);
  const by = word !== undefined && Object.hasOwn(POLLS, word.text) ? POLLS[word.text] : undefined;
  if (word !== undefined && by === undefined)
    badValue(report, word, `expected ${list(Object.keys(POLLS))}`);
  return name === undefined ? [] : [{ interface: name, by }];
}

function readDelay({ keyword, args }: Statement, report: Report): readonly LinkDelayDraft[] {
  const name = readInterface(keyword, report);
  const [first, second] = args;
  if (first === undefined) {
    missing(report, keyword, "DOWN [UP], in seconds");
    return [];
  }
  surplus(args, 2, report);
  const down = readSeconds(first, DELAY, report);
  const up = second === undefined ? 0 : readSeconds(second, DELAY, report);
  if (name === undefined || down === undefined || up === undefined) return [];
  return [{ interface: name, down, up }];
}
