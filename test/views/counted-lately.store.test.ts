import { partitionOf } from '../../src/boards/partition';
import { SimulatedClock } from '../../src/platform/clock';
import { CountedLatelyStore } from '../../src/views/counted-lately.store';
import { viewStreamKey, viewStreamLengthKey } from '../../src/views/view-keys';
import { LiveNewsroom } from '../builders/a-live-newsroom';
import { allKeys, removeKeys, useStores } from '../setup/stores';

const stores = useStores();
const START_MS = Date.UTC(2026, 3, 1, 12, 0, 30);
const MINUTE = START_MS / 60_000;

let live: LiveNewsroom;
let clock: SimulatedClock;
let lately: CountedLatelyStore;
let articles: { id: string; number: number }[];

beforeEach(async () => {
  clock = new SimulatedClock(START_MS);
  live = await new LiveNewsroom(stores, { clock, environment: { ROLE: 'api' } }).start();
  lately = new CountedLatelyStore(stores.redis);
  articles = [...(await live.publish(['bridge', 'tower', 'harbour'])).values()];
});

afterEach(async () => {
  await live.stop();
  await removeKeys(stores, await allKeys(stores));
  await stores.dataSource.query('truncate article cascade');
});

test('what has been counted since is told by minute and article, and once', async () => {
  const [bridge, tower, harbour] = articles as [(typeof articles)[0], ...typeof articles];
  await live.read(bridge.id, 2);
  const begin = await lately.positions();
  await live.read(tower!.id, 3);
  const report = { articleId: harbour!.id, occurredAtMs: START_MS - 7 * 60_000 };
  await live.counting.counter.record([{ reader: { visitor: 'late', kind: 'READER' }, report }]);
  const first = await lately.since(begin);
  expect(first.articles).toEqual(
    new Map([
      [Math.floor(MINUTE), new Set([tower!.number])],
      [Math.floor(MINUTE) - 7, new Set([harbour!.number])],
    ]),
  );
  expect([first.unknown, first.rewound]).toEqual([[], []]);
  expect(await lately.since(first.positions)).toEqual({ ...first, articles: new Map() });
});

test('a gap in the stream of a partition is told, and what comes after it is known again', async () => {
  const { id, number } = articles[0]!;
  const begin = await lately.positions();
  await live.read(id, 3);
  await stores.redis.client.xtrim(viewStreamKey(partitionOf(number)), 'MAXLEN', 0);
  const after = await lately.since(begin);
  expect(after.unknown).toEqual([partitionOf(number)]);
  await live.read(id);
  const next = await lately.since(after.positions);
  expect(next.unknown).toEqual([]);
  expect([...next.articles.values()]).toEqual([new Set([number])]);
});

test('more at once than is worth reading is told as a gap', async () => {
  const { id, number } = articles[0]!;
  const begin = await lately.positions();
  for (let call = 0; call < 3; call++) await live.read(id);
  const short = new CountedLatelyStore(stores.redis, 2);
  expect((await short.since(begin)).unknown).toEqual([partitionOf(number)]);
  expect((await new CountedLatelyStore(stores.redis, 3).since(begin)).unknown).toEqual([]);
});

test('a partition that has fewer views than before is told as rewound', async () => {
  const { id, number } = articles[0]!;
  await live.read(id, 3);
  const positions = await lately.positions();
  await stores.redis.client.set(viewStreamLengthKey(partitionOf(number)), 1);
  const { rewound, positions: next } = await lately.since(positions);
  expect(rewound).toEqual([partitionOf(number)]);
  expect(next[partitionOf(number)]).toBe(1);
});
