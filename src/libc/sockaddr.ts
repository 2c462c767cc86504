/** Socket addresses as the kernel lays them out. Pure. */
import { bytesOfIp, familyOf, type Ip } from "../base/ip.ts";
import { AF } from "./constants.ts";

const SIZE = { inet: 16, inet6: 28, link: 20, netlink: 12 } as const;
/** sun_path, unix(7). */
const PATH_MAX = 108;

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** sockaddr_in or sockaddr_in6. `scope` is the interface index that a link-local address needs. */
export function sockaddrIp(ip: Ip, port: number, scope = 0): Uint8Array {
  const inet = familyOf(ip) === "inet";
  const bytes = new Uint8Array(inet ? SIZE.inet : SIZE.inet6);
  const view = viewOf(bytes);
  view.setUint16(0, inet ? AF.INET : AF.INET6, true);
  view.setUint16(2, port);
  bytes.set(bytesOfIp(ip), inet ? 4 : 8);
  if (!inet) view.setUint32(24, scope, true);
  return bytes;
}

/** sockaddr_ll, packet(7): the interface that a frame leaves by. */
export function sockaddrLink(index: number, etherType: number): Uint8Array {
  const bytes = new Uint8Array(SIZE.link);
  const view = viewOf(bytes);
  view.setUint16(0, AF.PACKET, true);
  view.setUint16(2, etherType);
  view.setInt32(4, index, true);
  return bytes;
}

/** sockaddr_nl, netlink(7). Port 0 lets the kernel choose, or is the kernel. */
export function sockaddrNetlink(port: number, groups: number): Uint8Array {
  const bytes = new Uint8Array(SIZE.netlink);
  const view = viewOf(bytes);
  view.setUint16(0, AF.NETLINK, true);
  view.setUint32(4, port, true);
  view.setUint32(8, groups, true);
  return bytes;
}

/** sockaddr_un, unix(7); a leading @ means the abstract namespace. Undefined where the name does not fit. */
export function sockaddrUnix(path: string): Uint8Array | undefined {
  const name = new TextEncoder().encode(path);
  const abstract = path.startsWith("@");
  if (name.length === 0 || name.length > PATH_MAX - (abstract ? 0 : 1)) return undefined;
  const bytes = new Uint8Array(2 + name.length + (abstract ? 0 : 1));
  viewOf(bytes).setUint16(0, AF.UNIX, true);
  bytes.set(name, 2);
  if (abstract) bytes[2] = 0;
  return bytes;
}
