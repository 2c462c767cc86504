/** The IPVS table by ipvsadm, of which there is a fake: it takes its time, keeps a diary, and may be told to fail. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { IpvsNews, IpvsOp } from "../../../src/desired/ipvs.ts";
import { createIpvs } from "../../../src/kernel/ipvs.ts";
import { parseTable } from "../../../src/kernel/ipvsadm-text.ts";
import type { Ipvs } from "../../../src/ports/kernel.ts";
import { temporaryFolder } from "../folder.ts";

const folder = temporaryFolder();
/** Refuses port 666, dies of port 777 and, by a signal, of port 778, hangs at port 779; a service by its address 192.0.2.99 is unknown to it. */
const fake = folder.write(
  "ipvsadm",
  `#!/bin/sh
cd "$(dirname "$0")"
echo "run $1" >> diary
if [ "$1" = -Sn ]; then
  [ ! -e trouble ] || { cat trouble >&2 && exit 2; }
  cat table 2> /dev/null
  exit 0
fi
while read -r line; do
  case $line in
    "-d -f 4294967295 "*) echo "Service not defined" >&2 ;;
    "-D -f 4294967295" | *192.0.2.99:*) echo "No such service" >&2 ;;
    *:666*) echo "Memory allocation problem" >&2 ;;
    *:777*) exit 3 ;;
    *:778*) kill -9 $$ ;;
    *:779*) echo $$ > hung && exec sleep 60 ;;
    *) sleep 0.02 && echo "$line" >> diary && echo "$line" >> table ;;
  esac
done
`,
  0o755,
);

let news: IpvsNews[];
let ipvs: Ipvs;
let heard: () => void;

beforeEach(() => {
  for (const name of ["diary", "table", "trouble"]) rmSync(folder.at(name), { force: true });
  news = [];
  heard = () => undefined;
  ipvs = running(fake);
});
afterEach(() => ipvs.close());

const running = (program: string, limitMs?: number): Ipvs =>
  createIpvs(
    (each) => {
      news.push(each);
      heard();
    },
    program,
    limitMs,
  );

/** Waits until there is news of so many things. */
async function hearing(count: number): Promise<readonly IpvsNews[]> {
  while (news.length < count)
    await new Promise<void>((resolve) => {
      heard = resolve;
    });
  return news;
}

const diary = (): readonly string[] =>
  existsSync(folder.at("diary")) ? readFileSync(folder.at("diary"), "utf8").trim().split("\n") : [];

/** Adds a service at this port, or at this address. */
function adding(port: number, ip = "192.0.2.1"): readonly IpvsOp[] {
  const [service] = parseTable(`-A -t ${ip}:${port} -s wlc`).values();
  return service === undefined ? [] : [{ type: "addService", service }];
}
const line = (port: number): string => `-A -t 192.0.2.1:${port} -s wlc`;
const tableOf = (each: IpvsNews | undefined): readonly string[] =>
  each?.type === "listed" ? [...each.table.keys()] : [];

describe("changes", () => {
  test("go to one process, in order, which stays", async () => {
    ipvs.apply(adding(80));
    ipvs.apply([...adding(81), ...adding(82)]);
    await ipvs.close();
    expect(diary()).toEqual(["run -R", line(80), line(81), line(82)]);
  });
  test("that are none start nothing", async () => {
    ipvs.apply([]);
    await ipvs.close();
    expect(diary()).toEqual([]);
  });
  test("have all taken effect when it is closed", async () => {
    ipvs.apply([80, 81, 82, 83].flatMap((port) => adding(port)));
    await ipvs.close();
    expect(diary()).toContain(line(83));
  });
});

