// How long questions about the audience take: a hundred million views rolled up in two million article-days, in a
// Postgres of its own. Named windows come from the lists that the worker has made; all else is counted when it is asked
// for.
//   npm run bench:questions [-- --quick] [--plans FILE]

import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { DataSource } from 'typeorm';
import { AudienceFigures } from '../src/audience/audience-figures';
import { Calendar } from '../src/audience/calendar';
import { FiguresRepository } from '../src/audience/figures.repository';
import { SeriesInterval } from '../src/audience/figures.type';
import { KeptLists } from '../src/audience/kept-lists';
import { type ListAsked, MostRead } from '../src/audience/most-read';
import { MostReadKeeper } from '../src/audience/most-read-keeper';
import { MostReadListsRepository } from '../src/audience/most-read-lists.repository';
import { ViewWindow } from '../src/audience/most-read-window';
import { RollupReading } from '../src/audience/rollup-reading.repository';
import { BoardStore } from '../src/boards/board.store';
import { composeNewsroom } from '../src/compose/newsroom';
import { settingsFrom } from '../src/compose/settings';
import { systemClock } from '../src/platform/clock';
import { createLog } from '../src/platform/log/log';
import { openRedis } from '../src/platform/redis/connection';
import { sliceOf } from '../src/views/slice';
import { countADay } from './keeping/count-a-day';
import { inOwnPlace } from './own-place';
import { connectPostgres, connectRedis, ownPostgres, ownRedis } from './own-stores';
import { fillRollups, quickSize, wholeSize } from './questions/fill-rollups';
import { type Asked, measure, tableOf } from './questions/measure';

const { values: given } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, plans: { type: 'string' } },
});
const DAY = 96;

async function main(): Promise<void> {
  await inOwnPlace(async (place) => {
    const log = createLog('warn');
    const postgres = await ownPostgres(place, { durability: 'thrown-away' });
    const server = await ownRedis(place);
    const dataSource = await connectPostgres(place, {
      ...{ url: postgres.url, log, statementTimeoutMs: 0, connectTimeoutMs: 60_000 },
    });
    const redis = await connectRedis(place, { url: server.url, keySpace: 'bench:' }, log);
    const size = given.quick ? quickSize : wholeSize;
    const began = performance.now();
    await fillRollups(dataSource, size, systemClock.nowMs());
    print(`Filled in ${((performance.now() - began) / 1_000).toFixed(0)} s: ${await sizesOf(dataSource)}`);
    await ask({ dataSource, redis });
  });
}

async function ask(stores: { dataSource: DataSource; redis: ReturnType<typeof openRedis> }): Promise<void> {
  const { dataSource, redis } = stores;
  const [clock, log, calendar] = [systemClock, createLog('warn'), new Calendar('UTC')];
  const newsroom = composeNewsroom({ ...stores, clock }, settingsFrom({}), log);
  await newsroom.start();
  const { articles, authors, cards, sections } = newsroom;
  const boards = new BoardStore(redis);
  const repository = new MostReadListsRepository(dataSource);
  const reading = new RollupReading({ dataSource, timeoutMs: 60_000, atOnce: 4 });
  const kept = new KeptLists(repository, clock);
  const lists = new MostRead({
    ...{ reading, kept, articles, authors, boards, cards, sections, calendar, clock },
  });
  const keeper = new MostReadKeeper({ ...{ lists: repository, boards, sections, calendar, clock, log } });
  const figures = new FiguresRepository(reading, calendar);
  const audience = new AudienceFigures({ figures, sections, calendar, clock, keepApartDays: 30 });
  try {
    // The last hour comes from the boards of its minutes.
    const views = given.quick ? 5_000 : 200_000;
    await countADay(redis, { views, articles: 2_000, burstEvery: views, visitor: 'the-bench-itself' });
    const made: string[][] = [['the worker makes', 'ms']];
    const timed = async (name: string, act: () => Promise<void>) => {
      const began = performance.now();
      await act();
      made.push([name, (performance.now() - began).toFixed(0)]);
    };
    await timed('sums of months and their thirds', () => keeper.sumMonths());
    for (const table of ['article_month', 'article_third']) await dataSource.query(`vacuum analyze ${table}`);
    for (const window of Object.values(ViewWindow))
      await timed(`${window} lists`, () => keeper.refresh(window));
    print(tableOf(made));
    await measureAll(reading, { lists, audience });
  } finally {
    await newsroom.stop();
  }
}

