// Which log, and which part of it: from the command line, from the folder of logs beside the project, or from a seed.

import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { UsageError } from '../../src/cli/usage-error';
import { projectFolder } from '../../src/compose/project-folder';
import type { ColumnChoice } from '../../src/traffic/log-columns';
import type { ByteProgress } from '../../src/traffic/packed-lines';
import { type CountedLog, readCountedLog } from './counted-log';
import type { EvaluatedLog } from './outcome';
import { seededLog } from './seeded-log';
import { type Thinning, thinnedLog } from './thinned-log';
import { type Ticks, ticksBetween } from './tick-lists';

export interface LogChoice {
  log?: string;
  columns?: ColumnChoice;
  format?: 'tsv' | 'csv' | 'ndjson';
  sort?: boolean;
  skipBad?: boolean;
  thin?: number;
  part: number | 'all';
  seed: string;
  quick?: boolean;
}

export interface PeriodChoice {
  fromDay?: number;
  toDay?: number;
  from?: number;
  to?: number;
  tick: number;
  quick?: boolean;
}

export interface ChosenLog {
  views: CountedLog;
  about: EvaluatedLog;
  isSeeded: boolean;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
export const GRID_MS = 5 * 60_000;
const LOGS_FOLDER = '../shared/data';
/** Of several logs there the one that the published figures are from. */
const FIRST_CHOICE = /globo|g1/i;
export const QUICK_LOG = { hours: 28, visitorsPerMinute: 25 };
const SEEDED_FROM_HOUR = 26;

/** What was asked for of the log: one part of it, if it is thinned, or each of them. @throws LogRefused, BadLogLine, UsageError */
export async function chosenLogs(
  choice: LogChoice,
  tell: (line: string) => void,
  progress: (bytes: ByteProgress) => void,
): Promise<{ whole: ChosenLog; logs: ChosenLog[] }> {
  const { thin: oneIn, part, seed } = choice;
  if (part === 'all' && oneIn === undefined) throw new UsageError('--part all: of what is said by --thin.');
  if (oneIn !== undefined && part !== 'all' && part > oneIn)
    throw new UsageError(`--part ${part}: of one in ${oneIn} there are ${oneIn} parts.`);
  const whole = await wholeLog(choice, tell, progress);
  if (oneIn === undefined) return { whole, logs: [whole] };
  const parts = part === 'all' ? Array.from({ length: oneIn }, (_, at) => at + 1) : [part];
  return { whole, logs: parts.map((one) => partOfLog(whole, { oneIn, part: one, seed })) };
}

/** @throws LogRefused, BadLogLine */
export async function wholeLog(
  choice: LogChoice,
  tell: (line: string) => void,
  progress: (bytes: ByteProgress) => void,
): Promise<ChosenLog> {
  const path = choice.quick ? undefined : (choice.log ?? logBeside(tell));
  const { seed } = choice;
  const views = path === undefined ? seededLog({ ...QUICK_LOG, seed }) : await read(path, choice, progress);
  const name = path === undefined ? `seeded log "${seed}"` : basename(path);
  return { views, about: { name, ...sizeOf(views), thinned: null }, isSeeded: path === undefined };
}

function partOfLog(whole: ChosenLog, { oneIn, part, seed }: Thinning): ChosenLog {
  const views = thinnedLog(whole.views, { oneIn, part, seed });
  return { ...whole, views, about: { ...whole.about, ...sizeOf(views), thinned: { oneIn, part } } };
}

function sizeOf(views: CountedLog): Omit<EvaluatedLog, 'name' | 'thinned'> {
  return {
    views: views.atMs.length,
    articles: views.names.length,
    visitors: views.visitors,
    firstMs: views.atMs[0] ?? 0,
    lastMs: views.atMs.at(-1) ?? 0,
  };
}

function read(
  path: string,
  { columns, format, sort, skipBad }: LogChoice,
  progress: (bytes: ByteProgress) => void,
) {
  return readCountedLog(path, {
    format,
    columns: columns ?? {},
    badLines: skipBad ? 'skip' : 'refuse',
    order: sort ? 'sort' : 'given',
    fromMs: undefined,
    toMs: undefined,
    limit: undefined,
    progress,
  });
}

function logBeside(tell: (line: string) => void): string | undefined {
  const folder = resolve(projectFolder(), LOGS_FOLDER);
  const logs = existsSync(folder)
    ? readdirSync(folder).filter((name) => /\.(tsv|csv|ndjson|jsonl)(\.(gz|zst|zstd))?$/.test(name))
    : [];
  const name = logs.find((log) => FIRST_CHOICE.test(log)) ?? logs.sort()[0];
  if (name !== undefined) return join(folder, name);
  tell(`There is no log in ${LOGS_FOLDER}, and --log names none: the small seeded log is judged.`);
  return undefined;
}

/** Day 0 begins with the hour of the first view. */
export function startOfDay({ firstMs }: Pick<EvaluatedLog, 'firstMs'>, day: number): number {
  return Math.floor(firstMs / HOUR_MS) * HOUR_MS + day * DAY_MS;
}

/** @throws UsageError when nothing of the log is left, or its beginning */
export function chosenTicks({ about, isSeeded }: ChosenLog, choice: PeriodChoice): Ticks {
  if (about.views === 0) throw new UsageError(`${about.name} has no views: there is nothing to judge.`);
  const dayZeroMs = startOfDay(about, 0);
  const days = Math.max(1, Math.round((about.lastMs - dayZeroMs) / DAY_MS));
  const usualMs = isSeeded
    ? dayZeroMs + SEEDED_FROM_HOUR * HOUR_MS
    : dayZeroMs + Math.floor(days / 2) * DAY_MS;
  const { from, to, fromDay, toDay } = choice;
  if ((from ?? to) !== undefined && (fromDay ?? toDay) !== undefined) {
    throw new UsageError('Give days or times, not both.');
  }
  const fromMs = from ?? (fromDay === undefined ? usualMs : dayZeroMs + fromDay * DAY_MS);
  const toMs = Math.min(
    to ?? (toDay === undefined ? Infinity : dayZeroMs + (toDay + 1) * DAY_MS),
    about.lastMs + 1,
  );
  const ticks = ticksBetween(Math.ceil(fromMs / GRID_MS) * GRID_MS, toMs, choice.tick * 1_000);
  const words = (ms: number) => new Date(ms).toISOString();
  if (ticks.count < 2) {
    throw new UsageError(
      `Between ${words(fromMs)} and ${words(toMs)} there is nothing to judge: the log reaches from ` +
        `${words(about.firstMs)} to ${words(about.lastMs)}, ${days} days from day 0 to day ${days - 1}.`,
    );
  }
  return ticks;
}
