import { partitionOf } from '../../src/boards/partition';
import { composeRollups, type Rollups } from '../../src/compose/rollups';
import { settingsFrom } from '../../src/compose/settings';
import { SimulatedClock } from '../../src/platform/clock';
import { StoreUnavailable } from '../../src/platform/errors';
import { FlushFigures } from '../../src/views/flush-figures';
import { SLICE_MS, sliceOf } from '../../src/views/slice';
import { ViewFlusher, type ViewFlusherParts } from '../../src/views/view-flusher';
import { lineagesKey, readersKey, sliceCountersKey, slicesKey, totalsKey } from '../../src/views/view-keys';
import { aCounting, aView, SomeArticles } from '../builders/a-counting';
import { useStores } from '../setup/stores';

const stores = useStores();
const startMs = 1_764_000_000_000 + 60_000;
const clock = new SimulatedClock(startMs);
let firstNumber = 1;
let articles: SomeArticles;

beforeEach(() => {
  articles = new SomeArticles(40, firstNumber);
  firstNumber += 100;
});

const flusher = (): Rollups => composeRollups({ ...connected(), clock }, settingsFrom({}), stores.log);
const connected = () => ({ dataSource: stores.dataSource, redis: stores.redis });
const counting = () => aCounting({ stores, clock, articles });

async function read(visitor: string, which: number, report = {}): Promise<void> {
  const [outcome] = await counting().counter.record([aView(visitor, articles.id(which), report)]);
  expect(outcome?.status).toBe('COUNTED');
}

async function storedTotal(which: number): Promise<number> {
  const [row] = await stores.dataSource.query(
    'select coalesce(sum(views), 0)::integer as views from article_total where article = $1',
    [articles.number(which)],
  );
  return row.views;
}

async function storedSlices(which: number): Promise<{ slice: number; counter: number; amount: number }[]> {
  return stores.dataSource.query(
    `select slice, counter, sum(amount)::integer as amount from rollup_slice where article = $1
     group by 1, 2 order by 1, 2`,
    [articles.number(which)],
  );
}

test('writes totals and counters of slices, and again only what has grown', async () => {
  const rollups = flusher();
  await read('a', 1);
  await read('b', 1, { source: 'RAIL', rail: 'POPULAR_NOW', slot: 3 });
  await read('a', 2);
  expect(await rollups.flush()).toBe(true);
  const slice = sliceOf(clock.nowMs());
  expect([await storedTotal(1), await storedTotal(2)]).toEqual([2, 1]);
  expect(await storedSlices(1)).toEqual([
    { slice, counter: 5, amount: 1 },
    { slice, counter: 103, amount: 1 },
  ]);

  const statements = jest.spyOn(stores.dataSource, 'transaction');
  await rollups.flush();
  expect(statements).not.toHaveBeenCalled();
  await read('c', 1);
  await rollups.flush();
  expect(statements).toHaveBeenCalledTimes(1);
  statements.mockRestore();
  expect([await storedTotal(1), await storedTotal(2)]).toEqual([3, 1]);
});

test('takes all partitions along in one transaction', async () => {
  for (let which = 1; which <= articles.cards.length; which++) await read('a', which);
  const statements = jest.spyOn(stores.dataSource, 'transaction');
  expect(await flusher().flush()).toBe(true);
  expect(statements).toHaveBeenCalledTimes(1);
  statements.mockRestore();
  const totals = await Promise.all(articles.cards.map((_, index) => storedTotal(index + 1)));
  expect(totals).toEqual(articles.cards.map(() => 1));
});

test('a partition that cannot be written holds up no other', async () => {
  for (let which = 1; which <= articles.cards.length; which++) await read('a', which);
  const broken = partitionOf(articles.number(1));
  const isBroken = (which: number) => partitionOf(articles.number(which)) === broken;
  const rollups = composeRollups(
    { ...connected(), clock },
    settingsFrom({}),
    stores.log,
    async (step, partitions) => {
      if (step === 'COMMIT' && partitions.includes(broken)) throw new Error('not this one');
    },
  );
  expect(await rollups.flush()).toBe(false);
  for (let which = 1; which <= articles.cards.length; which++)
    expect(await storedTotal(which)).toBe(isBroken(which) ? 0 : 1);
});

