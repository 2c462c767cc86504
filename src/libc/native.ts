/**
 * The C library of this process, by FFI. Every wrapper in this folder answers a count or a
 * descriptor, or a negative errno: no exceptions, no objects, about 0.3 µs a call.
 */
import { endianness } from "node:os";
import koffi, { type LibraryHandle } from "koffi";
import { assert } from "../base/assert.ts";

assert(
  koffi.sizeof("void *") === 8 && endianness() === "LE",
  "the structures of this folder are those of 64-bit little-endian Linux",
);

/** Whatever the process has linked: the C library, and libuv inside Node itself. */
export const native: LibraryHandle = koffi.load(null);

/** What a call answered, or its negative errno where it answered -1. Ask at once: errno is the last call's. */
export const answer = (value: number): number => (value < 0 ? -koffi.errno() : value);
