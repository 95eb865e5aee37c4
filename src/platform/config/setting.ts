// A setting is data: its name in the environment, its range, its default and its meaning stand in one place, and the
// check at start, `npm run config` and docs/config.md are all made from that.

import { z } from 'zod';

export interface Setting<T> {
  /** The environment variable. */
  name: string;
  schema: z.ZodType<T>;
  /** What holds when the variable is absent or empty. */
  default: T;
  /** What it may be, in words: "1 to 65535". */
  range: string;
  meaning: string;
  /** Shown as dots by `npm run config`: passwords and keys. */
  secret: boolean;
}

export type SettingGroup = Record<string, Setting<unknown>>;
export type SettingValues<G extends SettingGroup> = {
  [K in keyof G]: G[K] extends Setting<infer T> ? T : never;
};

interface Described<T> {
  name: string;
  default: T;
  meaning: string;
  secret?: boolean;
}

const wholeNumber = /^-?\d+$/;
const decimalNumber = /^-?\d+(\.\d+)?$/;

/** A whole number from `min` to `max`, both included. */
export function integerSetting(described: Described<number> & { min: number; max: number }): Setting<number> {
  const { min, max } = described;
  const schema = z.string().regex(wholeNumber).transform(Number).pipe(z.number().int().min(min).max(max));
  return complete(described, schema, `a whole number from ${min} to ${max}`);
}

/** A number from `min` to `max`, both included; decimals allowed. */
export function numberSetting(described: Described<number> & { min: number; max: number }): Setting<number> {
  const { min, max } = described;
  const schema = z.string().regex(decimalNumber).transform(Number).pipe(z.number().min(min).max(max));
  return complete(described, schema, `a number from ${min} to ${max}`);
}

export function textSetting(
  described: Described<string> & { range: string; pattern?: RegExp },
): Setting<string> {
  const schema = described.pattern ? z.string().regex(described.pattern) : z.string();
  return complete(described, schema, described.range);
}

/** May be left out: the value is then undefined. */
export function optionalTextSetting(
  described: Omit<Described<undefined>, 'default'> & { range: string; pattern?: RegExp },
): Setting<string | undefined> {
  const schema: z.ZodType<string | undefined> = described.pattern
    ? z.string().regex(described.pattern)
    : z.string();
  return complete({ ...described, default: undefined }, schema, described.range);
}

export function choiceSetting<const C extends readonly [string, ...string[]]>(
  described: Described<C[number]> & { choices: C },
): Setting<C[number]> {
  return complete(described, z.enum(described.choices), `one of ${described.choices.join(', ')}`);
}

/** `on` or `off`. */
export function switchSetting(described: Described<boolean>): Setting<boolean> {
  const schema = z.enum(['on', 'off']).transform((value) => value === 'on');
  return complete(described, schema, 'on or off');
}

/** Values separated by commas; blanks around them do not count. */
export function listSetting(
  described: Described<readonly string[]> & { range: string; pattern?: RegExp },
): Setting<readonly string[]> {
  const one = described.pattern ? z.string().regex(described.pattern) : z.string().min(1);
  const schema = z
    .string()
    .transform((value) =>
      value
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .pipe(z.array(one));
  return complete(described, schema, described.range);
}

function complete<T>(described: Described<T>, schema: z.ZodType<T>, range: string): Setting<T> {
  const { name, meaning, secret = false } = described;
  return { name, schema, default: described.default, range, meaning, secret };
}
