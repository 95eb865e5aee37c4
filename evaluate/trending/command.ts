import { writeFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { readColumns } from '../log-options';
import type { TrendRules } from './compare-trends';

const help = `
Bursts of a known beginning are put into the background of a log of real readers: articles below the first five, read so
many times as much for half an hour to two hours. Told is how soon each finder lists them. How often it lists what does
not rise is counted on the same log read by chance, in which nothing does, also while the whole site is read two and
three times as much. Thresholds of formulas in use elsewhere are set there too, on the day before.

Without --log it is looked for in ../shared/data beside this project; --quick takes a small log of its own.`;

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
  quick?: boolean;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** False alarms an hour: the points of the curves. */
const PER_HOUR = [0.25, 0.5, 1, 2, 4];

export function addTrending(program: Command): void {
  program
    .command('trending')
    .description('judge Trending, and what is in use elsewhere, by bursts put into a log')
    .option('--log <file>', 'a TSV, CSV or NDJSON file, also packed with gzip or zstd')
    .option('--columns <pairs>', 'which column is which, like timestamp=ts,visitor=user', readColumns)
    .option('--from-day <n>', 'from this day of the log on', readNumber, 5)
    .option('--to-day <n>', 'up to and with this day', readNumber, 9)
    .option('--factors <list>', 'how many times as much the bursts are read', readFactors, [2, 3, 5])
    .option('--least <n>', 'readers a minute that an article of the background has', readNumber, 1)
    .option('--tick <seconds>', 'how often is looked', readNumber, 20)
    .option('--seed <text>', 'of the bursts', 'mostread')
    .option('--quick', 'a small log of articles that are read evenly, in half a minute')
    .option('--json <file>', 'write every figure')
    .addHelpText('after', help)
    .action(async (options: TrendingOptions) => {
      const tell = (line: string) => void process.stderr.write(`${line}\n`);
      const { runTrending } = require('./compare-trends') as typeof import('./compare-trends');
      const { trendingTable } = require('./table') as typeof import('./table');
      const { views, rules } = options.quick ? quickExperiment(options) : await experiment(options, tell);
      const outcome = runTrending(views, rules, tell);
      process.stdout.write(`${trendingTable(outcome)}\n`);
      if (options.json !== undefined) {
        await writeFile(options.json, `${JSON.stringify(outcome, null, 2)}\n`);
      }
    });
}

async function experiment(options: TrendingOptions, tell: (line: string) => void) {
  const { wholeLog } = require('../popular/what-is-judged') as typeof import('../popular/what-is-judged');
  const { log, columns, seed, fromDay, toDay, factors, least, tick } = options;
  const choice = {
    ...(log !== undefined && { log }),
    ...(columns !== undefined && { columns }),
    seed,
    part: 1,
  };
  const { views, about } = await wholeLog(choice, tell, () => undefined);
  const dayZeroMs = Math.floor(about.firstMs / HOUR_MS) * HOUR_MS;
  const rules: TrendRules = {
    ...{ seed, factors, stepMs: tick * 1_000, leastPerMinute: least, perHour: PER_HOUR },
    ...{ burstEveryMs: HOUR_MS / 2, surgeEveryMs: 2 * HOUR_MS, tuningMs: DAY_MS, warmUpMs: DAY_MS },
    fromMs: dayZeroMs + fromDay * DAY_MS,
    toMs: Math.min(dayZeroMs + (toDay + 1) * DAY_MS, about.lastMs - 2 * HOUR_MS),
    even: { perMinute: [0.5, 1, 2, 5], articles: 60, hours: 12 },
  };
  return { views, rules };
}

/** Of forty articles, some of which burst. */
export function quickExperiment({ seed }: { seed: string }) {
  const { evenLog } = require('./by-chance') as typeof import('./by-chance');
  const articles = [1, 1.5, 2, 4].map((perMinute) => ({ count: 10, perMinute }));
  const rules: TrendRules = {
    ...{ seed, factors: [3, 5], stepMs: 60_000, leastPerMinute: 1, perHour: [1] },
    ...{ burstEveryMs: HOUR_MS / 3, surgeEveryMs: HOUR_MS, tuningMs: 2 * HOUR_MS, warmUpMs: 2 * HOUR_MS },
    ...{ fromMs: 5 * HOUR_MS, toMs: 9 * HOUR_MS, even: { perMinute: [2], articles: 40, hours: 2 } },
  };
  return { views: evenLog({ seed, articles, hours: 11 }), rules };
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
