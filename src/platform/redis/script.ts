// Typed callers for Lua scripts. A script lies beside its caller as a .lua file; `-- include: name.lua` on a
// line of its own puts in a shared piece, wherever in the sources it lies: the names of .lua files are
// unique. Scripts go by their hash, and whole only to a Redis that does not know them (a restart forgets all
// of them).

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { stopwatch } from '../clock';
import { MostreadError } from '../errors';
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
 * @throws ScriptRefused when the script answers with an error of its own; StoreUnavailable when Redis does
 * not answer:
 *   the call may then have happened or not.
 */
export async function runScript<Inputs extends unknown[], Answer>(
  redis: RedisConnection,
  script: Script<Inputs, Answer>,
  ...inputs: Inputs
): Promise<Answer> {
  const keys = script.keys(...inputs);
  const rest = [...keys, ...script.args(...inputs)];
  const seconds = redis.onScript && stopwatch();
  try {
    return script.answer(await callByHash(redis, script, keys.length, rest));
  } catch (error) {
    throw refusalIn(error) ?? error;
  } finally {
    if (seconds) redis.onScript?.(script.file, seconds());
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

function refusalIn(error: unknown): ScriptRefused | undefined {
  if (!(error instanceof Error) || error.name !== 'ReplyError') return undefined;
  const refusal = REFUSAL.exec(error.message);
  return refusal?.[1] ? new ScriptRefused(refusal[1], refusal[2] ?? '') : undefined;
}

const INCLUDE = /^-- include: (\S+)$/gm;

function readScript(path: string): string {
  return readFileSync(path, 'utf8').replace(INCLUDE, (_line, name: string) => readScript(pathOf(name)));
}

function pathOf(name: string): string {
  const sources = resolve(__dirname, '..', '..');
  const found = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter(
    (path) => basename(path) === name,
  );
  const [path] = found;
  if (path === undefined || found.length > 1) throw new Error(`${name} is there ${found.length} times`);
  return join(sources, path);
}
