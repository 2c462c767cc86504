/** The real servers of the load: every connection is accepted and closed. Sends how many there were, once a second. */
import { createServer } from "node:net";
import { CHECK_PORT } from "./conf.ts";

const BACKLOG = 4096;
let accepted = 0;

createServer((socket) => {
  accepted++;
  // Without a read, and without lingering: the other side has closed already or soon will.
  socket.on("error", () => undefined);
  socket.destroy();
}).listen({ port: CHECK_PORT, backlog: BACKLOG });

setInterval(() => {
  process.send?.(accepted);
}, 1000);
process.on("disconnect", () => process.exit());