test('a partition that cannot be read holds up no other', async () => {
  for (let which = 1; which <= articles.cards.length; which++) await read('a', which);
  const gone = new Set([0, 1, 2, 3, 4]);
  let isBroken = true;
  const rollups = composeRollups(
    { ...connected(), clock },
    settingsFrom({}),
    stores.log,
    async (step, [partition]) => {
      if (step === 'READ' && isBroken && gone.has(partition!)) throw new StoreUnavailable('Redis');
    },
  );
  const expected = (which: number) => (isBroken && gone.has(partitionOf(articles.number(which))) ? 0 : 1);
  for (let round = 0; round < 2; round++) {
    expect(await rollups.flush()).toBe(false);
    for (let which = 1; which <= articles.cards.length; which++)
      expect(await storedTotal(which)).toBe(expected(which));
  }
  isBroken = false;
  expect(await rollups.flush()).toBe(true);
  for (let which = 1; which <= articles.cards.length; which++) expect(await storedTotal(which)).toBe(1);
});

test('the end of the process waits ten seconds for a flush that hangs, and no longer', async () => {
  const pace = new SimulatedClock(0);
  const hanging = new ViewFlusher({
    ...({ counters: { list: () => new Promise(() => undefined) } } as unknown as ViewFlusherParts),
    figures: new FlushFigures(),
    clock,
    pace,
    log: stores.log,
  });
  void hanging.flush();
  let isOver = false;
  const finishing = hanging.finish().then(() => {
    isOver = true;
  });
  await pace.advanceBy(9_999);
  expect(isOver).toBe(false);
  await pace.advanceBy(1);
  await finishing;
});

test('notes how far all views are in Postgres, and not while one partition is not', async () => {
  const since = async () => {
    const [row] = await stores.dataSource.query(
      'select extract(epoch from now() - confirmed_until)::float8 as seconds from flush_mark',
    );
    return row.seconds;
  };
  await stores.dataSource.query(`update flush_mark set confirmed_until = now() - interval '1 hour'`);
  let isBroken = true;
  await read('a', 1);
  const settings = settingsFrom({});
  const rollups = composeRollups({ ...connected(), clock }, settings, stores.log, async (step) => {
    if (step === 'COMMIT' && isBroken) throw new Error('no COMMIT');
  });
  expect(await rollups.flush()).toBe(false);
  expect(await since()).toBeGreaterThanOrEqual(3_600);
  isBroken = false;
  expect(await rollups.flush()).toBe(true);
  expect(await since()).toBeLessThan(1_800);
});

test('a second flusher, and one that begins anew, change nothing', async () => {
  await read('a', 1);
  for (const rollups of [flusher(), flusher()]) {
    await rollups.flush();
    await rollups.flush();
  }
  expect(await storedTotal(1)).toBe(1);
  expect(await storedSlices(1)).toMatchObject([{ amount: 1 }]);
});

test('a closed slice is deleted two minutes after its end, and a late view begins a new generation', async () => {
  const rollups = flusher();
  await read('a', 1);
  await read('b', 1);
  const slice = sliceOf(clock.nowMs());
  const partition = partitionOf(articles.number(1));
  const [lineage = ''] = await stores.redis.client.smembers(lineagesKey(partition));
  const key = sliceCountersKey(slice, lineage, partition);
  await clock.advanceTo((slice + 1) * SLICE_MS + 2 * 60_000 - 1);
  await rollups.flush();
  expect(await stores.redis.client.exists(key)).toBe(1);
  await clock.advanceBy(1);
  await rollups.flush();
  expect(await stores.redis.client.exists(key)).toBe(0);
  expect(await stores.redis.client.smembers(slicesKey(partition))).not.toContain(`${slice}:${lineage}`);
  expect(await storedSlices(1)).toMatchObject([{ slice, amount: 2 }]);

  await read('c', 1, { eventId: 'kept on a train', occurredAtMs: slice * SLICE_MS + 5 });
  await rollups.flush();
  expect(await storedSlices(1)).toMatchObject([{ slice, amount: 3 }]);
  expect(await storedTotal(1)).toBe(3);
  expect(await stores.redis.client.exists(key)).toBe(0);
});

