/** Who holds a virtual address, asked of the kernels and not of the daemons. */
import { addressesOf, type Host } from "./lan.ts";
import { sleep, until } from "./wait.ts";

const STEP_MS = 100;

/** The names of the hosts that hold `ip` on a link that is up. */
export async function holdersOf(hosts: readonly Host[], ip: string): Promise<readonly string[]> {
  const held = await Promise.all(hosts.map(addressesOf));
  return hosts.filter((_, i) => held[i]?.includes(ip) === true).map(({ name }) => name);
}

/** Waits until `host` alone of `hosts` holds `ip`. */
export function untilOnlyHolder(
  host: Host,
  hosts: readonly Host[],
  ip: string,
  limitMs: number,
): Promise<void> {
  const holders = (): Promise<readonly string[]> => holdersOf(hosts, ip);
  const alone = async (): Promise<boolean> => (await holders()).join() === host.name;
  return until(`${host.name} alone holds ${ip}`, limitMs, alone, holders);
}

/** Throws if during `lasting` milliseconds anybody else than `host` holds `ip`, or nobody. */
export async function staysOnlyHolder(
  host: Host,
  hosts: readonly Host[],
  ip: string,
  lasting: number,
): Promise<void> {
  const end = performance.now() + lasting;
  while (performance.now() < end) {
    const holders = (await holdersOf(hosts, ip)).join();
    if (holders !== host.name) throw new Error(`${ip} is held by [${holders}], not ${host.name}`);
    await sleep(STEP_MS);
  }
}
