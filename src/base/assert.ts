/** A mistake of ours, never of the outside world's. */
class Bug extends Error {
  override readonly name = "Bug";
}

/** For what only our own mistake can break. Stays on in production: a wrong master is worse than none. */
export function assert(condition: boolean, claim: string): asserts condition {
  if (!condition) throw new Bug(claim);
}

/** Ends a switch over a union: a case that is missing does not compile. */
export function unreachable(value: never): never {
  throw new Bug(`unreachable: ${JSON.stringify(value)}`);
}
