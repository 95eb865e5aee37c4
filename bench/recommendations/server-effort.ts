// What a server does with its time, between two looks: on a processor, waiting for one, collecting garbage.

import type { ServerProcess } from '../http/server-process';

export interface ServerEffort {
  atMs: number;
  /** Processor time of all its threads; undefined where the machine does not tell. */
  processorMs: number | undefined;
  /** Of the thread that answers: on a processor, and ready to run while none was free. */
  answering: { ranMs: number; waitedMs: number } | undefined;
  /** Of the thread that answers. */
  garbageMs: number;
}

export async function effortOf(api: ServerProcess): Promise<ServerEffort> {
  const [processorMs, answering, garbageMs] = [
    await api.processorMs(),
    await api.mainThread(),
    await garbageOf(api.url),
  ];
  return { atMs: performance.now(), processorMs, answering, garbageMs };
}

export interface EffortBetween {
  passedMs: number;
  processorMs: number;
  answeringMs: number;
  waitedMs: number;
  garbageMs: number;
}

/** Undefined where the machine does not tell. */
export function effortBetween(before: ServerEffort, after: ServerEffort): EffortBetween | undefined {
  if (before.processorMs === undefined || after.processorMs === undefined) return undefined;
  if (before.answering === undefined || after.answering === undefined) return undefined;
  return {
    passedMs: after.atMs - before.atMs,
    processorMs: after.processorMs - before.processorMs,
    answeringMs: after.answering.ranMs - before.answering.ranMs,
    waitedMs: after.answering.waitedMs - before.answering.waitedMs,
    garbageMs: after.garbageMs - before.garbageMs,
  };
}

async function garbageOf(url: string): Promise<number> {
  const answer = await fetch(new URL('/metrics', url));
  let seconds = 0;
  for (const [, sum] of (await answer.text()).matchAll(/^nodejs_gc_duration_seconds_sum\{[^}]*\} (\S+)/gm)) {
    seconds += Number(sum);
  }
  return seconds * 1_000;
}
