/** Rules as they were played through: what each service and server was last told. */
import type { Options } from "./ipvsadm-options.ts";
import type { ServiceId } from "./model.ts";
import type { Endpoint } from "./names.ts";
import type { SourceWord } from "./source.ts";

export interface RuleServer {
  readonly endpoint: Endpoint;
  readonly word: SourceWord;
  readonly options: Options;
}

export interface RuleService {
  readonly id: ServiceId;
  readonly word: SourceWord;
  readonly options: Options;
  readonly servers: ReadonlyMap<string, RuleServer>;
}