describe("a listing", () => {
  test("is what the kernel holds", async () => {
    folder.write("table", `${line(80)}\n-a -t 192.0.2.1:80 -r 192.0.2.21:80 -m -w 1\n`);
    ipvs.list();
    expect(tableOf((await hearing(1))[0])).toEqual(["TCP 192.0.2.1:80"]);
    expect(diary()).toEqual(["run -Sn"]);
  });
  test("is taken after all changes before it", async () => {
    ipvs.apply([80, 81, 82].flatMap((port) => adding(port)));
    ipvs.list();
    expect(tableOf((await hearing(1))[0])).toHaveLength(3);
  });
  test("is answered each time it is asked for", async () => {
    ipvs.apply(adding(80));
    ipvs.list();
    ipvs.list();
    expect((await hearing(2)).map(({ type }) => type)).toEqual(["listed", "listed"]);
  });
  test("that cannot be had says what to do", async () => {
    folder.write(
      "trouble",
      "Can't initialize ipvs: Protocol not available\nAre you sure that IP Virtual Server is built in the kernel or as module?\n",
    );
    ipvs.list();
    expect(await hearing(1)).toEqual([
      { type: "unlisted", detail: "this kernel has no IPVS: modprobe ip_vs (as root)" },
    ]);
  });
  test("that is not permitted says what is missing", async () => {
    folder.write("trouble", "Can't open the table: Permission denied (you must be root)\n");
    ipvs.list();
    expect(await hearing(1)).toEqual([
      { type: "unlisted", detail: "ipvsadm may not change the table: it needs CAP_NET_ADMIN" },
    ]);
  });
});

describe("a change that is refused", () => {
  test("is told in ipvsadm's words, and those after it are made", async () => {
    ipvs.apply([...adding(666), ...adding(80)]);
    await ipvs.close();
    expect(news).toEqual([{ type: "refused", detail: "Memory allocation problem" }]);
    expect(diary()).toContain(line(80));
  });
  test("is told though it sounds like the beginning of what marks the end", async () => {
    ipvs.apply(adding(80, "192.0.2.99"));
    ipvs.list();
    expect((await hearing(2)).map(({ type }) => type)).toEqual(["refused", "listed"]);
  });
});

describe("an ipvsadm that ends", () => {
  test.each([
    [777, "ipvsadm -R ended with status 3"],
    [778, "ipvsadm -R ended by SIGKILL"],
  ])("of port %i is told with how it ended", async (port, detail) => {
    ipvs.apply(adding(port));
    expect(await hearing(1)).toEqual([{ type: "refused", detail }]);
  });
  test("is followed by another one for the next change", async () => {
    ipvs.apply(adding(777));
    await hearing(1);
    ipvs.apply(adding(80));
    await ipvs.close();
    expect(diary()).toEqual(["run -R", "run -R", line(80)]);
  });
  test("is killed when it hangs, and the next change is made by another", async () => {
    const impatient = running(fake, 300);
    impatient.apply(adding(779));
    impatient.list();
    const [hung, listed] = await hearing(2);
    expect(hung).toEqual({
      type: "refused",
      detail: "ipvsadm -R did not answer for 0.3 s, and was killed",
    });
    expect(tableOf(listed)).toEqual([]);
    const process = `/proc/${readFileSync(folder.at("hung"), "utf8").trim()}`;
    await expect.poll(() => existsSync(process)).toBe(false);
    impatient.apply(adding(80));
    await impatient.close();
    expect(diary()).toEqual(["run -R", "run -Sn", "run -R", line(80)]);
  });

  test("leaves no listing without an answer, and no end unfinished", async () => {
    ipvs.apply(adding(777));
    ipvs.list();
    expect((await hearing(2)).map(({ type }) => type)).toEqual(["refused", "listed"]);
    ipvs.apply(adding(777));
    await ipvs.close();
    expect(news).toHaveLength(3);
  });
});

describe("without ipvsadm", () => {
  const detail = "ipvsadm is not installed: apt-get install ipvsadm";
  beforeEach(() => {
    ipvs = running(folder.at("nowhere"));
  });
  test("a listing says what to install", async () => {
    ipvs.list();
    expect(await hearing(1)).toEqual([{ type: "unlisted", detail }]);
  });
  test("a change says so, too, and there is an end of it", async () => {
    ipvs.apply(adding(80));
    await ipvs.close();
    expect(news).toEqual([{ type: "refused", detail }]);
  });
});
