// Counters measured by turns: each round gives every one its turn, so that what else the machine does falls on all of
// them alike, and the medians over the rounds are compared.

import { medianOf } from '../http/contest';
import type { CountRound, ProcessorTimes } from './sides';

export interface Counter {
  name: string;
  round(seconds: number, batchesPerSecond?: number): Promise<CountRound>;
}

/** Few views, so that what is done whether many are counted or few shows by itself. */
const FEW_BATCHES_PER_SECOND = 5;

export interface CountContest {
  title: string;
  ours: Counter;
  floors: readonly Counter[];
  /** At least this many times the rate of the floor of that name, and how many are wanted. */
  reach: { floor: string; ratio: number; wanted: number };
}

export interface CountEffort {
  rounds: number;
  seconds: number;
  warmUpSeconds: number;
}

export interface CountFigures {
  name: string;
  /** Acknowledged in all rounds, and counted. */
  views: number;
  perSecond: number;
  /** The slowest and the fastest round. */
  spread: [number, number];
  /** Processor time of each process, in microseconds a view. */
  client: number;
  server: number | null;
  redis: number;
  postgres: number | null;
  /** Of all that is known. */
  together: number;
  /** Views in a call of the counting script. */
  viewsOfCall: number;
  /** Batches that were not answered in time, in all rounds. */
  sentAgain: number;
  learnt: number | null;
  /** Ours against this one, by rate and by the processor time of all processes. */
  ratio: number | null;
  processorRatio: number | null;
}

/** What ranking, flushing and the like cost each second, and what one more view costs; of `ours`. */
export interface Apart {
  /** Processor time in a second, in microseconds. */
  anyway: ProcessorTimes;
  ofView: ProcessorTimes;
  /** The floor of the reach against that, the generators' own time included, as far as is known. */
  ratio: number;
}

export interface CountOutcome {
  title: string;
  figures: CountFigures[];
  apart: Apart;
  reach: { floor: string; atLeast: number; wanted: number; ratio: number; isMet: boolean };
}

/** @throws when anywhere more or less was counted than acknowledged */
export async function holdCount(
  contest: CountContest,
  effort: CountEffort,
  tell: (step: string) => void,
): Promise<CountOutcome> {
  const all = [...contest.floors, contest.ours];
  const rounds = new Map<Counter, CountRound[]>(all.map((counter) => [counter, []]));
  for (const counter of all) await counter.round(effort.warmUpSeconds);
  const few: CountRound[] = [];
  for (let round = 1; round <= effort.rounds; round++) {
    for (const counter of all) {
      const measured = await counter.round(effort.seconds);
      rounds.get(counter)!.push(measured);
      tell(`${contest.title}, round ${round}: ${counter.name} ${Math.round(measured.perSecond)} views/s`);
    }
    few.push(await contest.ours.round(effort.seconds, FEW_BATCHES_PER_SECOND));
  }
  const ours = summaryOf(rounds.get(contest.ours)!);
  const figures = [...rounds].map(([counter, measured]): CountFigures => {
    const summary = summaryOf(measured);
    const isOurs = counter === contest.ours;
    return {
      name: counter.name,
      ...summary,
      ratio: isOurs ? null : ours.perSecond / summary.perSecond,
      processorRatio: isOurs ? null : summary.together / ours.together,
    };
  });
  const { floor, ratio: atLeast, wanted } = contest.reach;
  const ratio = figures.find(({ name }) => name === floor)?.ratio ?? 0;
  return {
    title: contest.title,
    figures,
    apart: apartOf({ few: summaryOf(few), many: ours, floor: figures.find(({ name }) => name === floor)! }),
    reach: { floor, atLeast, wanted, ratio, isMet: ratio >= atLeast },
  };
}

type Rated = ProcessorTimes & { perSecond: number; client: number; together: number };

/** Two points make a line: its slope is what a view costs, its beginning what is done anyway. */
function apartOf({ few, many, floor }: { few: Rated; many: Rated; floor: Rated }): Apart {
  const slope = (of: keyof ProcessorTimes) => {
    const [less, more] = [few[of], many[of]];
    if (less === null || more === null) return null;
    return (more * many.perSecond - less * few.perSecond) / (many.perSecond - few.perSecond);
  };
  const ofView = { server: slope('server'), redis: slope('redis')!, postgres: slope('postgres') };
  const anyway = (of: keyof ProcessorTimes) => {
    const [whole, part] = [few[of], ofView[of]];
    return whole === null || part === null ? null : (whole - part) * few.perSecond;
  };
  const together = many.client + ofView.redis + (ofView.server ?? 0) + (ofView.postgres ?? 0);
  return {
    ofView,
    ratio: floor.together / together,
    anyway: { server: anyway('server'), redis: anyway('redis')!, postgres: anyway('postgres') },
  };
}

function summaryOf(measured: readonly CountRound[]): Omit<CountFigures, 'name' | 'ratio' | 'processorRatio'> {
  const rates = measured.map(({ perSecond }) => perSecond);
  const median = (of: (round: CountRound) => number | null) => {
    const values = measured.map(of);
    return values.includes(null) ? null : medianOf(values as number[]);
  };
  const client = median((round) => round.client)!;
  const redis = median((round) => round.redis)!;
  const [server, postgres] = [median((round) => round.server), median((round) => round.postgres)];
  return {
    views: measured.reduce((sum, { views }) => sum + views, 0),
    perSecond: medianOf(rates),
    spread: [Math.min(...rates), Math.max(...rates)],
    ...{ client, server, redis, postgres },
    together: client + redis + (server ?? 0) + (postgres ?? 0),
    viewsOfCall: median((round) => round.viewsOfCall)!,
    sentAgain: measured.reduce((sum, { sentAgain }) => sum + sentAgain, 0),
    learnt: median((round) => round.learnt),
  };
}
