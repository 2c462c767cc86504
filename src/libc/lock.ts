/** flock(2): a lock that lasts as long as the descriptor, however the process ends. */
import { answer, native } from "./native.ts";

const cFlock: (fd: number, operation: number) => number = native.func(
  "int flock(int fd, int operation)",
);

const LOCK_EX = 2;
const LOCK_NB = 4;

/** 0, or -EWOULDBLOCK where somebody else holds it. */
export const lockFile = (fd: number): number => answer(cFlock(fd, LOCK_EX | LOCK_NB));
