/** keepalived.conf(5), "Parameter substitution": how a definition is referred to. */

export interface Reference {
  readonly name: string;
  /** Words behind the name, within the braces. */
  readonly parameters: readonly string[];
  readonly braces: boolean;
  /** The offset behind it. */
  readonly end: number;
}

const BRACED = /\$\{([A-Za-z_][A-Za-z0-9_]*)((?:[ \t]+[A-Za-z0-9_]+)*)\}/y;
const BARE = /\$([A-Za-z_][A-Za-z0-9_]*)/y;

/** Of a `$`: `${NAME}`, `${NAME PARAMETER...}` or `$NAME`; undefined where it is none. */
export function readReference(text: string, at: number): Reference | undefined {
  const braces = text.startsWith("${", at);
  const pattern = braces ? BRACED : BARE;
  pattern.lastIndex = at;
  const [all, name, parameters = ""] = pattern.exec(text) ?? [];
  if (all === undefined || name === undefined) return undefined;
  const words = parameters.split(/[ \t]+/).filter((word) => word !== "");
  return { name, parameters: words, braces, end: at + all.length };
}

/** Whether what follows ends a `$NAME`: a blank, a comma, a closing bracket, or the end of the line. */
export const endsName = (text: string, at: number): boolean =>
  at >= text.length || /[ \t,)]/.test(text.charAt(at));
