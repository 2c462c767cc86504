/** systemd's end of sd_notify(3): a socket that keeps what it is told. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AF, SOCK } from "../../../src/libc/constants.ts";
import { errnoReason } from "../../../src/libc/errno.ts";
import { sockaddrUnix } from "../../../src/libc/sockaddr.ts";
import { bindSocket, closeFd, openSocket, receive } from "../../../src/libc/socket.ts";

export interface NotifySocket {
  readonly path: string;
  /** Every message so far. */
  readonly messages: () => readonly string[];
  readonly close: () => void;
}

export function openNotifySocket(): NotifySocket {
  // Not in the folder of records: the path of a socket is short.
  const folder = mkdtempSync(join(tmpdir(), "daruma-notify-"));
  const path = join(folder, "socket");
  const address = sockaddrUnix(path);
  const fd = openSocket(AF.UNIX, SOCK.DGRAM, 0);
  const bound = address === undefined ? -1 : bindSocket(fd, address);
  if (bound < 0) throw new Error(`${path}: ${errnoReason(bound)}`);
  const told: string[] = [];
  const buffer = new Uint8Array(4096);
  return {
    path,
    messages() {
      for (let size = receive(fd, buffer); size >= 0; size = receive(fd, buffer))
        told.push(new TextDecoder().decode(buffer.subarray(0, size)));
      return told;
    },
    close() {
      closeFd(fd);
      rmSync(folder, { recursive: true });
    },
  };
}
