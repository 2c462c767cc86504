/** keepalived.conf(5), "Pre-defined definitions": names that stand for something without a definition. */
import type { Random } from "../../base/random.ts";

export interface BuiltInWorld {
  readonly configId: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: () => string;
  readonly random: Random;
}

export type BuiltInValue =
  | { readonly type: "value"; readonly text: string }
  /** Nothing can stand for it. */
  | { readonly type: "fault"; readonly message: string }
  /** Nothing stands for it, which is worth a word. */
  | { readonly type: "absent"; readonly message: string };

export const BUILT_INS: readonly string[] = [
  "_PWD",
  "_INSTANCE",
  "_RANDOM",
  "_ENV",
  "_HASH",
  "_BANG",
];

/** `parameters` are the words behind the name: only _ENV and _RANDOM take some. */
export function builtInValue(
  name: string,
  parameters: readonly string[],
  world: BuiltInWorld,
): BuiltInValue {
  const most = name === "_RANDOM" ? 2 : name === "_ENV" ? 1 : 0;
  if (parameters.length > most)
    return fault(`\${${name}} takes ${most === 0 ? "no" : most} parameters`);
  if (name === "_RANDOM") return randomValue(parameters, world.random);
  if (name === "_ENV") return environmentValue(parameters[0], world.env);
  return { type: "value", text: plainValue(name, world) };
}

function plainValue(name: string, { folder, configId }: BuiltInWorld): string {
  if (name === "_PWD") return folder();
  if (name === "_INSTANCE") return configId ?? "";
  return name === "_HASH" ? "#" : "!";
}

const fault = (message: string): BuiltInValue => ({ type: "fault", message });

function environmentValue(name: string | undefined, env: BuiltInWorld["env"]): BuiltInValue {
  if (name === undefined) return fault("${_ENV} needs the name of a variable: ${_ENV NAME}");
  const text = Object.hasOwn(env, name) ? env[name] : undefined;
  if (text !== undefined) return { type: "value", text: text.replace(/[\r\n\0]+/g, " ") };
  return { type: "absent", message: `the environment has no ${name}: nothing stands for it` };
}

function randomValue(parameters: readonly string[], random: Random): BuiltInValue {
  const [least = 0, most = 32_767] = parameters.map(Number);
  const usable = [least, most].every((bound) => Number.isSafeInteger(bound));
  if (!usable || parameters.some((word) => !/^\d+$/.test(word)))
    return fault("${_RANDOM MIN MAX} takes whole numbers");
  if (least > most) return fault(`no number from ${least} to ${most} for \${_RANDOM}`);
  return { type: "value", text: String(least + Math.floor(random() * (most - least + 1))) };
}
