/**
 * keepalived.conf(5), "include": keywords whose effect is on the text itself. src/config/text has
 * heeded them before a statement comes here; they are declared for the reference, and for suggestions.
 */
import { entry, type Table } from "./entry.ts";

const pattern = "FILE|PATTERN";

/** They may stand on any line of any block. */
export const includeKeywords: Table<object> = {
  include: included("reads other files in place of the line"),
  includer: included("the same; every file that is found must be readable"),
  includem: included("the same; and without wildcards there must be one"),
  includew: included("the same; and there must be one in any case"),
  includeb: included("as includer; and there must be one for every alternative in { }"),
  includea: included("all of these must be so"),
};

function included(meaning: string): Table<object>[string] {
  return entry({ meaning }, pattern, undefined, () => undefined);
}
