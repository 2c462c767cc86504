/** ldirectord(8): checks of http and https, as HTTP_GET and SSL_GET. */
import { familyOf } from "../../base/ip.ts";
import { block, type Item, line, shown, wordOf } from "./items.ts";
import { type CheckContext, type Maker, portLines } from "./ldirectord-context.ts";
import { readEndpoint } from "./names.ts";
import type { Remark } from "./remarks.ts";
import type { SourceWord } from "./source.ts";

/** What holds for all servers goes to `remarks`. */
export function httpMaker(
  keyword: "HTTP_GET" | "SSL_GET",
  context: CheckContext,
  remarks: Item[],
): Maker {
  const { find, remark, timing } = context;
  const method = find("httpmethod")?.value;
  if (method !== undefined && method.text.toUpperCase() !== "GET")
    remarks.push(remark(method, "decide", `a check asks by GET, not by ${shown(method.text)}`));
  const host = virtualHost(context, remarks);
  return (real) => {
    const request = requestOf(real.request ?? find("request")?.value, context);
    const receive = receiveOf(real.receive ?? find("receive")?.value, remark);
    const port =
      request.port === undefined ? portLines(context, real) : [line("connect_port", request.port)];
    return [
      ...request.remarks,
      ...receive.remarks,
      block(keyword, [
        block("url", [line("path", request.path), ...receive.lines]),
        ...host,
        ...request.target,
        ...port,
        ...timing,
      ]),
    ];
  };
}

function virtualHost({ find, remark }: CheckContext, remarks: Item[]): readonly Item[] {
  const host = find("virtualhost")?.value;
  if (host === undefined) return [];
  const word = wordOf(host.text);
  if (word !== undefined) return [line("virtualhost", word)];
  const message = `virtualhost=${shown(host.text)} cannot stand in a conf`;
  remarks.push(remark(host, "left-out", message));
  return [];
}

interface Request {
  readonly path: string;
  /** Where a whole URL leads elsewhere than to the server. */
  readonly target: readonly Item[];
  readonly port: number | undefined;
  readonly remarks: readonly Item[];
}

function requestOf(word: SourceWord | undefined, context: CheckContext): Request {
  if (word === undefined) return { path: "/", ...NOWHERE };
  const [, authority, rest = word.text] = /^https?:\/\/([^/]*)(.*)$/i.exec(word.text) ?? [];
  const path = wordOf(rest.startsWith("/") ? rest : `/${rest}`);
  const target = authority === undefined ? NOWHERE : targetOf(word, authority, context);
  if (path !== undefined) return { path, ...target };
  const message = `the request ${shown(word.text)} cannot stand in a conf; / is asked for`;
  const remark = context.remark(word, "left-out", message);
  return { path: "/", ...target, remarks: [remark, ...target.remarks] };
}

const NOWHERE = { target: [], port: undefined, remarks: [] } as const;

function targetOf(
  word: SourceWord,
  authority: string,
  { names, id, remark }: CheckContext,
): Omit<Request, "path"> {
  const endpoint = readEndpoint(authority, "tcp", names);
  const family = id.type === "mark" ? id.family : familyOf(id.ip);
  if (typeof endpoint === "string" || familyOf(endpoint.ip) !== family) {
    const message = `the request leads to ${shown(authority)}: the server itself is asked`;
    return { ...NOWHERE, remarks: [remark(word, "left-out", message)] };
  }
  const port = endpoint.port === 0 ? undefined : endpoint.port;
  return { target: [line("connect_ip", endpoint.ip)], port, remarks: [] };
}

/** A pattern with a backslash is read differently from program to program. */
function receiveOf(
  word: SourceWord | undefined,
  remark: Remark,
): { readonly lines: readonly Item[]; readonly remarks: readonly Item[] } {
  if (word === undefined || word.text === "") return { lines: [], remarks: [] };
  if (!word.text.includes("\\") && wordOf(word.text) !== undefined)
    return { lines: [line("regex", `"${word.text}"`)], remarks: [] };
  const message = `receive ${shown(word.text)}: write it as regex in url`;
  return { lines: [], remarks: [remark(word, "left-out", message)] };
}
