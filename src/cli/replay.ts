import { type Command, InvalidArgumentError } from 'commander';
import { readColumnChoice } from '../traffic/log-columns';
import type { LogFormat } from '../traffic/log-rows';
import { readLogTime } from '../traffic/log-time';
import { listenForInterrupt } from './interrupt';
import type { ReplayOptions } from './run-replay';

const help = `
The log has a line a view, in order of time: when, who, what and, if known, from where. It is TSV, CSV or NDJSON, plain
or packed with gzip or zstd. Columns are found by their names (timestamp, visitor, article, source and usual others), or
without a header in that order; --columns says otherwise. Times are seconds or milliseconds since 1970, or ISO 8601
(UTC where no zone is given). Sources are direct, search, social, internal and rail; anything else counts as other.

An article is named by its id or its slug. Views of unknown ones are not counted, unless --create-articles makes
stand-ins for them.

--speed max (the default) takes the log's own time, in a database and a key space of its own that are gone afterwards;
the newsroom is not touched. It needs some 250 MB of Redis for a million views meanwhile.
--speed 1, 60, ... lets the views arrive in the newsroom now, at the pace of the log or so many times faster.

Examples:
  mostread replay views.tsv.zst --create-articles
  mostread replay views.ndjson --speed 60
  mostread replay clicks.csv --columns timestamp=clicked_at,visitor=user,article=page --sort`;

export function addReplay(program: Command): void {
  program
    .command('replay')
    .description('count a log of views as if they came in, and show what is popular at its end')
    .argument('<log>', 'a TSV, CSV or NDJSON file, also packed with gzip or zstd')
    .option(
      '--speed <n>',
      '1 is the pace of the log, 60 sixty times that; max: as fast as possible',
      readSpeed,
      'max',
    )
    .option('--columns <pairs>', 'which column is which, like timestamp=ts,visitor=user', readColumns)
    .option('--format <format>', 'tsv, csv or ndjson, where the name of the file does not say so', readFormat)
    .option('--create-articles', 'make stand-ins for unknown articles, published when they are first read')
    .option('--limit <n>', 'the first so many views alone', readCount)
    .option('--from <time>', 'from this time on', readTime)
    .option('--to <time>', 'before this time', readTime)
    .option('--sort', 'put the log in order of time first, in memory')
    .option('--skip-bad', 'leave out lines that cannot be counted instead of ending there')
    .option('--keep', 'with --speed max: keep the database and the keys')
    .option('--top <n>', 'how many of the most popular articles are shown', readCount, 10)
    .addHelpText('after', help)
    .action(async (path: string, options: ReplayOptions) => {
      const interrupt = listenForInterrupt((line) => process.stderr.write(`${line}\n`));
      const { runReplay } = require('./run-replay') as typeof import('./run-replay');
      process.exitCode = await runReplay(path, options, interrupt);
    });
}

const MAX_SPEED = 1_000_000;

function readSpeed(written: string): number | 'max' {
  if (written === 'max') return 'max';
  const speed = Number(written);
  if (/^\d+(\.\d+)?$/.test(written) && speed > 0 && speed <= MAX_SPEED) return speed;
  throw new InvalidArgumentError('It is a number above 0, or max.');
}

function readColumns(written: string): ReplayOptions['columns'] {
  try {
    return readColumnChoice(written);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

function readFormat(written: string): LogFormat {
  if (written === 'tsv' || written === 'csv' || written === 'ndjson') return written;
  throw new InvalidArgumentError('It is tsv, csv or ndjson.');
}

function readCount(written: string): number {
  const count = Number(written);
  if (/^\d{1,12}$/.test(written) && count > 0) return count;
  throw new InvalidArgumentError('It is a whole number from 1.');
}

function readTime(written: string): number {
  const ms = readLogTime(written);
  if (ms === undefined) throw new InvalidArgumentError('It is a time such as 2026-01-31T09:00:00Z.');
  return ms;
}
