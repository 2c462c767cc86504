/** sd_notify(3) against a socket of the kernel's: what systemd would read. */
import { afterEach, expect, test } from "vitest";
import { connectServiceManager } from "../../../src/host/service-manager.ts";
import { type NotifySocket, openNotifySocket } from "../../interop/harness/notify-socket.ts";

let socket: NotifySocket | undefined;
afterEach(() => {
  socket?.close();
  socket = undefined;
});

test("each message is one datagram of lines", () => {
  socket = openNotifySocket();
  const systemd = connectServiceManager({ NOTIFY_SOCKET: socket.path });
  systemd.ready("2 VRRP instances, 1 virtual server");
  systemd.reloading(14_347_676.3184);
  systemd.alive();
  systemd.stopping();
  expect(socket.messages()).toEqual([
    "READY=1\nSTATUS=2 VRRP instances, 1 virtual server",
    "RELOADING=1\nMONOTONIC_USEC=14347676318",
    "WATCHDOG=1",
    "STOPPING=1",
  ]);
});

test("children inherit nothing of it", () => {
  const environment = { NOTIFY_SOCKET: "/x", WATCHDOG_USEC: "1", WATCHDOG_PID: "2", PATH: "/bin" };
  connectServiceManager(environment);
  expect(environment).toEqual({ PATH: "/bin" });
});

test("the watchdog is fed four times in its interval", () => {
  const systemd = connectServiceManager({ NOTIFY_SOCKET: "/x", WATCHDOG_USEC: "20000000" });
  expect(systemd.watchdogMs).toBe(5000);
});

test.for<NodeJS.ProcessEnv>([
  { NOTIFY_SOCKET: "/x" },
  { NOTIFY_SOCKET: "/x", WATCHDOG_USEC: "0" },
  { NOTIFY_SOCKET: "/x", WATCHDOG_USEC: "soon" },
  { WATCHDOG_USEC: "20000000" },
])("no watchdog is set: %j", (environment) => {
  expect(connectServiceManager(environment).watchdogMs).toBeUndefined();
});

test("nothing happens where nobody listens", () => {
  expect(() => {
    connectServiceManager({}).ready("");
    connectServiceManager({ NOTIFY_SOCKET: "/nonexistent/socket" }).ready("");
  }).not.toThrow();
});
