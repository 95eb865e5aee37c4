import { type Command, InvalidArgumentError, Option } from 'commander';
import { listenForInterrupt } from '../../src/cli/interrupt';
import { readColumnChoice } from '../../src/traffic/log-columns';
import { readLogTime } from '../../src/traffic/log-time';
import type { RecommendationsOptions } from './run-recommendations';

const help = `
Every step of a session after its first is predicted before it is learnt from: HR@5 is how often what was read was among
the five of the list, MRR@5 one over its place. The product learns through its recorder and scripts in a Redis of the
evaluation's own, under the time of the log, and its lists are asked for as a page asks. By the way the published hourly
protocol is walked: all hours up to one are learnt from, and the last step of each session of the next is to be named.
Intervals are 95 %, by blocks of six hours.

Without --log it is looked for in ../shared/data beside this project; where there is none, the small seeded log of
--quick is judged instead. A log has a line a view, in order of time: when, who, what. A session ends with a gap of half
an hour; where a log names sessions, --columns visitor=session takes them for visitors.

Days are counted from the log's first hour, as day 0. Without days or times, the second half of its days is judged; what
was tuned was tuned on the first.

Examples:
  npm run evaluate -- recommendations --quick
  npm run evaluate -- recommendations --log views.tsv.zst --from-day 5 --to-day 9 --html report.html
  npm run evaluate -- recommendations --in-memory --one-in 32 --only Mostread
  npm run evaluate -- recommendations --one-in 1 --only Mostread --dump lists.tsv`;

export function addRecommendations(program: Command): void {
  program
    .command('recommendations')
    .description('judge You May Also Like, and every baseline, by where readers of a log go on to')
    .option('--log <file>', 'a TSV, CSV or NDJSON file, also packed with gzip or zstd')
    .option('--columns <pairs>', 'which column is which, like timestamp=ts,visitor=user', readColumns)
    .addOption(
      new Option('--format <format>', 'where the name of the file does not say so').choices([
        'tsv',
        'csv',
        'ndjson',
      ]),
    )
    .option('--sections <file>', 'the sections of its articles: article, tab, section')
    .option('--sort', 'put the log in order of time first, in memory')
    .option('--skip-bad', 'leave out lines that cannot be read instead of ending there')
    .option('--from-day <n>', 'judge from this day of the log on', readWhole)
    .option('--to-day <n>', 'up to and with this day', readWhole)
    .option('--from <time>', 'judge from this time on', readTime)
    .option('--to <time>', 'before this time', readTime)
    .option('--gap <minutes>', 'without a view end a session', readCount, 30)
    .option('--one-in <n>', 'judge one step in so many; all are learnt from', readCount, 8)
    .option(
      '--delays <seconds>',
      'what is read is learnt so much later, besides at once',
      readDelays,
      [10, 60],
    )
    .option(
      '--in-memory',
      "the product's formulas over plain maps, without a Redis: faster, and the same lists",
    )
    .option('--only <name>', 'only lists whose name begins so; may be given more than once', collect, [])
    .option('--thin <n>', 'one visitor in so many', readCount)
    .option('--part <n>', 'with --thin: which of the disjoint parts, from 1; all: all of them', readPart, 1)
    .option('--seed <text>', 'of the intervals, the parts and the small log', 'mostread')
    .option('--quick', 'a small seeded log, in less than a minute; with a step in four')
    .option('--json <file>', 'write every figure')
    .option('--html <file>', 'write one page with plots')
    .option('--dump <file>', 'write the lists of the judged steps: click_index, tab, articles')
    .option('--dump-of <name>', 'of another list than the product')
    .addHelpText('after', help)
    .action(async (options: RecommendationsOptions) => {
      const interrupt = listenForInterrupt((line) => process.stderr.write(`${line}\n`));
      const { recommendationsOnCommandLine } =
        require('./run-recommendations') as typeof import('./run-recommendations');
      process.exitCode = await recommendationsOnCommandLine(
        options.quick ? { ...options, ...QUICK } : options,
        interrupt,
      );
    });
}

/** Of the small log one step in so many, and what is learnt late is left out: half a minute. */
const QUICK = { oneIn: 4, delays: [] };

function readColumns(written: string): RecommendationsOptions['columns'] {
  try {
    return readColumnChoice(written);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

function readWhole(written: string): number {
  if (/^\d{1,4}$/.test(written)) return Number(written);
  throw new InvalidArgumentError('It is a whole number from 0.');
}

function readCount(written: string): number {
  const count = Number(written);
  if (/^\d{1,9}$/.test(written) && count > 0) return count;
  throw new InvalidArgumentError('It is a whole number from 1.');
}

function readTime(written: string): number {
  const ms = readLogTime(written);
  if (ms === undefined) throw new InvalidArgumentError('It is a time such as 2026-01-31T09:00:00Z.');
  return ms;
}

function readDelays(written: string): number[] {
  const delays = written.split(',').map(Number);
  if (delays.every((seconds) => Number.isInteger(seconds) && seconds >= 0 && seconds <= 3_600)) return delays;
  throw new InvalidArgumentError('It is seconds up to an hour, such as 10,60; 0 is always judged.');
}

function readPart(written: string): number | 'all' {
  return written === 'all' ? written : readCount(written);
}

function collect(written: string, before: string[]): string[] {
  return [...before, written];
}
