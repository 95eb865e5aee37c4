import { type Command, InvalidArgumentError, Option } from 'commander';
import { readLogTime } from '../traffic/log-time';
import { listenForInterrupt } from './interrupt';
import type { GenerateOptions } from './run-generate-traffic';

const help = `
Readers by chance: few come at night and many in the evening; what a story is worth to them falls with its rank by
Zipf's law and with its age; now and then a story breaks; whoever has read a page may go on to another, most often by
the first places of a rail (each place k is clicked as one over k). No figure is taken from a site: it is for load and
for tests, and says nothing of what a ranking is worth.

Without --url a log is written, as "mostread replay" reads it: timestamp (ms), visitor, article, source, and which rail
and place was clicked. The same options and the same seed give the same bytes on every machine.

With --url the readers come to a running newsroom, now: they read its newest stories and click on its rails. Reports are
sent in batches, never more than --rate views a second, eight requests at once at most. A newsroom limits what one
address may report (RATE_LIMIT_ settings): give it --key of a key that may more, or lift the limit there.

Examples:
  mostread generate-traffic --minutes 1440 --visitors 100 > day.tsv
  mostread generate-traffic --seed night --start 2026-01-31T02:00Z --bursts 6 --out night.ndjson
  mostread generate-traffic --url http://127.0.0.1:4000 --visitors 6000 --rate 200 --minutes 5`;

export function addGenerateTraffic(program: Command): void {
  program
    .command('generate-traffic')
    .description('invent readers: write a log of them, or send them to a running newsroom')
    .option(
      '--articles <n>',
      'how many stories there are; with --url, how many of its newest',
      readCount,
      500,
    )
    .option('--visitors <n>', 'who come by themselves a minute, on the mean of a day', readAmount, 30)
    .option('--minutes <n>', 'how long', readLength, 60)
    .option('--seed <text>', 'the same seed, the same readers', 'mostread')
    .option('--start <time>', 'when the log begins', readTime, Date.UTC(2026, 0, 1, 8))
    .option('--time-zone <name>', 'whose day it is', readTimeZone, 'UTC')
    .option('--zipf <exponent>', 'of the law; 0 makes all stories alike', readExponent, 1)
    .option('--bursts <n>', 'stories that break an hour', readAmount, 3)
    .option(
      '--burst-height <n>',
      'readers of one at its height, as a multiple of --visitors',
      readAmount,
      0.5,
    )
    .option('--click-through <share>', 'of page views, how many lead to another page', readShare, 0.55)
    .addOption(
      new Option('--format <format>', 'else what --out ends with, else tsv').choices(['tsv', 'ndjson']),
    )
    .option('--out <file>', 'instead of standard output')
    .option('--url <address>', 'send them to a running newsroom instead', readUrl)
    .option('--key <key>', 'with --url: an API key')
    .option('--rate <n>', 'with --url: views a second at most', readCount, 100)
    .addHelpText('after', help)
    .action(async (options: GenerateOptions) => {
      const interrupt = listenForInterrupt((line) => process.stderr.write(`${line}\n`));
      const { runGenerateTraffic } =
        require('./run-generate-traffic') as typeof import('./run-generate-traffic');
      process.exitCode = await runGenerateTraffic(options, interrupt);
    });
}

const MOST = 10_000_000;

function readCount(written: string): number {
  const count = Number(written);
  if (/^\d{1,8}$/.test(written) && count > 0 && count <= MOST) return count;
  throw new InvalidArgumentError('It is a whole number from 1 to 10,000,000.');
}

function readAmount(written: string): number {
  return readNumber(written, { most: MOST, what: 'a number from 0 to 10,000,000' });
}

function readLength(written: string): number {
  const minutes = readAmount(written);
  if (minutes > 0) return minutes;
  throw new InvalidArgumentError('It is a number above 0.');
}

function readExponent(written: string): number {
  return readNumber(written, { most: 5, what: 'a number from 0 to 5' });
}

function readShare(written: string): number {
  return readNumber(written, { most: 0.95, what: 'a share from 0 to 0.95' });
}

function readNumber(written: string, { most, what }: { most: number; what: string }): number {
  const value = Number(written);
  if (/^\d{0,8}(\.\d{1,6})?$/.test(written) && written !== '' && value <= most) return value;
  throw new InvalidArgumentError(`It is ${what}.`);
}

function readTime(written: string): number {
  const ms = readLogTime(written);
  if (ms === undefined) throw new InvalidArgumentError('It is a time such as 2026-01-31T09:00:00Z.');
  return ms;
}

function readTimeZone(written: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: written });
    return written;
  } catch {
    throw new InvalidArgumentError('It is the name of a time zone, such as Europe/Oslo.');
  }
}

function readUrl(written: string): string {
  try {
    const { protocol, href } = new URL(written);
    if (protocol === 'http:' || protocol === 'https:') return href;
  } catch {
    // told below
  }
  throw new InvalidArgumentError('It is an address such as http://127.0.0.1:4000.');
}
