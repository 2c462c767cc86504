/**
 * Adverts that would end an election if anybody believed them: priority 0 or 255, each wrong in one
 * way, or in every way.
 */
import type { Ip } from "../../../src/base/ip.ts";
import type { Random } from "../../../src/base/random.ts";
import { centis } from "../../../src/base/time.ts";
import { AUTH_NONE, AUTH_PASS, authDataOf, encodeAdvert2 } from "../../../src/wire/vrrp2.ts";
import { encodeAdvert3 } from "../../../src/wire/vrrp3.ts";

export interface Forgery {
  readonly ttl: number;
  readonly payload: Uint8Array;
}

/** Makes one forgery of its kind. */
export type Forge = (random: Random) => Forgery;

export interface Target {
  readonly vrid: number;
  readonly source: Ip;
  readonly group: Ip;
  readonly vips: readonly Ip[];
}

/** By what the daemon should say of them; what it should not even count is under "silent". */
export type Forgeries = Readonly<Record<string, readonly Forge[]>>;

const HIGHEST = 255;
const VERSION_AT = 0;
const COUNT_AT = 3;

/** Right in everything but what `change` does to it. */
type Make = (change: Partial<Wrong>, random: Random) => Uint8Array;

interface Wrong {
  readonly vrid: number;
  readonly authType: number;
  readonly password: string;
  readonly interval: number;
}

/** Of version 2 with `password`, for an advert_int of a second. */
export function forgeries2({ vrid, vips }: Target, password: string): Forgeries {
  const make: Make = (wrong, random) =>
    encodeAdvert2({
      vrid: wrong.vrid ?? vrid,
      priority: fatalPriority(random),
      authType: wrong.authType ?? AUTH_PASS,
      interval: wrong.interval ?? 1,
      addresses: vips,
      authData: authDataOf(wrong.password ?? password),
    });
  const AUTH_AH = 2;
  return {
    ...common(make, vrid),
    authType: [AUTH_NONE, AUTH_AH, 77].map((authType) => sent((r) => make({ authType }, r))),
    authPassword: ["", "daruma43", "DARUMA42"].map((each) =>
      sent((r) => make({ password: each }, r)),
    ),
    interval: [sent((r) => make({ interval: 2 + below(r, 200) }, r))],
  };
}

/** Of version 3, whose checksum knows where an advert came from. */
export function forgeries3({ vrid, source, group, vips }: Target): Forgeries {
  const make: Make = (wrong, random) => {
    const priority = fatalPriority(random);
    const advert = { vrid: wrong.vrid ?? vrid, priority, interval: centis(20), addresses: vips };
    return encodeAdvert3(advert, source, group);
  };
  return common(make, vrid);
}

function common(make: Make, vrid: number): Forgeries {
  const right = (random: Random): Uint8Array => make({}, random);
  return {
    truncated: [sent((r) => right(r).subarray(0, below(r, 8)))],
    length: [
      sent((r) => withPadding(right(r), 1 + below(r, 64))),
      sent((r) => with8(right(r), COUNT_AT, 3 + below(r, 250))),
    ],
    ttl: [(r) => ({ ttl: 1 + below(r, 254), payload: right(r) })],
    version: [0, 1, 4, 15].map((version) =>
      sent((r) => with8(right(r), VERSION_AT, version * 16 + 1)),
    ),
    type: [sent((r) => with8(right(r), VERSION_AT, ((right(r)[VERSION_AT] ?? 0) & 0xf0) + 2))],
    checksum: [sent((r) => withFlip(right(r), r))],
    silent: [
      sent((r) => make({ vrid: vrid + 1 + below(r, 100) }, r)),
      // The VRID of ours, and then whatever comes.
      sent((r) => with8(noise(r, 8 + below(r, 1400)), 1, vrid)),
      sent((r) => noise(r, below(r, 1400))),
    ],
  };
}

const sent =
  (payload: (random: Random) => Uint8Array): Forge =>
  (random) => ({ ttl: 255, payload: payload(random) });

/** Goodbye, or "I own it": both would change who is master. */
const fatalPriority = (random: Random): number => (random() < 0.5 ? 0 : HIGHEST);

const below = (random: Random, limit: number): number => Math.floor(random() * limit);

const noise = (random: Random, size: number): Uint8Array =>
  Uint8Array.from({ length: size }, () => below(random, 256));

function with8(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = value;
  return copy;
}

function withPadding(bytes: Uint8Array, count: number): Uint8Array {
  const longer = new Uint8Array(bytes.length + count);
  longer.set(bytes);
  return longer;
}

/** One bit behind the fields that are judged before the checksum. */
function withFlip(bytes: Uint8Array, random: Random): Uint8Array {
  const at = COUNT_AT + 1 + below(random, bytes.length - COUNT_AT - 1);
  return with8(bytes, at, (bytes[at] ?? 0) ^ (1 << below(random, 8)));
}
