import { SimulatedClock } from '../../../src/platform/clock';
import { explainWhole } from '../../../src/ranking/explanation';
import { HistoryKeeper } from '../../../src/ranking/history/history-keeper';
import { readRecord } from '../../../src/ranking/history/list-record';
import { RankedMinutesRepository } from '../../../src/ranking/history/ranked-minutes.repository';
import { RankingArchive } from '../../../src/ranking/history/ranking-archive';
import { RankReason } from '../../../src/ranking/rank-reason';
import type { RankedEntry } from '../../../src/ranking/ranked-entry';
import type { Snapshot } from '../../../src/ranking/snapshot';
import { useStores } from '../../setup/stores';
import { until } from '../../setup/until';

const stores = useStores();
const MINUTE_MS = 60_000;
const MINUTE = 29_000_000;

let repository: RankedMinutesRepository;
let archive: RankingArchive;

beforeEach(async () => {
  repository = new RankedMinutesRepository(stores.dataSource);
  archive = new RankingArchive({ minutes: repository, log: stores.log });
  await stores.dataSource.query('truncate ranked_list, ranked_minute, ranked_list_minute');
});

function entry(article: number, viewsInWindow = 1): RankedEntry {
  return {
    ...{ article, score: article / 8, reason: RankReason.READ_TODAY, viewsInWindow },
    ...{ previousRank: null, listedSinceMs: null, figures: explainWhole(article / 8) },
  };
}

interface Given {
  minute?: number;
  second?: number;
  term?: number;
  sequence?: number;
  lists?: Record<string, number[]>;
  views?: number;
}

function aSnapshot({
  minute = MINUTE,
  second = 0,
  term = 1,
  sequence = 1,
  lists,
  views,
}: Given = {}): Snapshot {
  const id = { term, sequence };
  return {
    id,
    computedAtMs: minute * MINUTE_MS + second * 1_000,
    lists: new Map(
      Object.entries(lists ?? { site: [1, 2, 3] }).map(([name, articles]) => [
        name,
        { orderId: id, entries: articles.map((article) => entry(article, views)) },
      ]),
    ),
    reading: new Map(),
    week: [],
  };
}

async function keep(given: Given, by = archive): Promise<void> {
  by.keep(aSnapshot(given));
  await by.stop();
}

/** Name, minute and order of every record. */
async function records(): Promise<string[]> {
  const rows = await stores.dataSource.query<{ name: string; minute: number; articles: number[] }[]>(
    'select name, minute, articles from ranked_list_minute r join ranked_list l on l.id = r.list_id order by 1, 2',
  );
  return rows.map(({ name, minute, articles }) => `${name} ${minute - MINUTE} ${articles.join()}`);
}

async function recordedMinutes(): Promise<number[]> {
  const rows = await stores.dataSource.query<{ minute: number }[]>(
    'select minute from ranked_minute order by 1',
  );
  return rows.map(({ minute }) => minute - MINUTE);
}

test('keeps the first snapshot of a minute', async () => {
  await keep({ lists: { site: [1, 2] } });
  await keep({ second: 20, sequence: 2, lists: { site: [2, 1] } });
  expect(await records()).toEqual(['site 0 1,2']);
});

test('gives back what was kept', async () => {
  const snapshot = aSnapshot();
  archive.keep(snapshot);
  await archive.stop();
  const list = await repository.listIn('site', MINUTE);
  expect(await readRecord(list!.entries)).toEqual({
    computedAtMs: snapshot.computedAtMs,
    entries: snapshot.lists.get('site')!.entries,
  });
});

test('writes a list again when it is new, and once an hour', async () => {
  for (let minute = 0; minute <= 61; minute++) {
    const site = minute < 2 ? [1, 2] : [2, 1];
    await keep({ minute: MINUTE + minute, sequence: minute + 1, lists: { site, quiet: [7] } });
  }
  expect(await records()).toEqual(['quiet 0 7', 'quiet 60 7', 'site 0 1,2', 'site 2 2,1']);
  expect(await recordedMinutes()).toHaveLength(62);
});

test('writes a list again when its articles are read more', async () => {
  await keep({ views: 5 });
  await keep({ minute: MINUTE + 1, sequence: 2, views: 6 });
  expect(await records()).toEqual(['site 0 1,2,3', 'site 1 1,2,3']);
});

test('says when a list has gone', async () => {
  await keep({ lists: { site: [1], 'language:ko': [1] } });
  await keep({ minute: MINUTE + 1, sequence: 2, lists: { site: [1] } });
  expect(await records()).toEqual(['language:ko 0 1', 'language:ko 1 ', 'site 0 1']);
});

