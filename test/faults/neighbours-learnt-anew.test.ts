// A Redis that comes back empty while readers read: no list of You May Also Like is empty meanwhile, what is read at
// present serves, and where readers go on to is learnt anew from the first of them on. The last lists serve while it is
// away.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmbeddedStore } from '../../src/platform/postgres/embedded-postgres';
import { openRedis, type RedisConnection } from '../../src/platform/redis/connection';
import { startEmbeddedRedis } from '../../src/platform/redis/embedded-redis';
import { ReplayClock } from '../../src/traffic/replay-clock';
import { LiveNewsroom } from '../builders/a-live-newsroom';
import { useStores } from '../setup/stores';
import { testCacheFolder } from '../setup/stores-process';

const stores = useStores();
const clock = new ReplayClock(Date.UTC(2026, 3, 1, 12, 0, 30));
clock.runOften();
const names = Array.from({ length: 20 }, (_, index) => `story${index}`);
const ids = new Map<string, string>();
let folder: string;
let server: EmbeddedStore;
let redis: RedisConnection;
let live: LiveNewsroom;
let readers = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mostread-neighbours-'));
  server = await startEmbeddedRedis({
    folder: join(folder, 'redis'),
    ...{ cacheFolder: testCacheFolder, progress: () => undefined },
  });
  redis = openRedis({ url: server.url, keySpace: 'neighbours:', commandTimeoutMs: 20_000 }, stores.log);
  await redis.ready();
  live = await new LiveNewsroom(stores, { clock, redis }).start();
  const outcomes = await live.publish(names, (name) => ({
    section: { slug: `section-${names.indexOf(name) % 5}`, name: 'A section' },
  }));
  for (const [name, { id }] of outcomes) ids.set(name, id);
  await clock.jumpTo(clock.nowMs() + 1_000);
});

afterAll(async () => {
  await live.stop();
  await redis.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function readInARow(articles: readonly string[], visitors: number): Promise<void> {
  const group = Array.from({ length: visitors }, () => `reader ${++readers}`);
  for (const article of articles) {
    await live.readBy(group, ids.get(article)!);
    await live.rails.recorder.drain();
  }
  await clock.jumpTo(clock.nowMs() + 1_000);
}

interface Edge {
  reason: string;
  node: { slug: string };
}

async function listOf(article: string): Promise<string[]> {
  const { article: found } = await live.ask(
    'query ($id: ID!) { article(id: $id) { youMayAlsoLike { edges { reason node { slug } } } } }',
    { id: ids.get(article) },
  );
  return found.youMayAlsoLike.edges.map(
    ({ reason, node }: Edge) => `${node.slug.replace('about-the-', '')} ${reason}`,
  );
}

test('neighbours are learnt anew after FLUSHALL, and the prior serves meanwhile', async () => {
  await readInARow(['story0', 'story7'], 12);
  await readInARow(['story0', 'story8'], 6);
  await readInARow(['story15'], 30);
  expect((await listOf('story0')).slice(0, 2)).toEqual(['story7 READ_NEXT', 'story8 READ_NEXT']);

  await redis.client.flushall('SYNC');
  await clock.jumpTo(clock.nowMs() + 2_000);
  const meanwhile = await listOf('story0');
  expect(meanwhile).toHaveLength(5);
  expect(meanwhile.filter((place) => place.endsWith('READ_NEXT'))).toEqual([]);
  expect(await redis.client.keys('*:onward:*')).toEqual([]);

  // From what is read again, before anybody has gone on to anything: the prior.
  await readInARow(['story16'], 40);
  await clock.jumpTo(clock.nowMs() + 10_000);
  expect((await listOf('story0'))[0]).toMatch(/^story16 READ_(NOW|IN_SECTION)$/);

  await readInARow(['story0', 'story9'], 10);
  expect((await listOf('story0'))[0]).toBe('story9 READ_NEXT');
  // A minute of readers, and it is as it was before.
  for (let round = 0; round < 12; round++) {
    await readInARow(['story0', 'story7'], 4);
    await clock.jumpTo(clock.nowMs() + 4_000);
  }
  expect((await listOf('story0'))[0]).toBe('story7 READ_NEXT');
});

test('the last lists serve while Redis does not answer', async () => {
  const before = await listOf('story0');
  const down = jest.spyOn(redis.client, 'zrange').mockRejectedValue(new Error('away'));
  await clock.jumpTo(clock.nowMs() + 5_000);
  expect(await listOf('story0')).toEqual(before);
  expect(await listOf('story3')).toHaveLength(5);
  down.mockRestore();
});
