import { MostReadListsRepository } from '../../src/audience/most-read-lists.repository';
import { aMostRead } from '../builders/a-most-read';
import { useNewsroom } from '../setup/newsroom';
import { useStores } from '../setup/stores';

const stores = useStores();
const newsroom = useNewsroom(stores);
const NOW_MS = Date.UTC(2026, 10, 25, 12, 7);

const ages = async (nowMs: number) => {
  const computedAt = await new MostReadListsRepository(stores.dataSource).computedAt();
  return new Map([...computedAt].map(([window, atMs]) => [window, nowMs - atMs]));
};

test('each window is made as often as its length allows, and all of them after views were taken out', async () => {
  const { keeper, clock } = aMostRead({ stores, newsroom, timeZone: 'UTC', atMs: NOW_MS });
  await keeper.start();
  await clock.advanceBy(1_000);
  const first = await ages(clock.nowMs());
  expect([...first.values()]).toEqual(Array(6).fill(0));

  await clock.advanceBy(12_000);
  const later = await ages(clock.nowMs());
  expect(later.get('HOUR')).toBeLessThan(5_000);
  expect(later.get('DAY')).toBeLessThan(10_000);
  expect(later.get('YEAR')).toBe(12_000);

  keeper.renewAll();
  await clock.advanceBy(1_000);
  expect([...(await ages(clock.nowMs())).values()]).toEqual(Array(6).fill(0));
  await clock.advanceBy(1_000);
  expect((await ages(clock.nowMs())).get('YEAR')).toBe(1_000);
  await keeper.stop();
});
