// How long it takes to keep the rollups and to correct them, in a newsroom of a hundred million views: compaction, sums
// of months, retention, boards that are given back to an empty Redis, exclusions, and forgetting a visitor. Beside each,
// how long a flusher had to wait meanwhile at most.
//   npm run bench:keeping [-- --quick]

import 'reflect-metadata';
import type { DataSource } from 'typeorm';
import { Account } from '../src/accounts/account';
import { Role } from '../src/accounts/role';
import { ViewWindow } from '../src/audience/most-read-window';
import { composeMostReadKeeper } from '../src/compose/audience';
import { composeCorrections } from '../src/compose/corrections';
import { composeCounting } from '../src/compose/counting';
import { composeNewsroom } from '../src/compose/newsroom';
import { composeRollups } from '../src/compose/rollups';
import { settingsFrom } from '../src/compose/settings';
import { SimulatedClock, systemClock } from '../src/platform/clock';
import { createLog } from '../src/platform/log/log';
import { NewsroomSettingRepository } from '../src/platform/postgres/newsroom-setting.repository';
import type { RedisConnection } from '../src/platform/redis/connection';
import { ForgetVisitorResolver } from '../src/views/forget-visitor.resolver';
import { MergeTotalsRepository } from '../src/views/merge-totals.repository';
import { BoardRebuilding } from '../src/views/rebuild-boards';
import { RebuildBoardsRepository } from '../src/views/rebuild-boards.repository';
import { RollupCompaction } from '../src/views/rollup-compaction';
import { RollupCompactionRepository } from '../src/views/rollup-compaction.repository';
import { RollupHours } from '../src/views/rollup-hours';
import { RollupPartitionsRepository } from '../src/views/rollup-partitions.repository';
import { RollupRetention } from '../src/views/rollup-retention';
import { RollupRetentionRepository } from '../src/views/rollup-retention.repository';
import { SLICE_MS, sliceOf } from '../src/views/slice';
import { SlicesInRedisStore } from '../src/views/slices-in-redis.store';
import { countADay } from './keeping/count-a-day';
import { Meanwhile } from './keeping/meanwhile';
import { inOwnPlace } from './own-place';
import { connectPostgres, connectRedis, ownPostgres, ownRedis } from './own-stores';
import { fillRollups, quickSize, wholeSize } from './questions/fill-rollups';
import { tableOf } from './questions/measure';

const isQuick = process.argv.includes('--quick');
const DAY_MS = 86_400_000;
const DAY_VIEWS = isQuick ? 5_000 : 270_000;
const BUSY_ROWS = isQuick ? 2_000 : 1_000_000;
const log = createLog('warn');

interface Place {
  dataSource: DataSource;
  redis: RedisConnection;
  meanwhile: Meanwhile;
}

async function main(): Promise<void> {
  await inOwnPlace(async (own) => {
    const postgres = await ownPostgres(own, { durability: 'thrown-away' });
    const server = await ownRedis(own);
    const dataSource = await connectPostgres(own, {
      ...{ url: postgres.url, log, statementTimeoutMs: 0, connectTimeoutMs: 60_000 },
    });
    const options = { url: server.url, keySpace: 'bench:', commandTimeoutMs: 60_000 };
    const redis = await connectRedis(own, options, log);
    await fillRollups(dataSource, isQuick ? quickSize : wholeSize, systemClock.nowMs());
    const place = { dataSource, redis, meanwhile: new Meanwhile(dataSource) };
    await place.meanwhile.measure('nothing, for five seconds', () => systemClock.wait(5_000));
    await rebuild(place);
    await correct(place);
    await keep(place);
    process.stdout.write(`${tableOf(place.meanwhile.rows)}\n`);
  });
}

async function rebuild({ dataSource, redis, meanwhile }: Place): Promise<void> {
  const boards = new BoardRebuilding({
    ...{ redis, log, clock: systemClock, timeZone: 'UTC' },
    inRedis: new SlicesInRedisStore(redis),
    repository: new RebuildBoardsRepository(dataSource),
  });
  const articles = await meanwhile.measure('boards of an empty Redis', () => boards.run());
  if (articles === 0) throw new Error('nothing was rebuilt');
}

