// Typed callers for Lua scripts. A script lies beside its caller as a .lua file; `-- include: name.lua` on a line of its
// own puts in a shared piece, which lies in the same folder or is named by its path from there. Scripts go by their hash,
// and whole only to a Redis that does not know them yet.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MostreadError, StoreUnavailable } from '../errors';
import type { RedisConnection } from './connection';

type Argument = string | number | Buffer;

interface ScriptDefinition<Inputs extends unknown[], Answer> {
  file: string;
  /** `__dirname` of the caller. */
  folder: string;
  /** All of one hash tag, without the key space. */
  keys: (...inputs: Inputs) => readonly string[];
  args: (...inputs: Inputs) => readonly Argument[];
  answer: (reply: unknown) => Answer;
}

export interface Script<Inputs extends unknown[], Answer> extends ScriptDefinition<Inputs, Answer> {
  readonly text: string;
  readonly hash: string;
}

/** A script said no: the first word of its error reply is the reason, in upper case. */
export class ScriptRefused extends MostreadError {
  readonly code = 'SCRIPT_REFUSED';

  constructor(
    readonly reason: string,
    readonly rest: string,
  ) {
    super(`The counter refused a call: ${reason} ${rest}`);
  }
}

export function defineScript<Inputs extends unknown[], Answer>(
  definition: ScriptDefinition<Inputs, Answer>,
): Script<Inputs, Answer> {
  const text = readScript(join(definition.folder, definition.file));
  return { ...definition, text, hash: createHash('sha1').update(text).digest('hex') };
}

/**
 * @throws ScriptRefused when the script answers with an error of its own; StoreUnavailable when Redis does not answer:
 *   the call may then have happened or not.
 */
export async function runScript<Inputs extends unknown[], Answer>(
  redis: RedisConnection,
  script: Script<Inputs, Answer>,
  ...inputs: Inputs
): Promise<Answer> {
  const keys = script.keys(...inputs);
  const rest = [...keys, ...script.args(...inputs)];
  try {
    return script.answer(await callByHash(redis, script, keys.length, rest));
  } catch (error) {
    throw meaningOf(error);
  }
}

async function callByHash(
  redis: RedisConnection,
  script: { hash: string; text: string },
  keyCount: number,
  rest: Argument[],
): Promise<unknown> {
  try {
    return await redis.client.evalsha(script.hash, keyCount, ...rest);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return redis.client.eval(script.text, keyCount, ...rest);
  }
}

const REFUSAL = /^(?:ERR )?(STALE_[A-Z_]+|REFUSED_[A-Z_]+)\s?(.*?)(?: script: .*)?$/s;

function meaningOf(error: unknown): unknown {
  if (error instanceof MostreadError || !(error instanceof Error)) return error;
  if (error.name === 'ReplyError') {
    const refusal = REFUSAL.exec(error.message);
    return refusal?.[1] ? new ScriptRefused(refusal[1], refusal[2] ?? '') : error;
  }
  return new StoreUnavailable('Redis', error);
}

const INCLUDE = /^-- include: (\S+)$/gm;

function readScript(path: string): string {
  const text = readFileSync(path, 'utf8');
  return text.replace(INCLUDE, (_line, name: string) => readScript(join(dirname(path), name)));
}
