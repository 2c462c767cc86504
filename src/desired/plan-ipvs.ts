/**
 * From the table as it is to the table as it should be, in as few changes as there are differences.
 *
 * What has changed is edited, never deleted and added again: established connections live on their
 * entries. Services that are neither wanted nor ours are left alone.
 */
import type {
  IpvsDestination,
  IpvsOp,
  IpvsService,
  IpvsTable,
  ServiceId,
  ServiceKey,
} from "./ipvs.ts";

/** `owned`: services that we have put there, which go when they are wanted no more. */
export function planIpvs(
  desired: IpvsTable,
  actual: IpvsTable,
  owned: ReadonlySet<ServiceKey>,
): readonly IpvsOp[] {
  const ops: IpvsOp[] = [];
  for (const [key, service] of actual)
    if (!desired.has(key) && owned.has(key))
      ops.push({ type: "deleteService", service: idOf(service) });
  for (const [key, service] of desired) {
    const there = actual.get(key);
    if (there === undefined) {
      ops.push({ type: "addService", service });
      ops.push(...additions(service, service.destinations.values()));
    } else {
      ops.push(...changes(service, there));
    }
  }
  return ops;
}

function changes(wanted: IpvsService, there: IpvsService): readonly IpvsOp[] {
  const ops: IpvsOp[] = [];
  if (!sameService(wanted, there)) ops.push({ type: "editService", service: wanted });
  const service = idOf(wanted);
  // New servers first: the pool is never smaller than it has to be.
  for (const [key, destination] of wanted.destinations) {
    const known = there.destinations.get(key);
    if (known === undefined) ops.push({ type: "addDestination", service, destination });
    else if (!sameDestination(destination, known))
      ops.push({ type: "editDestination", service, destination });
  }
  for (const [key, destination] of there.destinations)
    if (!wanted.destinations.has(key))
      ops.push({ type: "deleteDestination", service, destination });
  return ops;
}

const additions = (service: IpvsService, destinations: Iterable<IpvsDestination>): IpvsOp[] =>
  [...destinations].map((destination) => ({
    type: "addDestination",
    service: idOf(service),
    destination,
  }));

const idOf = ({ protocol, ip, port }: IpvsService): ServiceId => ({ protocol, ip, port });

const sameService = (a: IpvsService, b: IpvsService): boolean =>
  a.scheduler === b.scheduler &&
  a.persistenceTimeout === b.persistenceTimeout &&
  a.extra.join(" ") === b.extra.join(" ");

const sameDestination = (a: IpvsDestination, b: IpvsDestination): boolean =>
  a.forwarding === b.forwarding && a.weight === b.weight;
