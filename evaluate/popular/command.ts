import { type Command, InvalidArgumentError } from 'commander';
import { listenForInterrupt } from '../../src/cli/interrupt';
import type { SteadinessRule } from '../../src/ranking/formulas/steadiness';
import { addLogOptions, addPartOptions, readCount, readDay } from '../log-options';
import type { PopularOptions } from './run-popular';

const help = `
The product counts and ranks the log in its own time, in a Postgres and a Redis of the evaluation's own; every other list
is told of the same views. Each judged tick (every 5 minutes) says what a list captures of the unique viewers of the
minutes to come: capture@5 is the readers of its five, of those of the five most read. Churn is counted over every list
of every tick. Intervals are 95 %, by blocks of six hours.

Without --log it is looked for in ../shared/data beside this project; where there is none, the small seeded log of
--quick is judged instead. A log has a line a view, in order of time: when, who, what. It is TSV, CSV or NDJSON, plain
or packed with gzip or zstd; columns are found by their names, or said by --columns. An article counts as published when
it is first read.

Days are counted from the log's first hour, as day 0, each of 24 hours. Without days or times, the second half of its
days is judged; what was tuned was tuned on the first.

Examples:
  npm run evaluate -- popular --quick
  npm run evaluate -- popular --log views.tsv.zst --from-day 5 --to-day 9 --html report.html
  npm run evaluate -- popular --log clicks.csv --columns timestamp=clicked_at,visitor=user,article=page --sort
  npm run evaluate -- popular --thin 7 --part 3
  npm run evaluate -- popular --thin 7 --part all --json parts.json
  npm run evaluate -- popular --only "Mostread" --only "24-h count" --dump lists.tsv`;

export function addPopular(program: Command): void {
  const command = program
    .command('popular')
    .description('judge Popular Now, and every baseline, by what readers of a log read next');
  addLogOptions(command)
    .option('--tick <seconds>', 'how often lists are made; it divides 300', readTick, 10)
    .option(
      '--pace <pace>',
      'own: lists are made as often as their source makes them; every: at each tick',
      readPace,
      'own',
    )
    .option(
      '--horizons <minutes>',
      'how far ahead is judged; lists are compared by the middle one',
      readHorizons,
      [5, 15, 60],
    )
    .option(
      '--least <readers>',
      'ticks with fewer unique viewers in the horizon are not judged',
      readCount,
      100,
    )
    .option('--warm-up <hours>', 'of views that the product has counted before the first tick', readCount, 24)
    .option(
      '--steadiness <rule>',
      "one more list, by the product's formulas with another steadiness: 1.1,30,1.3 is lead, seconds, lead to swap",
      collectSteadiness,
      [],
    );
  addPartOptions(command)
    .option('--quick', 'a small seeded log, in about a minute')
    .option('--json <file>', 'write every figure')
    .option('--html <file>', 'write one page with plots')
    .option('--day <n>', 'the day of the log that the page draws list by list; else the last', readDay)
    .option('--dump <file>', 'write the lists of every tick: tick_ms, tab, articles')
    .option('--dump-of <name>', 'of another list than the product')
    .addHelpText('after', help)
    .action(async (options: PopularOptions) => {
      const interrupt = listenForInterrupt((line) => process.stderr.write(`${line}\n`));
      const { popularOnCommandLine } = require('./run-popular') as typeof import('./run-popular');
      process.exitCode = await popularOnCommandLine(options, interrupt);
    });
}

const GRID_SECONDS = 300;
const HORIZON_MAX_MINUTES = 7 * 24 * 60;

function readTick(written: string): number {
  const seconds = Number(written);
  if (/^\d{1,3}$/.test(written) && seconds > 0 && GRID_SECONDS % seconds === 0) return seconds;
  throw new InvalidArgumentError(
    `It is a number of seconds that divides ${GRID_SECONDS}, such as 1, 2, 5, 10 or 60.`,
  );
}

function readPace(written: string): 'own' | 'every' {
  if (written === 'own' || written === 'every') return written;
  throw new InvalidArgumentError('It is own or every.');
}

function readHorizons(written: string): number[] {
  const minutes = written.split(',').map(Number);
  const isRight = minutes.every((one) => Number.isInteger(one) && one > 0 && one <= HORIZON_MAX_MINUTES);
  if (isRight) return [...new Set(minutes)].sort((a, b) => a - b);
  throw new InvalidArgumentError('It is minutes from 1 to a week, such as 5,15,60.');
}

function collectSteadiness(written: string, before: SteadinessRule[]): SteadinessRule[] {
  const [entryLead, seconds, swapLead, entryPatience = 0, more] = written.split(',').map(Number);
  const isRight =
    more === undefined &&
    entryPatience >= 0 &&
    entryLead! >= 1 &&
    swapLead! >= 1 &&
    seconds! >= 0 &&
    seconds! <= 600;
  if (!isRight)
    throw new InvalidArgumentError(
      'It is a lead from 1, seconds up to 600, a lead from 1 and a patience from 0: 1.2,0,1.3,0.2.',
    );
  return [
    ...before,
    { entryLead: entryLead!, entryDwellMs: seconds! * 1_000, entryPatience, swapLead: swapLead! },
  ];
}