test('a slice that grows between its reading and its deletion stays, and nothing of it is lost', async () => {
  await read('a', 1);
  const slice = sliceOf(clock.nowMs());
  const partition = partitionOf(articles.number(1));
  await clock.advanceBy(SLICE_MS + 3 * 60_000);
  let isFirst = true;
  const settings = settingsFrom({});
  const rollups = composeRollups({ ...connected(), clock }, settings, stores.log, async (step, at) => {
    if (step !== 'DELETE' || !at.includes(partition) || !isFirst) return;
    isFirst = false;
    await read('late', 1, { eventId: 'late one', occurredAtMs: slice * SLICE_MS + 5 });
  });
  await rollups.flush();
  expect(isFirst).toBe(false);
  expect(await stores.redis.client.smembers(slicesKey(partition))).toHaveLength(1);
  await rollups.flush();
  expect(await stores.redis.client.smembers(slicesKey(partition))).toEqual([]);
  expect(await storedSlices(1)).toMatchObject([{ slice, amount: 2 }]);
});

test('what Postgres had confirmed and lost is written again before the slice is deleted', async () => {
  const rollups = flusher();
  await read('a', 1);
  await rollups.flush();
  await stores.dataSource.query('delete from rollup_slice where article = $1', [articles.number(1)]);
  await clock.advanceBy(SLICE_MS + 3 * 60_000);
  await rollups.flush();
  expect(await storedSlices(1)).toMatchObject([{ amount: 1 }]);
});

test('figures of a merged generation are not written; the hash that named it goes', async () => {
  const rollups = flusher();
  await read('a', 1);
  await rollups.flush();
  const slice = sliceOf(clock.nowMs());
  await stores.dataSource.query('update counter_generation set is_merged = true where slice = $1', [slice]);
  await stores.dataSource.query('delete from rollup_slice where article = $1', [articles.number(1)]);
  await read('b', 1);
  await clock.advanceBy(SLICE_MS + 3 * 60_000);
  await rollups.flush();
  expect(await storedSlices(1)).toEqual([]);
  expect(await storedTotal(1)).toBe(2);
  expect(await stores.redis.client.smembers(slicesKey(partitionOf(articles.number(1))))).toEqual([]);
});

test('counters that this version does not know stay in Redis', async () => {
  const rollups = flusher();
  await read('a', 1);
  const partition = partitionOf(articles.number(1));
  const [lineage = ''] = await stores.redis.client.smembers(lineagesKey(partition));
  const slice = sliceOf(clock.nowMs());
  const key = sliceCountersKey(slice, lineage, partition);
  await stores.redis.client.hset(key, `${articles.number(1)}:LISTENED`, 4);
  await clock.advanceBy(SLICE_MS + 3 * 60_000);
  await rollups.flush();
  expect(await storedSlices(1)).toMatchObject([{ counter: 5, amount: 1 }]);
  expect(await stores.redis.client.exists(key)).toBe(1);
  await stores.redis.client.del(key);
  await stores.redis.client.srem(slicesKey(partition), `${slice}:${lineage}`);
});

test('totals of a lineage that has ended are written and deleted, those of the present one only written', async () => {
  await read('a', 1);
  const article = articles.number(1);
  const partition = partitionOf(article);
  const [present = ''] = await stores.redis.client.smembers(lineagesKey(partition));
  await stores.redis.client.hset(totalsKey('ended', partition), { generation: 'old', [article]: 7 });
  await stores.redis.client.sadd(lineagesKey(partition), 'ended');
  await stores.dataSource.query('delete from article_total');
  const rollups = flusher();
  await rollups.sweep();
  expect(await storedTotal(1)).toBe(8);
  expect(await stores.redis.client.smembers(lineagesKey(partition))).toEqual([present]);
  expect(await stores.redis.client.exists(totalsKey('ended', partition), totalsKey(present, partition))).toBe(
    1,
  );
});

test('unique readers of what was read are written, and never fewer', async () => {
  const rollups = flusher();
  await read('a', 1);
  const day = new Date(clock.nowMs()).toISOString().slice(0, 10);
  const key = readersKey(day, articles.number(1), partitionOf(articles.number(1)));
  await stores.redis.client.pfadd(key, 'one', 'two');
  await rollups.flush();
  const readers = () =>
    stores.dataSource.query('select readers::integer from article_readers where article = $1', [
      articles.number(1),
    ]);
  expect(await readers()).toEqual([{ readers: 3 }]);
  await stores.redis.client.del(key);
  await stores.redis.client.pfadd(key, 'one');
  await read('b', 1);
  await rollups.flush();
  expect(await readers()).toEqual([{ readers: 3 }]);
});