async function correct({ dataSource, redis, meanwhile }: Place): Promise<void> {
  const stores = { dataSource, redis, clock: systemClock };
  // Partitions are not read alike.
  const settings = settingsFrom({ VIEW_STREAM_VIEWS: String(DAY_VIEWS * 3) });
  const newsroom = composeNewsroom(stores, settings, log);
  await newsroom.start();
  const counting = composeCounting(stores, newsroom, settings, log);
  const corrections = composeCorrections({ stores, newsroom, counting, settings, log });
  const keeper = composeMostReadKeeper(stores, newsroom, settings, log);
  const by = new Account({ kind: 'PROGRAM', id: 'bench', name: 'bench', roles: [Role.ADMIN] });
  const { visitor } = await counting.visitorIds.ofOwnId('bench');
  const article = isQuick ? 5 : 500;
  const nowMs = systemClock.nowMs();
  const range = { fromMs: (sliceOf(nowMs) - 95) * SLICE_MS, toMs: (sliceOf(nowMs) + 1) * SLICE_MS };
  // Of the last day, those alone that are in the view stream too.
  await dataSource.query('delete from rollup_slice where slice >= $1', [sliceOf(range.fromMs)]);
  await countADay(redis, { views: DAY_VIEWS, articles: 10_000, burstEvery: 50, visitor });
  await composeRollups(stores, settings, log).flush();
  await meanwhile.measure('sums of a year of months', () => keeper.sumMonths());
  for (const [name, condition] of [
    ['of one visitor', { visitor }],
    ['of one article', { article }],
    ['of a source', { source: 'SOCIAL' as const }],
  ] as const) {
    const draft = { condition: { ...range, ...condition }, reason: 'the bench' };
    const dry = await meanwhile.measure(`looking for views ${name} over a day`, () =>
      corrections.exclusions.dryRun(draft),
    );
    const { views } = await meanwhile.measure(`excluding them`, () =>
      corrections.exclusions.exclude(draft, by),
    );
    if (views !== dry.views || views === 0)
      throw new Error(`${dry.views} views were found, and ${views} excluded`);
    meanwhile.rows.at(-1)![0] = `excluding them: ${views} views`;
  }
  for (const windows of [
    ['HOUR', 'DAY', 'WEEK'],
    ['MONTH', 'YEAR', 'ALL_TIME'],
  ] as ViewWindow[][])
    await meanwhile.measure(`lists of ${windows.join(', ')} anew`, async () => {
      for (const window of windows) await keeper.refresh(window);
    });
  const forget = corrections.resolvers.find((one) => one instanceof ForgetVisitorResolver)!;
  const { places } = await meanwhile.measure('forgetting a visitor', () =>
    forget.forgetVisitor({ visitor: 'bench' }, { caller: by } as never),
  );
  const found = places.find(({ place }) => place === 'VIEW_STREAM')?.found ?? 0;
  meanwhile.rows.at(-1)![0] = `forgetting a visitor of ${found} views`;
  await newsroom.stop();
}

async function keep({ dataSource, meanwhile }: Place): Promise<void> {
  const hours = new RollupHours('UTC');
  const compactionOf = (nowMs: number, keepHoursDays: number) => {
    const clock = new SimulatedClock(nowMs);
    return new RollupCompaction({
      ...{ hours, clock, log, keepSlicesDays: 2, keepHoursDays },
      partitions: new RollupPartitionsRepository(dataSource, clock),
      inRedis: { slices: async () => new Set<number>() },
      newsroomSettings: new NewsroomSettingRepository(dataSource),
      repository: new RollupCompactionRepository(dataSource),
    });
  };
  const laterMs = systemClock.nowMs() + 2 * DAY_MS;
  const busy = await fillBusyHour(dataSource);
  const afterBusyMs = (busy.first + 4) * SLICE_MS + 2 * DAY_MS;
  await meanwhile.measure(`an hour of ${busy.figures} figures, from slices`, () =>
    compactionOf(afterBusyMs, 1_000).run(),
  );
  const done = await meanwhile.measure('slices to hours', () => compactionOf(laterMs, 1_000).run());
  meanwhile.rows.at(-1)![0] = `slices to hours: ${done.hours} of them`;
  const days = await meanwhile.measure('hours to days', () => compactionOf(laterMs, 2).run());
  meanwhile.rows.at(-1)![0] = `hours to days: ${days.days} of them`;
  const generation = await fillClosedTotals(dataSource);
  await meanwhile.measure('totals of a lineage, of one partition', () =>
    new MergeTotalsRepository(dataSource).merge({ generation, partition: 3 }),
  );
  const retentionOf = (keepDaysDays: number) =>
    new RollupRetention({
      ...{
        hours,
        clock: systemClock,
        keepDaysDays,
        keepReadersDays: 0,
        keepApartDays: 30,
        keepGenerationsDays: 400,
      },
      repository: new RollupRetentionRepository(dataSource),
    });
  await meanwhile.measure('retention with nothing to drop', () => retentionOf(0).run());
  const dropped = await meanwhile.measure('retention', () => retentionOf(isQuick ? 35 : 100).run());
  meanwhile.rows.at(-1)![0] = `retention: ${dropped} tables dropped`;
}

/** The oldest hour that is in slices, as if the newsroom were a hundred times as large. */
async function fillBusyHour(dataSource: DataSource): Promise<{ first: number; figures: number }> {
  const [{ first }] = await dataSource.query('select min(slice) as first from rollup_slice');
  const [{ count }] = await dataSource.query(
    `with filled as (insert into rollup_slice
       select $1::integer + n % 4, 1 + n / 4 % 20000, 1 + n / 80000, g.id, 1 + n % 50
       from generate_series(0, ${BUSY_ROWS - 1}) as n
       join counter_generation g on g.slice = $1::integer + n % 4 and g.partition = (1 + n / 4 % 20000) % 16
       on conflict do nothing returning 1)
     select count(*)::integer as count from filled`,
    [first],
  );
  await dataSource.query('analyze rollup_slice');
  return { first, figures: count };
}

async function fillClosedTotals(dataSource: DataSource): Promise<number> {
  const [{ id }] = await dataSource.query(
    `insert into counter_generation (name, lineage, partition) values ('closed', 'c', 3) returning id`,
  );
  await dataSource.query(
    `insert into article_total select distinct article, $1::integer, 9 from article_total where article % 16 = 3`,
    [id],
  );
  return id;
}

void main();
