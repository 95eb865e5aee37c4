import { partitionOf } from '../../src/boards/partition';
import { settingsFrom } from '../../src/compose/settings';
import { composeViewStreamKeeping } from '../../src/compose/view-stream-keeping';
import { SimulatedClock } from '../../src/platform/clock';
import { viewStreamKey } from '../../src/views/view-keys';
import { aVisitor, countLog } from '../builders/a-burst';
import { useStores } from '../setup/stores';

const stores = useStores();
const NOW_MS = 1_764_000_000_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

test('a process that works takes out old views every few minutes, as long as it runs', async () => {
  const clock = new SimulatedClock(NOW_MS);
  const { dataSource, redis, log } = stores;
  const settings = settingsFrom({ VIEW_STREAM_HOURS: '24' });
  const keeping = composeViewStreamKeeping({ dataSource, redis, clock }, settings, log);
  const count = (article: number, hoursAgo: number) =>
    countLog({ redis, clock }, [
      { article, atMs: NOW_MS - hoursAgo * HOUR_MS, visitor: aVisitor(1), source: 'DIRECT' },
    ]);
  const kept = (article: number) => redis.client.xlen(viewStreamKey(partitionOf(article)));
  await count(1, 24);
  await count(2, 23);
  await keeping.start();
  expect([await kept(1), await kept(2)]).toEqual([1, 1]);
  await clock.advanceTo(NOW_MS + 5 * MINUTE_MS);
  expect([await kept(1), await kept(2)]).toEqual([0, 1]);
  await keeping.stop();
  await clock.advanceTo(NOW_MS + 2 * HOUR_MS);
  expect(await kept(2)).toBe(1);
});