describe('of two leaders', () => {
  test.each(['the older writes last', 'the older writes first'])(
    'in one minute the newer counts: %s',
    async (which) => {
      const other = new RankingArchive({
        minutes: new RankedMinutesRepository(stores.dataSource),
        log: stores.log,
      });
      const older = () => keep({ term: 1, sequence: 900, lists: { site: [1, 2] } });
      const newer = () => keep({ term: 2, sequence: 1, second: 5, lists: { site: [2, 1] } }, other);
      if (which.endsWith('last')) {
        await newer();
        await older();
      } else {
        await older();
        await newer();
      }
      expect(await records()).toEqual(['site 0 2,1']);
      expect(await repository.lastRecorded(MINUTE)).toEqual({
        ...{ minute: MINUTE, id: { term: 2, sequence: 1 }, computedAtMs: MINUTE * MINUTE_MS + 5_000 },
      });
    },
  );

  test('the next one writes every list, changed or not', async () => {
    await keep({ lists: { site: [1], quiet: [7] } });
    await keep({ minute: MINUTE + 1, term: 2, lists: { site: [1], quiet: [7] } });
    expect(await records()).toEqual(['quiet 0 7', 'quiet 1 7', 'site 0 1', 'site 1 1']);
  });

  test('both at once leave one record of each list', async () => {
    const archives = [1, 2, 3, 4].map(
      () => new RankingArchive({ minutes: new RankedMinutesRepository(stores.dataSource), log: stores.log }),
    );
    const lists = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`list ${at}`, [at + 1]]));
    await Promise.all(archives.map((one, at) => keep({ term: at + 1, lists }, one)));
    expect(await records()).toHaveLength(20);
    expect((await repository.lastRecorded(MINUTE))?.id.term).toBe(4);
  });
});

describe('while Postgres cannot be written', () => {
  test('nothing is thrown, it is said once, and the next minute is written whole', async () => {
    const said: string[] = [];
    const log = { ...stores.log, warn: (_: unknown, text: string) => said.push(text), info: () => undefined };
    let isDown = false;
    const minutes = {
      write: async (record: Parameters<RankedMinutesRepository['write']>[0]) => {
        if (isDown) throw new Error('connection refused');
        await repository.write(record);
      },
    };
    const troubled = new RankingArchive({ minutes, log: log as unknown as typeof stores.log });
    await keep({ lists: { site: [1], quiet: [7] } }, troubled);
    isDown = true;
    await keep({ minute: MINUTE + 1, sequence: 2, lists: { site: [2], quiet: [7] } }, troubled);
    await keep({ minute: MINUTE + 2, sequence: 3, lists: { site: [2], quiet: [7] } }, troubled);
    isDown = false;
    await keep({ minute: MINUTE + 3, sequence: 4, lists: { site: [3], quiet: [7] } }, troubled);
    expect(said).toEqual(['ranked lists of this minute are not kept']);
    expect(await records()).toEqual(['quiet 0 7', 'quiet 3 7', 'site 0 1', 'site 3 3']);
    expect(await repository.gapsIn({ from: MINUTE, until: MINUTE + 4 })).toEqual([
      { from: MINUTE - 60, until: MINUTE },
      { from: MINUTE + 1, until: MINUTE + 3 },
      { from: MINUTE + 4, until: null },
    ]);
  });
});

test('a minute is written whole or not at all', async () => {
  await stores.dataSource.query(
    'alter table ranked_list_minute add constraint full_disk check (minute < 0) not valid',
  );
  try {
    await keep({});
  } finally {
    await stores.dataSource.query('alter table ranked_list_minute drop constraint full_disk');
  }
  expect([await recordedMinutes(), await records()]).toEqual([[], []]);
});

test('of a leader that dies while it writes nothing is left, and the next one writes the minute whole', async () => {
  const { dataSource } = stores;
  const hold = dataSource.createQueryRunner();
  await hold.startTransaction();
  await hold.query('lock table ranked_list_minute in exclusive mode');
  archive.keep(aSnapshot({ lists: { site: [1], quiet: [7] } }));
  // The minute itself is written by then, and waits with the lists.
  const waiting = () =>
    dataSource.query<{ pid: number }[]>(
      `select pid from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock' and query like '%ranked_list_minute%'`,
    );
  await until(async () => (await waiting()).length > 0);
  await dataSource.query('select pg_terminate_backend($1)', [(await waiting())[0]!.pid]);
  await archive.stop();
  await hold.rollbackTransaction();
  await hold.release();
  expect([await recordedMinutes(), await records()]).toEqual([[], []]);
  const next = new RankingArchive({ minutes: repository, log: stores.log });
  await keep({ term: 2, second: 4, lists: { site: [1], quiet: [7] } }, next);
  expect(await records()).toEqual(['quiet 0 7', 'site 0 1']);
});

test('what is older than the setting says is forgotten piece by piece, but for what still answers', async () => {
  const clock = new SimulatedClock((MINUTE + 24 * 60 + 61) * MINUTE_MS);
  const keeper = new HistoryKeeper({ minutes: repository, clock, log: stores.log, keptDays: 1 });
  for (let minute = 0; minute < 4; minute++) {
    await keep({
      minute: MINUTE + minute,
      sequence: minute + 1,
      lists: { site: [minute + 1], quiet: [minute + 7] },
    });
  }
  await keeper.forgetOld();
  expect(await records()).toEqual(
    [1, 2, 3].map((at) => `quiet ${at} ${at + 7}`).concat([1, 2, 3].map((at) => `site ${at} ${at + 1}`)),
  );
  expect(await recordedMinutes()).toEqual([1, 2, 3]);
  expect(await repository.forgetBefore(MINUTE + 4, 2)).toBe(2);
  expect(await records()).toHaveLength(4);
});
