/** Listings and changes against a kernel of our own, which also does what a real one does once a year. */
import { expect, test } from "vitest";
import { createInterfaces } from "../../../src/kernel/interfaces.ts";
import type { NetlinkSocket } from "../../../src/kernel/netlink-socket.ts";
import type { Interest, Readiness } from "../../../src/libc/wait.ts";
import type { InterfaceAddress, InterfaceNews } from "../../../src/ports/kernel.ts";
import { encodeAddress, RTM_NEWADDR } from "../../../src/wire/netlink/address.ts";
import { RTM_GETLINK, RTM_NEWLINK } from "../../../src/wire/netlink/link.ts";
import {
  decodeMessages,
  encodePayload,
  type Message,
  NLM_F_DUMP,
  NLM_F_DUMP_INTR,
  NLMSG_DONE,
  NLMSG_ERROR,
} from "../../../src/wire/netlink/message.ts";
import { ipOf } from "../ip-of.ts";

const [EEXIST, EINVAL, EADDRNOTAVAIL] = [-17, -22, -99];
const LINKS = ["lo", "eth0", "eth1"] as const;

type Fault = "interrupted" | "cut short" | "lost";

interface Kernel {
  readonly open: (groups: number) => NetlinkSocket;
  /** What goes wrong with the next listings, one after the other. */
  readonly faults: (Fault | undefined)[];
  links: readonly string[];
  /** The answer to each change that is not 0, by its address. */
  readonly refuses: Map<string, number | "silence">;
  /** Requests other than listings, as they came. */
  readonly changes: number[];
  /** Wakes the reader of news with what a read gives. */
  readonly tell: (news: readonly Message[] | "lost") => void;
  /** How many listings were asked for. */
  listings: number;
}

function createKernel(): Kernel & { ready: () => void } {
  const news: (readonly Message[] | "lost")[] = [];
  const kernel = {
    faults: [] as (Fault | undefined)[],
    links: LINKS as readonly string[],
    refuses: new Map<string, number | "silence">(),
    changes: [] as number[],
    listings: 0,
    ready: (): void => undefined,
    tell(read: readonly Message[] | "lost") {
      news.push(read);
      kernel.ready();
    },
    open(groups: number): NetlinkSocket {
      if (groups !== 0)
        return socketOf(
          3,
          () => news.shift(),
          () => undefined,
        );
      const answers: (readonly Message[] | "lost")[] = [];
      const answer = (bytes: Uint8Array): void => {
        for (const request of decodeMessages(bytes))
          if ((request.flags & NLM_F_DUMP) === NLM_F_DUMP) answers.push(...list(request));
          else answers.push(...change(request));
      };
      return socketOf(4, () => answers.shift(), answer);
    },
  };
  const list = (request: Message): (readonly Message[] | "lost")[] => {
    kernel.listings++;
    const fault = kernel.faults.shift();
    const names = request.type === RTM_GETLINK ? kernel.links : [];
    const flags = fault === "interrupted" ? NLM_F_DUMP_INTR : 0;
    const messages = names.map((name) => ({
      ...request,
      type: RTM_NEWLINK,
      flags,
      payload: linkPayload(name),
    }));
    const done = { ...request, type: NLMSG_DONE, flags, payload: new Uint8Array(4) };
    if (fault === "lost") return ["lost"];
    return fault === "cut short" ? [messages.slice(0, 1)] : [messages, [done]];
  };
  const change = (request: Message): (readonly Message[])[] => {
    kernel.changes.push(request.type);
    const code = [...kernel.refuses].find(([ip]) => holds(request.payload, ip))?.[1] ?? 0;
    if (code === "silence") return [];
    const payload = new Uint8Array(4);
    new DataView(payload.buffer).setInt32(0, code, true);
    return [[{ ...request, type: NLMSG_ERROR, payload }]];
  };
  return kernel;
}

const socketOf = (
  fd: number,
  read: NetlinkSocket["read"],
  take: (bytes: Uint8Array) => void,
): NetlinkSocket => ({
  fd,
  port: 4711,
  read,
  send(bytes) {
    take(bytes);
    return bytes.length;
  },
  close: () => undefined,
});

function linkPayload(name: string): Uint8Array {
  const fixed = new Uint8Array(16);
  const view = new DataView(fixed.buffer);
  view.setInt32(4, indexOf(name), true);
  view.setUint32(8, 0x41, true);
  return encodePayload(fixed, [[3, new TextEncoder().encode(`${name}\0`)]]);
}

