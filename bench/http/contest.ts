// Servers measured by turns: each round gives every server its turn, so that what else the machine does falls on all of
// them alike, and the median over the rounds is compared.

import { type LoadOrder, putLoad } from './load';
import type { ServerProcess } from './server-process';

export interface Contestant {
  name: string;
  server: ServerProcess;
  /** None: it is asked by GET. */
  bodies: readonly string[];
  /** What follows its path, where it is asked by GET. */
  search?: string;
  /** Beside those of every request. */
  headers?: Readonly<Record<string, string>>;
}

export interface Contest {
  title: string;
  /** Measured against each of the others. */
  ours: Contestant;
  floors: readonly Contestant[];
  /** At least this many times the rate of the floor of that name. */
  reach: { floor: string; ratio: number };
}

export interface Effort {
  connections: number;
  seconds: number;
  rounds: number;
  warmUpSeconds: number;
  headers: Readonly<Record<string, string>>;
}

export interface Figures {
  name: string;
  perSecond: number;
  /** The slowest and the fastest round. */
  spread: [number, number];
  /** Of the server's own process, for a request; null where the machine does not tell. */
  processorMicroseconds: number | null;
  p50Ms: number;
  p99Ms: number;
  /** Ours against this one, by rate and by processor time. */
  ratio: number | null;
  processorRatio: number | null;
}

export interface Outcome {
  title: string;
  figures: Figures[];
  reach: { floor: string; wanted: number; ratio: number; isMet: boolean };
}

interface Round {
  perSecond: number;
  processorMicroseconds: number | null;
  p50Ms: number;
  p99Ms: number;
}

/** @throws when a single request is not answered as it should be */
export async function hold(contest: Contest, effort: Effort, tell: (step: string) => void): Promise<Outcome> {
  const all = [...contest.floors, contest.ours];
  const rounds = new Map<Contestant, Round[]>(all.map((contestant) => [contestant, []]));
  for (const contestant of all) await measure(contestant, effort, effort.warmUpSeconds);
  for (let round = 1; round <= effort.rounds; round++) {
    for (const contestant of all) {
      const measured = await measure(contestant, effort, effort.seconds);
      rounds.get(contestant)?.push(measured);
      tell(`${contest.title}, round ${round}: ${contestant.name} ${Math.round(measured.perSecond)} a second`);
    }
  }
  return outcomeOf(contest, rounds);
}

async function measure(
  { name, server, bodies, search = '', headers: ofItsOwn }: Contestant,
  effort: Effort,
  seconds: number,
): Promise<Round> {
  const { connections } = effort;
  const headers = { ...effort.headers, ...ofItsOwn };
  const order: LoadOrder = { url: `${server.url}${search}`, connections, seconds, bodies, headers };
  const before = await server.processorMs();
  const load = await putLoad(order);
  const after = await server.processorMs();
  if (load.failures > 0) throw new Error(`${name}: ${load.failures} requests were not answered well`);
  const isTold = before !== undefined && after !== undefined;
  return {
    perSecond: load.requests / load.seconds,
    processorMicroseconds: isTold ? ((after - before) * 1_000) / load.requests : null,
    p50Ms: load.latencyMs.p50,
    p99Ms: load.latencyMs.p99,
  };
}

function outcomeOf(contest: Contest, rounds: ReadonlyMap<Contestant, readonly Round[]>): Outcome {
  const ours = summaryOf(rounds.get(contest.ours)!);
  const figures = [...rounds].map(([contestant, measured]): Figures => {
    const summary = summaryOf(measured);
    const isOurs = contestant === contest.ours;
    return {
      name: contestant.name,
      ...summary,
      ratio: isOurs ? null : ours.perSecond / summary.perSecond,
      processorRatio: isOurs ? null : dividedBy(summary.processorMicroseconds, ours.processorMicroseconds),
    };
  });
  const { floor, ratio: wanted } = contest.reach;
  const ratio = figures.find(({ name }) => name === floor)?.ratio ?? 0;
  return { title: contest.title, figures, reach: { floor, wanted, ratio, isMet: ratio >= wanted } };
}

function summaryOf(measured: readonly Round[]): Omit<Figures, 'name' | 'ratio' | 'processorRatio'> {
  const rates = measured.map(({ perSecond }) => perSecond);
  const times = measured.map(({ processorMicroseconds }) => processorMicroseconds);
  return {
    perSecond: medianOf(rates),
    spread: [Math.min(...rates), Math.max(...rates)],
    processorMicroseconds: times.includes(null) ? null : medianOf(times as number[]),
    p50Ms: medianOf(measured.map(({ p50Ms }) => p50Ms)),
    p99Ms: medianOf(measured.map(({ p99Ms }) => p99Ms)),
  };
}

function dividedBy(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one / other;
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  if (sorted.length % 2 === 1) return sorted[half]!;
  return ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
}
