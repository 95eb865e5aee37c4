import { theProgram } from '../../src/accounts/account';
import { partitionOf } from '../../src/boards/partition';
import { SimulatedClock } from '../../src/platform/clock';
import type { RedisConnection } from '../../src/platform/redis/connection';
import { CountCalls } from '../../src/views/count-calls';
import { ExclusionRepository } from '../../src/views/exclusion.repository';
import { viewStreamForgottenKey, viewStreamKey } from '../../src/views/view-keys';
import { ViewStreamStore } from '../../src/views/view-stream.store';
import { ViewStreamKeeper } from '../../src/views/view-stream-keeper';
import { aVisitor } from '../builders/a-burst';
import { aViewToCount } from '../builders/a-view-to-count';
import { dumpedTexts } from '../setup/dumped-texts';
import { useStores } from '../setup/stores';

const stores = useStores();
const HOUR_MS = 3_600_000;
const NOW_MS = 1_764_000_000_000;
let clock = new SimulatedClock(NOW_MS);
const STREAM_HOURS = 48;
let redis: RedisConnection;
let runs = 0;

beforeEach(async () => {
  clock = new SimulatedClock(NOW_MS);
  redis = stores.redis.inKeySpace(`${stores.keySpace}${runs++}:`, 20_000);
  await redis.ready(20_000);
});
afterEach(() => redis.close());

const theKeeper = () =>
  new ViewStreamKeeper({
    ...{ redis, clock, streamHours: STREAM_HOURS },
    exclusions: new ExclusionRepository(stores.dataSource),
  });

interface Counted {
  hoursAgo: number;
  visitor: number;
  article?: number;
}

/** One entry of the stream for each group of one article. */
async function count(...groups: Counted[][]): Promise<void> {
  const calls = new CountCalls({ redis, clock, streamViews: 1_000_000 });
  for (const group of groups) {
    const views = group.map(({ hoursAgo, visitor, article = 1 }) => {
      const atMs = NOW_MS - hoursAgo * HOUR_MS;
      return aViewToCount(article, atMs, {
        streamLine: `${article} ${atMs} ${aVisitor(visitor)} DIRECT 1 -`,
      });
    });
    await calls.count(partitionOf(group[0]?.article ?? 1), views);
  }
}

async function kept(): Promise<string[]> {
  const { views } = await new ViewStreamStore(redis, 1_000_000).viewsWithin(
    { fromMs: 0, toMs: NOW_MS + 1 },
    () => true,
  );
  return views.map(({ visitor }) => visitor);
}

/** Whether it still lies there, in what is deleted too. */
async function inMemory(visitor: number, article = 1): Promise<boolean> {
  const partition = partitionOf(article);
  const dumps = await Promise.all(
    [viewStreamKey(partition), viewStreamForgottenKey(partition)].map((key) => redis.client.dumpBuffer(key)),
  );
  return dumps
    .flatMap((dump) => (dump === null ? [] : dumpedTexts(dump)))
    .some((text) => text.includes(aVisitor(visitor)));
}

const range = (from: number, until: number) =>
  Array.from({ length: until - from }, (_, index) => from + index);

describe('the view stream', () => {
  test('loses what is older than its hours, out of memory too, and nothing else', async () => {
    const old = range(0, 130).map((visitor) => [{ visitor, hoursAgo: 49 }]);
    const young = range(130, 260).map((visitor) => [{ visitor, hoursAgo: 47 }]);
    await count(...old, ...young);
    await theKeeper().run();
    expect(await kept()).toEqual(range(130, 260).map(aVisitor));
    for (const visitor of [0, 60, 129]) expect(await inMemory(visitor)).toBe(false);
    expect(await inMemory(130)).toBe(true);
  });

  test('keeps one view a day for as long, and not for the days that a block is filled in', async () => {
    for (let day = 0; day < 10; day++) {
      await count([{ visitor: day, hoursAgo: 24 * (9 - day) + 1 }]);
    }
    await theKeeper().run();
    expect(await kept()).toEqual([8, 9].map(aVisitor));
    expect(await inMemory(7)).toBe(false);
    const { positions } = await new ViewStreamStore(redis, 1_000_000).viewsWithin(
      { fromMs: 0, toMs: NOW_MS },
      () => false,
    );
    // All lie beside the stream, and are still known as read.
    expect(await redis.client.xlen(viewStreamKey(partitionOf(1)))).toBe(0);
    const [newest] = await redis.client.zrange(viewStreamForgottenKey(partitionOf(1)), -1, -1, 'WITHSCORES');
    expect(newest).toContain(aVisitor(9));
    expect(positions[partitionOf(1)]).toBe(Number.parseInt(newest!, 10));
    await count([{ visitor: 10, hoursAgo: 0 }]);
    expect(await kept()).toEqual([8, 9, 10].map(aVisitor));
  });

  test('keeps an entry until all its views are too old, and a late view no longer than those before it', async () => {
    await count(
      [
        { visitor: 1, hoursAgo: 60 },
        { visitor: 2, hoursAgo: 47 },
      ],
      [{ visitor: 3, hoursAgo: 60 }],
    );
    await theKeeper().run();
    expect(await kept()).toEqual([1, 2, 3].map(aVisitor));
    await clock.advanceTo(NOW_MS + 2 * HOUR_MS);
    await theKeeper().run();
    expect(await kept()).toEqual([]);
    expect(await inMemory(2)).toBe(false);
  });

  test('is trimmed in every partition, also while one cannot be', async () => {
    await count(...range(1, 33).map((article) => [{ visitor: article, hoursAgo: 60, article }]));
    await redis.client.set(viewStreamForgottenKey(partitionOf(7)), 'no sorted set');
    await expect(theKeeper().run()).rejects.toThrow('WRONGTYPE');
    const lengths = await Promise.all(
      range(0, 16).map((partition) => redis.client.xlen(viewStreamKey(partition))),
    );
    expect(lengths.filter((length) => length > 0)).toHaveLength(1);
    await redis.client.del(viewStreamForgottenKey(partitionOf(7)));
    await theKeeper().run();
    expect(await kept()).toEqual([]);
  });
});

describe('the visitor of an exclusion', () => {
  test('is named until no view can be under its pseudonym, and after that said to have been one', async () => {
    const repository = new ExclusionRepository(stores.dataSource);
    const nowMs = clock.nowMs();
    const made = async (id: string, hoursAgo: number, visitor?: string) => {
      const by = { id: theProgram.id, name: theProgram.name };
      const at = new Date(nowMs - hoursAgo * HOUR_MS);
      const condition = {
        fromMs: at.getTime() - 10,
        toMs: at.getTime(),
        ...(visitor ? { visitor } : { article: 1 }),
      };
      await repository.alone((manager) =>
        repository.write(manager, {
          ...{ id, eventId: null, condition, reason: 'a burst', views: 1, at, by },
          ...{ streamPositions: [], amounts: [], boards: [] },
        }),
      );
    };
    const ids = range(1, 4).map((number) => `00000000-0000-7000-8000-00000000000${number}`);
    await made(ids[0]!, STREAM_HOURS + 28, aVisitor(1));
    await made(ids[1]!, STREAM_HOURS + 26, aVisitor(2));
    await made(ids[2]!, STREAM_HOURS + 28);
    await theKeeper().run();
    const conditions = await Promise.all(ids.map(async (id) => (await repository.byId(id))?.condition));
    expect(conditions.map((condition) => condition?.visitor)).toEqual(['-', aVisitor(2), undefined]);
  });
});
