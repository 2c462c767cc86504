/** Users and groups by name: passwd(5), group(5). */
import { readFileSync } from "node:fs";

export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** Undefined where there is no such user or group. Numbers are taken as they are. */
export function findUser(name: string, group: string | undefined): User | undefined {
  const entry = lineOf("/etc/passwd", name);
  const uid = numberOf(entry?.[2] ?? name);
  const gid = group === undefined ? numberOf(entry?.[3]) : findGroup(group);
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

const findGroup = (name: string): number | undefined =>
  numberOf(lineOf("/etc/group", name)?.[2] ?? name);

const numberOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;

function lineOf(file: string, name: string): readonly string[] | undefined {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.map((line) => line.split(":")).find(([first]) => first === name);
}
