import { type Ip, parseIp } from "../../src/base/ip.ts";

/** An address that the test knows to be one. */
export function ipOf(text: string): Ip {
  const ip = parseIp(text);
  if (ip === undefined) throw new Error(`no address: ${text}`);
  return ip;
}
