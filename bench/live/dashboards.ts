// What a thousand dashboards cost that poll every second: the share of a core that the server takes with them, and
// without anyone.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { type ServerProcess, typescript } from '../http/server-process';
import type { PolledPage } from './polled-page';
import { quantileOf } from './quantile';

export interface DashboardsOrder {
  url: string;
  dashboards: number;
  seconds: number;
  headers: Readonly<Record<string, string>>;
}

export interface DashboardsSeen {
  polls: number;
  unchanged: number;
  failures: number;
  latenciesMs: number[];
}

export interface DashboardsCost {
  dashboards: number;
  seconds: number;
  polls: number;
  unchanged: number;
  /** Of one core; null where the machine does not tell. */
  shareAlone: number | null;
  shareWithThem: number | null;
  p50Ms: number;
  p99Ms: number;
}

/** @throws when a single poll is not answered as it should be */
export async function costOfDashboards(
  api: ServerProcess,
  { search, headers }: PolledPage,
  { dashboards, seconds }: { dashboards: number; seconds: number },
): Promise<DashboardsCost> {
  const shareAlone = await shareOf(api, () => wait(seconds * 1_000));
  const { 'if-none-match': _tag, ...plain } = headers;
  const order: DashboardsOrder = { url: `${api.url}${search}`, dashboards, seconds, headers: plain };
  let seen: DashboardsSeen | undefined;
  const shareWithThem = await shareOf(api, async () => {
    seen = await run(order);
  });
  if (seen === undefined || seen.failures > 0 || seen.polls === 0)
    throw new Error(`Polls were not answered well: ${seen?.failures} of ${seen?.polls}`);
  const { polls, unchanged, latenciesMs } = seen;
  const [p50Ms, p99Ms] = [quantileOf(latenciesMs, 0.5), quantileOf(latenciesMs, 0.99)];
  return { dashboards, seconds, polls, unchanged, shareAlone, shareWithThem, p50Ms, p99Ms };
}

async function run(order: DashboardsOrder): Promise<DashboardsSeen> {
  const child = spawn(process.execPath, [...typescript, join(__dirname, 'dashboards.program.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(order));
  return JSON.parse(await text(child.stdout)) as DashboardsSeen;
}

async function shareOf(api: ServerProcess, meanwhile: () => Promise<void>): Promise<number | null> {
  const [before, startedMs] = [await api.processorMs(), performance.now()];
  await meanwhile();
  const [after, endedMs] = [await api.processorMs(), performance.now()];
  return before === undefined || after === undefined ? null : (after - before) / (endedMs - startedMs);
}
