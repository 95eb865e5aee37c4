import { composeNewsroom, type Newsroom } from '../../src/compose/newsroom';
import { settingsFrom } from '../../src/compose/settings';
import { type Clock, systemClock } from '../../src/platform/clock';
import type { TestStores } from './stores';

/** Call below `useStores()`: a running newsroom over the stores of this file; read it in tests and hooks only. */
export function useNewsroom(stores: TestStores, clock: Clock = systemClock): Newsroom {
  const held: { newsroom?: Newsroom } = {};
  beforeAll(async () => {
    held.newsroom = anotherNewsroom(stores, clock);
    await held.newsroom.start();
  });
  afterAll(async () => held.newsroom?.stop());
  return new Proxy({} as Newsroom, {
    get: (_, part) => (held.newsroom as Newsroom)[part as keyof Newsroom],
  });
}

/** As in another process: it shares the stores and nothing else. Not started yet. */
export function anotherNewsroom(stores: TestStores, clock: Clock = systemClock): Newsroom {
  const { dataSource, redis, log } = stores;
  return composeNewsroom({ dataSource, redis, clock }, settingsFrom({}), log);
}
