/** Copies of what was read, with the places in it so many lines further down. */
import type { Place } from "../diagnostic.ts";

/** `lines`: how many further down. */
export type Copy<T> = (lines: number) => T;

/**
 * Of plain objects and lists. What has no place in it is not copied but shared. Undefined where
 * there is anything else in it, of which it is not known whether it has a place.
 */
export function copiesOf(fields: object): Copy<object> | undefined {
  const found = copierOf(fields);
  if (found === "unknown") return undefined;
  return found === "shared" ? () => fields : found;
}

type Copier = "unknown" | "shared" | Copy<object>;

function copierOf(value: unknown): Copier {
  if (typeof value === "function") return "unknown";
  if (typeof value !== "object" || value === null) return "shared";
  if (isPlace(value)) return (lines) => ({ ...value, line: value.line + lines });
  if (Array.isArray(value)) return copierOfList(value);
  return Object.getPrototypeOf(value) === Object.prototype ? copierOfObject(value) : "unknown";
}

function copierOfList(items: readonly unknown[]): Copier {
  const copiers = items.map(copierOf);
  if (copiers.includes("unknown")) return "unknown";
  if (copiers.every((copier) => copier === "shared")) return "shared";
  const [first] = copiers;
  // Mostly there is one.
  if (items.length === 1 && typeof first === "function") return (lines) => [first(lines)];
  return (lines) => items.map((item, at) => copied(item, copiers[at], lines));
}

function copierOfObject(fields: object): Copier {
  const changing: { readonly key: string; readonly copy: Copy<object> }[] = [];
  for (const [key, value] of Object.entries(fields)) {
    const copier = copierOf(value);
    if (copier === "unknown") return "unknown";
    if (copier !== "shared") changing.push({ key, copy: copier });
  }
  if (changing.length === 0) return "shared";
  return (lines) => {
    const made: Record<string, unknown> = { ...fields };
    // An iterator, or a closure, would be more than the copy.
    for (let at = 0; at < changing.length; at++) {
      const change = changing[at];
      if (change !== undefined) made[change.key] = change.copy(lines);
    }
    return made;
  };
}

const copied = (item: unknown, copier: Copier | undefined, lines: number): unknown =>
  typeof copier === "function" ? copier(lines) : item;

const isPlace = (value: object): value is Place =>
  "file" in value && "line" in value && "column" in value && "end" in value;
