import pino from 'pino';
import { MostReadKeeper, type MostReadKeeperParts } from '../../src/audience/most-read-keeper';
import { MostReadListsRepository } from '../../src/audience/most-read-lists.repository';
import { ViewWindow } from '../../src/audience/most-read-window';
import { SimulatedClock } from '../../src/platform/clock';
import { StoreUnavailable } from '../../src/platform/errors';
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

test('lists that cannot be worked out are told of once, and when they are again', async () => {
  const log = pino({ level: 'silent' });
  const told = { warn: jest.spyOn(log, 'warn'), info: jest.spyOn(log, 'info') };
  let isAway = true;
  const clock = new SimulatedClock(NOW_MS);
  const lists = {
    besideCompaction: async () => undefined,
    computedAt: async () => {
      if (isAway) throw new StoreUnavailable('Redis');
      return new Map(Object.values(ViewWindow).map((window) => [window, NOW_MS * 2]));
    },
  };
  const keeper = new MostReadKeeper({ lists, clock, log } as unknown as MostReadKeeperParts);
  await keeper.start();
  await clock.advanceBy(5_000);
  expect(told.warn).toHaveBeenCalledTimes(1);
  isAway = false;
  await clock.advanceBy(5_000);
  expect(told.info).toHaveBeenCalledTimes(1);
  isAway = true;
  await clock.advanceBy(2_000);
  expect(told.warn).toHaveBeenCalledTimes(2);
  await keeper.stop();
});
