/** Receive buffers of sockets: bytes, and whether the kernel's limit counts. */

import type { Statement } from "../pieces.ts";
import type { Report } from "../report.ts";
import {
  boolean,
  type Declared,
  type Entry,
  entry,
  integer,
  missing,
  notYet,
  surplus,
  type Table,
} from "./entry.ts";
import { readInteger } from "./numbers.ts";

const UINT32_MAX = 4_294_967_295;

export interface BuffersDraft {
  receivePolicy?: "MTU" | "ADVERT" | number | undefined;
  receiveMultiplier?: number | undefined;
  commandBuffer?: number | undefined;
  commandBufferForced?: boolean | undefined;
  monitorBuffer?: number | undefined;
  monitorBufferForced?: boolean | undefined;
  ipvsCommandBuffer?: number | undefined;
  ipvsCommandBufferForced?: boolean | undefined;
  ipvsMonitorBuffer?: number | undefined;
  ipvsMonitorBufferForced?: boolean | undefined;
  processBuffer?: number | undefined;
  processBufferForced?: boolean | undefined;
}

/** A number of bytes. */
export const bytes = <K extends string>(
  key: K,
  declared: Declared,
): Entry<{ [key in K]?: number | undefined }> =>
  integer(key, { strict: true, min: 0, max: UINT32_MAX, unit: "bytes", ...declared });

const FORCE = { meaning: "even above net.core.rmem_max, SO_RCVBUFFORCE" } as const;

export const bufferKeywords: Table<BuffersDraft> = notYet<BuffersDraft>({
  vrrp_rx_bufs_policy: entry(
    {
      meaning: "buffers of sockets of VRRP: of the interface's MTU, of an advert, or so many bytes",
    },
    "MTU|ADVERT|NUMBER",
    `0..${UINT32_MAX} bytes`,
    readPolicy,
  ),
  vrrp_rx_bufs_multiplier: integer("receiveMultiplier", {
    min: 1,
    max: UINT32_MAX,
    meaning: "how many times what vrrp_rx_bufs_policy says",
    byDefault: "3",
  }),
  vrrp_netlink_cmd_rcv_bufs: bytes("commandBuffer", { meaning: "buffer for the kernel's answers" }),
  vrrp_netlink_cmd_rcv_bufs_force: boolean("commandBufferForced", FORCE),
  vrrp_netlink_monitor_rcv_bufs: bytes("monitorBuffer", {
    meaning: "buffer for the kernel's news",
  }),
  vrrp_netlink_monitor_rcv_bufs_force: boolean("monitorBufferForced", FORCE),
  lvs_netlink_cmd_rcv_bufs: bytes("ipvsCommandBuffer", {
    meaning: "buffer for the kernel's answers to the checker process",
  }),
  lvs_netlink_cmd_rcv_bufs_force: boolean("ipvsCommandBufferForced", FORCE),
  lvs_netlink_monitor_rcv_bufs: bytes("ipvsMonitorBuffer", {
    meaning: "buffer for the kernel's news to the checker process",
  }),
  lvs_netlink_monitor_rcv_bufs_force: boolean("ipvsMonitorBufferForced", FORCE),
  process_monitor_rcv_bufs: bytes("processBuffer", { meaning: "buffer for news of processes" }),
  process_monitor_rcv_bufs_force: boolean("processBufferForced", FORCE),
});

function readPolicy(draft: BuffersDraft, { keyword, args }: Statement, report: Report): void {
  const [word] = args;
  if (word === undefined) {
    missing(report, keyword, "MTU, ADVERT or NUMBER");
    return;
  }
  surplus(args, 1, report);
  if (word.text === "MTU" || word.text === "ADVERT") draft.receivePolicy = word.text;
  else
    draft.receivePolicy =
      readInteger(word, { strict: true, min: 0, max: UINT32_MAX }, report) ?? draft.receivePolicy;
}