async function measureAll(
  reading: RollupReading,
  { lists, audience }: { lists: MostRead; audience: AudienceFigures },
): Promise<void> {
  const everything = { section: undefined, author: undefined, tag: undefined, language: undefined };
  const end = sliceOf(systemClock.nowMs()) + 1;
  const page = async (asked: Partial<ListAsked>) => {
    const common = { ...everything, direction: 'MOST' as const, first: 20, after: undefined };
    const { places } = await lists.page({ ...common, period: { window: ViewWindow.DAY }, ...asked });
    return places.length;
  };
  const days = (back: number, length: number) => ({
    range: { from: end - (back + length) * DAY - 7, until: end - back * DAY - 3 },
    name: 'some time',
  });
  const some = (most: number) => Math.floor(Math.random() * most);
  const [many, few] = given.quick ? [50, 3] : [3_000, 100];
  const asked: Asked[] = [
    ...Object.values(ViewWindow).map((window) => ({
      ...{ name: `mostRead ${window}, site, section or language`, times: many },
      ask: (turn: number) =>
        page({
          period: { window },
          section: turn % 3 === 1 ? `section-${1 + some(24)}` : undefined,
          language: turn % 3 === 2 ? 'ko' : undefined,
        }),
    })),
    {
      name: 'mostRead from/to, up to a week',
      times: few,
      ask: () => page({ period: days(some(300), 1 + some(6)) }),
    },
    {
      name: 'mostRead from/to, up to a quarter',
      times: few,
      ask: () => page({ period: days(some(60), 7 + some(83)) }),
    },
    {
      name: 'mostRead from/to, nearly a year',
      times: few,
      ask: () => page({ period: days(some(5), 330 + some(28)) }),
    },
    {
      name: 'mostRead from/to, a year until now',
      times: few,
      ask: () => page({ period: { range: { from: end - 358 * DAY, until: end }, name: 'some time' } }),
    },
    {
      name: 'leastRead from/to, a year until now',
      times: few,
      ask: () =>
        page({
          direction: 'LEAST',
          period: { range: { from: end - 358 * DAY, until: end }, name: 'some time' },
        }),
    },
    {
      name: 'mostRead of a section, a year',
      times: few,
      ask: () => page({ period: days(0, 360), section: 'section-3' }),
    },
    {
      ...{ name: 'mostRead of an author, YEAR', times: few },
      ask: () => page({ period: { window: ViewWindow.YEAR }, author: `author-${1 + some(400)}` }),
    },
    {
      ...{ name: 'mostRead of a tag, MONTH', times: few },
      ask: () => page({ period: { window: ViewWindow.MONTH }, tag: `tag-${1 + some(1_000)}` }),
    },
    {
      name: 'leastRead, WEEK',
      times: few,
      ask: () => page({ direction: 'LEAST', period: { window: ViewWindow.WEEK } }),
    },
    {
      ...{ name: 'siteViews by the hour, a month', times: few },
      ask: async () => {
        const to = new Date(systemClock.nowMs());
        const from = new Date(to.getTime() - 30 * 86_400_000);
        return (await audience.series({ interval: SeriesInterval.HOUR, from, to })).points.length;
      },
    },
    {
      ...{ name: 'sources of the site, a month', times: few },
      ask: async () => {
        const to = new Date(systemClock.nowMs());
        const from = new Date(to.getTime() - 30 * 86_400_000);
        return (await audience.sourcesOf({ from, to, section: undefined })).sources.length;
      },
    },
  ];
  const tell = (row: readonly string[]) => void process.stderr.write(`${row.join('  ')}\n`);
  const { rows, plans } = await measure(asked, reading, tell);
  print(tableOf([['question', 'p50 ms', 'p99 ms', 'rows'], ...rows]));
  if (given.plans === undefined) print(plans);
  else await writeFile(given.plans, plans);
}

const tables = [
  'article',
  'article_day',
  'rollup_hour',
  'rollup_slice',
  'article_recent',
  'rollup_exclusion',
];

async function sizesOf(dataSource: DataSource): Promise<string> {
  const sizes: string[] = [];
  for (const table of tables) {
    const [{ count }] = await dataSource.query(`select count(*) as count from ${table}`);
    sizes.push(`${count} in ${table}`);
  }
  const [{ views }] = await dataSource.query('select sum(views) as views from article_views');
  return `${sizes.join(', ')}; ${views} views of whole days`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

void main();
