/** errno as names and as plain English. */
import { constants } from "node:os";
import { getSystemErrorMap } from "node:util";

/** The errno values that callers compare with, as the kernel numbers them. */
export const ERRNO: typeof constants.errno = constants.errno;

const NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(ERRNO).map(([name, number]) => [number, name]),
);
const TEXTS: ReadonlyMap<number, string> = new Map(
  Array.from(getSystemErrorMap(), ([number, [, text]]) => [-number, text]),
);

/** `ECONNREFUSED` for 111; takes the number with either sign. */
export function errnoName(errno: number): string {
  return NAMES.get(Math.abs(errno)) ?? `errno ${Math.abs(errno)}`;
}

/** `connection refused` for 111; takes the number with either sign. */
export function errnoText(errno: number): string {
  return TEXTS.get(Math.abs(errno)) ?? "unknown error";
}

/** `ECONNREFUSED: connection refused`, for logs. */
export const errnoReason = (errno: number): string => `${errnoName(errno)}: ${errnoText(errno)}`;
