/** The one wait, and libuv in it: neither keeps the other waiting. */
import { createSocket } from "node:dgram";
import { expect, test } from "vitest";
import { type Millis, millis } from "../../../src/base/time.ts";
import { monotonicNow } from "../../../src/libc/clock.ts";
import { createWait } from "../../../src/libc/wait.ts";

const SOON = 400;

/** Runs cycles until the deadline that the first turn sets; tells what happened until then, in order. */
function untilDeadline(first: (tell: (what: string) => void) => void): Promise<readonly string[]> {
  const wait = createWait();
  const told: string[] = [];
  let deadline: Millis | undefined;
  return new Promise((resolve) => {
    wait.start({
      idle: () => true,
      turn() {
        if (deadline === undefined) {
          deadline = millis(monotonicNow() + SOON);
          first((what) => told.push(what));
        } else if (monotonicNow() >= deadline) {
          told.push("deadline");
          wait.stop();
          resolve(told);
        }
        return deadline;
      },
    });
  });
}

test("a socket of Node's that the first turn opens is bound, and heard, before the first deadline", async () => {
  const told = await untilDeadline((tell) => {
    const socket = createSocket("udp4");
    socket.on("message", (bytes) => {
      tell(bytes.toString());
      socket.close();
    });
    socket.bind(0, "127.0.0.1", () => {
      socket.send("hello", socket.address().port, "127.0.0.1");
    });
  });
  expect(told).toEqual(["hello", "deadline"]);
});

test("timers of Node's fire in their time", async () => {
  const told = await untilDeadline((tell) => {
    setTimeout(() => {
      tell("timer");
    }, SOON / 4);
  });
  expect(told).toEqual(["timer", "deadline"]);
});

test("a deadline that has passed is answered at once", async () => {
  const wait = createWait();
  let turns = 0;
  await new Promise<void>((resolve) => {
    wait.start({
      idle: () => true,
      turn() {
        if (++turns === 10) {
          wait.stop();
          resolve();
        }
        return millis(monotonicNow() - 1);
      },
    });
  });
  expect(turns).toBe(10);
});
