/**
 * Fields of log lines. Their names are a public interface: words joined by underscores, however deep
 * they lie in a value.
 */
export type Fields = Readonly<Record<string, unknown>>;

/** All that a notice carries but its type, which is the line's `event`. */
export function fieldsOf({ type: _type, ...fields }: { readonly type: string }): Fields {
  return fields;
}

/** The same fields under the names that the log has for them. */
export const inLogNames = (fields: object): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [logNameOf(name), valueInLogNames(value)]),
  );

function valueInLogNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(valueInLogNames);
  return typeof value === "object" && value !== null ? inLogNames(value) : value;
}

const logNameOf = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
