/** A real server: answers every request with its name. Usage: node web-server.js NAME */
import { createServer } from "node:http";

const [, , name = "?"] = process.argv;
createServer((_request, response) => {
  response.end(`${name}\n`);
}).listen(80, "0.0.0.0");
