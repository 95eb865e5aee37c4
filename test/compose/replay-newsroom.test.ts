import { openReplayNewsroom, prefixOf, type ReplayParts } from '../../src/compose/replay-newsroom';
import { settingsFrom } from '../../src/compose/settings';
import type { Stores } from '../../src/compose/stores';
import { systemClock } from '../../src/platform/clock';
import { createDatabase } from '../setup/databases';
import { useStores } from '../setup/stores';

const stores = useStores();
const startMs = Date.UTC(2026, 0, 1);

const parts = (told: string[] = []): ReplayParts => ({
  stores: {
    dataSource: stores.dataSource,
    redis: stores.redis,
    clock: systemClock,
    places: [],
    announce: async () => undefined,
    close: async () => undefined,
  } as Stores,
  settings: settingsFrom({ KEY_SPACE: stores.keySpace }),
  log: stores.log,
  startMs,
  tell: (line) => told.push(line),
});
const databases = async (name: string) =>
  (await stores.dataSource.query('select datname from pg_database where datname = $1', [name])).length;
const keys = async (keySpace: string) =>
  (await stores.redis.client.eval(`return #redis.call('KEYS', ARGV[1])`, 0, `${keySpace}*`)) as number;

async function readOnce(own: Awaited<ReturnType<typeof openReplayNewsroom>>): Promise<void> {
  const [written] = await own.newsroom.writer.write([
    {
      source: 'test',
      externalId: '1',
      headline: 'Read once',
      standfirst: '',
      bodyHtml: '',
      language: 'en',
      status: 'PUBLISHED',
      publishedAt: new Date(startMs),
      section: { slug: 'town', name: 'Town' },
      authors: [],
      tags: [],
    },
  ]);
  const reader = await own.counting.readers.ofLog('ann');
  const report = { articleId: written?.id as string, occurredAtMs: own.clock.nowMs() };
  expect((await own.counting.counter.record([{ reader, report }]))[0]?.status).toBe('COUNTED');
}

describe('the newsroom of a replay', () => {
  test('counts and ranks in its own time, and leaves no trace', async () => {
    const before = await keys(stores.keySpace);
    const own = await openReplayNewsroom(parts());
    await own.clock.jumpTo(startMs + 1_000);
    await readOnce(own);
    const rails = await own.startRails();
    await rails.ranker.tick();
    const [first] = await rails.popularNow(5);
    expect(first?.node.headline).toBe('Read once');
    expect(await stores.dataSource.query('select from article')).toEqual([]);
    expect(await keys(own.keySpace)).toBeGreaterThan(0);
    await own.close('drop');
    expect([await databases(own.database), await keys(stores.keySpace)]).toEqual([0, before]);
  });

  test('is kept where asked, also by the next replay; one that was cut short goes', async () => {
    const kept = await openReplayNewsroom(parts());
    await readOnce(kept);
    await kept.close('keep');
    const cut = `${prefixOf(parts())}${'0'.repeat(12)}`;
    await createDatabase(cut, 'template0');
    await stores.redis.client.set(`${cut}:views`, '1');
    const told: string[] = [];
    const next = await openReplayNewsroom(parts(told));
    const other = await openReplayNewsroom(parts(told));
    expect(told).toEqual(['Removing what a replay that was cut short has left']);
    expect(await Promise.all([cut, kept.database, next.database].map(databases))).toEqual([0, 1, 1]);
    expect([await keys(`${stores.keySpace}${cut}`), (await keys(kept.keySpace)) > 0]).toEqual([0, true]);
    await other.close('drop');
    await next.close('drop');
    await stores.dataSource.query(`drop database ${kept.database}`);
  });
});
