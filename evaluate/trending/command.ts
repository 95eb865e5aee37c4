import { writeFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { readColumnChoice } from '../../src/traffic/log-columns';

const help = `
Bursts of a known beginning are put into the background of a log of real readers: articles below the first five, read so
many times as much for half an hour to two hours. Told are how soon each finder lists them, and how often it lists what
does not rise; and what it lists when the whole site is read three times as much.

Without --log it is looked for in ../shared/data beside this project.`;

interface TrendingOptions {
  log?: string;
  columns?: Record<string, string>;
  fromDay: number;
  toDay: number;
  factors: number[];
  least: number;
  tick: number;
  seed: string;
  json?: string;
}

const DAY_MS = 24 * 3_600_000;

export function addTrending(program: Command): void {
  program
    .command('trending')
    .description('judge Trending, and what is in use elsewhere, by bursts put into a log')
    .option('--log <file>', 'a TSV, CSV or NDJSON file, also packed with gzip or zstd')
    .option('--columns <pairs>', 'which column is which, like timestamp=ts,visitor=user', readColumnChoice)
    .option('--from-day <n>', 'from this day of the log on', readNumber, 5)
    .option('--to-day <n>', 'up to and with this day', readNumber, 9)
    .option('--factors <list>', 'how many times as much the bursts are read', readFactors, [2, 3, 5])
    .option('--least <n>', 'readers a minute that an article of the background has', readNumber, 1)
    .option('--tick <seconds>', 'how often is looked', readNumber, 10)
    .option('--seed <text>', 'of the bursts', 'mostread')
    .option('--json <file>', 'write every figure')
    .addHelpText('after', help)
    .action(async (options: TrendingOptions) => {
      const { chosenLog } =
        require('../popular/what-is-judged') as typeof import('../popular/what-is-judged');
      const { runTrending, trendingTable } = require('./compare-trends') as typeof import('./compare-trends');
      const tell = (line: string) => void process.stderr.write(`${line}\n`);
      const { log, columns, seed, fromDay, toDay, factors, least, tick } = options;
      const choice = {
        ...(log !== undefined && { log }),
        ...(columns !== undefined && { columns }),
        seed,
        part: 1,
      };
      const { views, about } = await chosenLog(choice, tell, () => undefined);
      const dayZeroMs = Math.floor(about.firstMs / 3_600_000) * 3_600_000;
      const outcome = runTrending(
        views,
        {
          ...{ seed, factors, stepMs: tick * 1_000, leastPerMinute: least },
          ...{ burstEveryMs: 3_600_000, tuningMs: DAY_MS },
          fromMs: dayZeroMs + fromDay * DAY_MS,
          toMs: Math.min(dayZeroMs + (toDay + 1) * DAY_MS, about.lastMs - 2 * 3_600_000),
        },
        tell,
      );
      process.stdout.write(`${trendingTable(outcome)}\n`);
      if (options.json !== undefined) {
        await writeFile(options.json, `${JSON.stringify(outcome, null, 2)}\n`);
      }
    });
}

function readNumber(written: string): number {
  const value = Number(written);
  if (/^\d{1,5}(\.\d{1,3})?$/.test(written)) return value;
  throw new InvalidArgumentError('It is a number from 0.');
}

function readFactors(written: string): number[] {
  const factors = written.split(',').map(Number);
  if (factors.length > 0 && factors.every((factor) => factor > 1 && factor <= 100)) return factors;
  throw new InvalidArgumentError('It is factors above 1, such as 2,3,5.');
}
