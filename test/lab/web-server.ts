/** A real server: answers every request with its name. Usage: node web-server.js NAME [PORT] */
import { createServer } from "node:http";

const [, , name = "?", port = "80"] = process.argv;
createServer((_request, response) => {
  response.end(`${name}\n`);
}).listen(Number(port), "0.0.0.0");
