// Processor time of processes that this one has not started itself, as Linux tells it.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RedisConnection } from '../../src/platform/redis/connection';

/** Linux counts the time of processes in these, whatever the machine (USER_HZ). */
const MICROSECONDS_A_TICK = 10_000;

/** Of the server, its own children (who rewrite its file) included. */
export async function redisMicroseconds(redis: RedisConnection): Promise<number> {
  const info = await redis.client.info('cpu');
  const used = [...info.matchAll(/^used_cpu_(?:sys|user)(?:_children)?:([\d.]+)/gm)];
  return used.reduce((sum, [, seconds]) => sum + Number(seconds), 0) * 1_000_000;
}

/** Of all processes of the Postgres in `folder`, those that have ended included; undefined where nobody tells. */
export async function postgresMicroseconds(folder: string): Promise<number | undefined> {
  const note = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => undefined);
  const main = note?.split('\n')[0];
  if (main === undefined) return undefined;
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const all = await Promise.all(pids.map(ticksOf));
  const own = all.filter((one) => one !== undefined && (one.pid === main || one.parent === main));
  if (own.length === 0) return undefined;
  return own.reduce((sum, one) => sum + one!.ticks, 0) * MICROSECONDS_A_TICK;
}

async function ticksOf(pid: string): Promise<{ pid: string; parent: string; ticks: number } | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return undefined;
  // After the name, which may hold spaces: state is field 3, the parent 4, utime, stime, cutime and cstime 14 to 17.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { pid, parent: fields[1]!, ticks };
}
