/** Real processes: what a worker says and how it ends, as its supervisor hears it. */
import { EventEmitter, once } from "node:events";
import { describe, expect, test } from "vitest";
import { createWorkers } from "../../../src/host/workers.ts";
import type { WorkerProcess } from "../../../src/ports/workers.ts";
import { temporaryFolder } from "../folder.ts";

const folder = temporaryFolder();
const main = folder.write(
  "main.mjs",
  `const [role, name] = process.argv.slice(2);
process.on("message", (message) => {
  if (message.do === "echo") process.send({ role, name, message });
  if (message.do === "exit") process.exit(message.status);
  if (message.do === "throw") throw new TypeError("x is undefined");
  if (message.do === "say") process.stderr.write("out of cheese\\n", () => process.exit(1));
});`,
);

interface Started {
  readonly worker: WorkerProcess<object>;
  readonly heard: Promise<unknown>;
  readonly ended: Promise<unknown>;
}

function start(program: string = main): Started {
  const life = new EventEmitter();
  const worker = createWorkers<object, unknown>(program).start("vrrp", {
    message: (message) => life.emit("heard", message),
    ended: (why) => life.emit("ended", why),
  });
  const next = async (event: string): Promise<unknown> => {
    const [value]: unknown[] = await once(life, event);
    return value;
  };
  return { worker, heard: next("heard"), ended: next("ended") };
}

test("a worker is the program as `worker NAME`, and Maps pass", async () => {
  const { worker, heard, ended } = start();
  const message = { do: "echo", map: new Map([["a", 1]]) };
  worker.send(message);
  expect(await heard).toEqual({ role: "worker", name: "vrrp", message });
  expect(worker.pid).toBeGreaterThan(0);
  worker.kill();
  expect(await ended).toBe("killed by SIGKILL");
});

describe("how it ended is told", () => {
  test.for<readonly [object, string]>([
    [{ do: "exit", status: 0 }, "exit status 0"],
    [{ do: "exit", status: 3 }, "exit status 3"],
    [{ do: "say" }, "exit status 1: out of cheese"],
    // The line with the error, of all that Node prints.
    [{ do: "throw" }, "exit status 1: TypeError: x is undefined"],
  ])("%j", async ([message, why]) => {
    const { worker, ended } = start();
    worker.send(message);
    expect(await ended).toBe(why);
    // It can be told nothing more, and nobody minds.
    worker.send({ do: "echo" });
  });

  test("a program that is not there", async () => {
    const { ended } = start(folder.at("missing.mjs"));
    expect(await ended).toMatch(/^exit status 1: Error: Cannot find module/);
  });
});
