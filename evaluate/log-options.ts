// The options that say which log is judged, which period and which part of it: the same words for every evaluation.

import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ColumnChoice, readColumnChoice } from '../src/traffic/log-columns';
import { readLogTime } from '../src/traffic/log-time';

const DAYS_MAX = 10_000;

/** As LogChoice and PeriodChoice read them (popular/what-is-judged.ts), but for a part of the log. */
export function addLogOptions(command: Command): Command {
  return command
    .option('--log <file>', 'a TSV, CSV or NDJSON file, also packed with gzip or zstd')
    .option('--columns <pairs>', 'which column is which, like timestamp=ts,visitor=user', readColumns)
    .addOption(
      new Option('--format <format>', 'where the name of the file does not say so').choices([
        'tsv',
        'csv',
        'ndjson',
      ]),
    )
    .option('--sort', 'put the log in order of time first, in memory')
    .option('--skip-bad', 'leave out lines that cannot be read instead of ending there')
    .option('--from-day <n>', 'judge from this day of the log on', readDay)
    .option('--to-day <n>', 'up to and with this day', readDay)
    .option('--from <time>', 'judge from this time on', readTime)
    .option('--to <time>', 'before this time', readTime);
}

/** Which of the lists, and which part of the log. */
export function addPartOptions(command: Command): Command {
  return command
    .option('--only <name>', 'only lists whose name begins so; may be given more than once', collect, [])
    .option('--thin <n>', 'one visitor in so many', readCount)
    .option(
      '--part <n>',
      'with --thin: which of the disjoint parts, from 1; all: each of them, told as one',
      readPart,
      1,
    )
    .option('--seed <text>', 'of the intervals, the parts and the small log', 'mostread');
}

/** @throws InvalidArgumentError */
export function readDay(written: string): number {
  const day = Number(written);
  if (/^\d{1,5}$/.test(written) && day < DAYS_MAX) return day;
  throw new InvalidArgumentError('It is a whole number from 0.');
}

/** @throws InvalidArgumentError */
export function readCount(written: string): number {
  const count = Number(written);
  if (/^\d{1,9}$/.test(written) && count > 0) return count;
  throw new InvalidArgumentError('It is a whole number from 1.');
}

/** @throws InvalidArgumentError */
export function readColumns(written: string): ColumnChoice {
  try {
    return readColumnChoice(written);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

function readTime(written: string): number {
  const ms = readLogTime(written);
  if (ms === undefined) throw new InvalidArgumentError('It is a time such as 2026-01-31T09:00:00Z.');
  return ms;
}

function readPart(written: string): number | 'all' {
  return written === 'all' ? written : readCount(written);
}

function collect(written: string, before: string[]): string[] {
  return [...before, written];
}
