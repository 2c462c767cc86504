/**
 * A client that never tires: a request every so often, each by a connection of its own, and a JSON
 * line for each that has ended. Usage: node web-client.js ADDRESS REQUESTS-PER-SECOND
 */
import { get } from "node:http";
import type { Answered } from "./answers.ts";

const TIMEOUT_MS = 1000;
const [, , address = "", rate = "10"] = process.argv;

function ask(): void {
  const sent = Date.now();
  const done = (answered: Pick<Answered, "by"> | Pick<Answered, "why">): void => {
    const ended = Date.now();
    process.stdout.write(`${JSON.stringify({ ...answered, ended, ms: ended - sent })}\n`);
  };
  const request = get(
    { host: address, port: 80, agent: false, timeout: TIMEOUT_MS },
    (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        body += chunk;
      });
      response.on("end", () => {
        done(response.statusCode === 200 ? { by: body.trim() } : { why: `${response.statusCode}` });
      });
    },
  );
  request.on("timeout", () => {
    request.destroy(Object.assign(new Error("no answer"), { code: "timed out" }));
  });
  request.on("error", (error: NodeJS.ErrnoException) => {
    done({ why: error.code ?? error.message });
  });
}

setInterval(ask, 1000 / Number(rate));
