/** Questions that drills ask a stage. */
import type { Balancer, LogLine } from "./balancer.ts";
import type { Stage } from "./stage.ts";

/** Milliseconds between two questions that start a program: the guest has one slow processor. */
const SELDOM = 400;

/** Asks no more often than that, and answers no meanwhile. */
export function seldom(question: () => Promise<boolean>): () => Promise<boolean> {
  let next = 0;
  return async () => {
    if (performance.now() < next) return false;
    const answer = await question();
    next = performance.now() + SELDOM;
    return answer;
  };
}

/** The lines that `ipvsadm -Sn` prints on a balancer. */
export async function tableOf({ lab }: Stage, { host }: Balancer): Promise<string> {
  return lab.on(host, "ipvsadm", "-Sn");
}

export const hasServer = async (
  stage: Stage,
  balancer: Balancer,
  server: string,
): Promise<boolean> => (await tableOf(stage, balancer)).includes(`-r ${server}:80 `);

/** Exactly one balancer holds both addresses. */
export async function owns(
  { lab }: Stage,
  balancer: Balancer,
  addresses: readonly string[],
): Promise<boolean> {
  const held = await Promise.all(addresses.map((address) => lab.holders(address)));
  return held.every((names) => names.length === 1 && names[0] === balancer.host.name);
}

/** The last answers that the client got came from just these. */
export function lastAnsweredBy({ answers }: Stage, count: number, ...servers: string[]): boolean {
  const last = answers.slice(-count);
  const seen = new Set(last.map(({ by }) => by ?? "nobody"));
  return last.length === count && seen.size === servers.length && servers.every((s) => seen.has(s));
}

/**
 * So many requests in a row were answered, by whomever: a balancer that has just taken over knows
 * nothing of old connections, and need not spread the new ones evenly at first.
 */
export const allServed = ({ answers }: Stage, count: number): boolean =>
  answers.length >= count && answers.slice(-count).every(({ by }) => by !== undefined);

/** The latest transition of an instance to a state, no earlier than the wall clock `since`. */
export const transitionOf = (
  { lines }: Pick<Balancer, "lines">,
  instance: string,
  to: string,
  since: number,
): LogLine | undefined =>
  lines.findLast(
    (line) =>
      line.event === "vrrp.transition" &&
      line["instance"] === instance &&
      line["to"] === to &&
      Date.parse(line.time) >= since,
  );