const indexOf = (name: string): number => 1 + LINKS.findIndex((each) => each === name);

const holds = (payload: Uint8Array, ip: string): boolean => payload.join(".").includes(`.${ip}`);

const address = (ip: string, dev = "eth0"): InterfaceAddress => ({
  prefix: { ip: ipOf(ip), length: 32 },
  dev,
  broadcast: undefined,
  scope: 0,
  label: undefined,
});

function start(kernel: ReturnType<typeof createKernel>) {
  const news: InterfaceNews[] = [];
  const wait = {
    watch: (_fd: number, _interest: Interest, ready: (what: Readiness) => void) => {
      kernel.ready = () => {
        ready({ readable: true, writable: false, failed: false });
      };
    },
  };
  const interfaces = createInterfaces(wait, (each) => news.push(each), kernel.open);
  return { interfaces, news, told: () => news.splice(0).map(brief) };
}

const brief = (news: InterfaceNews): string => {
  switch (news.type) {
    case "link":
      return `link ${news.link.name}`;
    case "linkGone":
      return `gone ${news.name}`;
    case "addressGone":
      return `address gone ${news.ip}`;
  }
};

const ALL = ["link lo", "link eth0", "link eth1"];

test("tells what is there at the start", () => {
  const kernel = createKernel();
  expect(start(kernel).told()).toEqual(ALL);
  expect(kernel.listings).toBe(2);
});

test.for<Fault>(["interrupted", "cut short", "lost"])(
  "a listing that is %s is asked for again",
  (fault) => {
    const kernel = createKernel();
    kernel.faults.push(fault);
    expect(start(kernel).told()).toEqual(ALL);
    expect(kernel.listings).toBe(3);
  },
);

test("lost news: everything is listed anew, and what is not there is gone", () => {
  const kernel = createKernel();
  const { told } = start(kernel);
  told();
  kernel.links = ["lo", "eth1"];
  kernel.tell("lost");
  expect(told()).toEqual(["gone eth0"]);
});

test("a listing that never comes whole takes nothing away", () => {
  const kernel = createKernel();
  const { told } = start(kernel);
  told();
  kernel.faults.push(...Array<Fault>(20).fill("cut short"));
  kernel.tell("lost");
  expect(told()).toEqual([]);
  // Five tries of each, and no endless loop.
  expect(kernel.listings).toBe(12);
});

test("news of others is told as it comes", () => {
  const kernel = createKernel();
  const { told } = start(kernel);
  told();
  const payload = encodeAddress({
    ...address("192.0.2.1"),
    ...address("192.0.2.1").prefix,
    index: 2,
  });
  kernel.tell([{ type: RTM_NEWADDR, flags: 0, sequence: 0, port: 1, payload }]);
  expect(told()).toEqual(["link eth0"]);
});

test("changes: all in one go, each refusal with its address and reason", () => {
  const kernel = createKernel();
  const { interfaces } = start(kernel);
  kernel.refuses.set("192.0.2.2", EINVAL).set("192.0.2.3", "silence");
  const failed = interfaces.apply(
    [address("192.0.2.9")],
    [
      address("192.0.2.1"),
      address("192.0.2.2"),
      address("192.0.2.3"),
      address("192.0.2.4", "eth7"),
    ],
  );
  expect(kernel.changes).toHaveLength(4);
  expect(failed.map(({ ip }) => ip).toSorted()).toEqual(["192.0.2.2", "192.0.2.3", "192.0.2.4"]);
  expect(failed.find(({ ip }) => ip === "192.0.2.4")?.reason).toBe("interface eth7 does not exist");
});

test("what is there already, or gone already, is no failure", () => {
  const kernel = createKernel();
  const { interfaces } = start(kernel);
  kernel.refuses.set("192.0.2.1", EEXIST).set("192.0.2.2", EADDRNOTAVAIL);
  expect(interfaces.apply([address("192.0.2.2")], [address("192.0.2.1")])).toEqual([]);
});

test("a rehearsal changes nothing", () => {
  const kernel = createKernel();
  const { interfaces } = start(kernel);
  interfaces.rehearse([address("192.0.2.1")], [address("192.0.2.2")]);
  expect(kernel.changes).toEqual([]);
});

test("more changes than one batch are all made", () => {
  const kernel = createKernel();
  const { interfaces } = start(kernel);
  const many = Array.from({ length: 300 }, (_, i) => address(`10.0.${i >> 8}.${i & 255}`));
  expect(interfaces.apply([], many)).toEqual([]);
  expect(kernel.changes).toHaveLength(300);
});
