import { SimulatedClock } from '../../../src/platform/clock';
import { openRedis } from '../../../src/platform/redis/connection';
import { SharedAllowance } from '../../../src/platform/redis/shared-allowance';
import { useStores } from '../../setup/stores';

const stores = useStores();
const MINUTE_MS = 60_000;
let count = 0;

/** Processes that share one allowance, and have one time. */
function processes(howMany: number, pointsPerMinute: number) {
  const clock = new SimulatedClock(Date.UTC(2026, 0, 1));
  const name = `test-${count++}`;
  const all = Array.from(
    { length: howMany },
    () => new SharedAllowance(stores.redis, clock, { name, pointsPerMinute }),
  );
  return { clock, name, all: all as [SharedAllowance, SharedAllowance] };
}

describe('one process', () => {
  test('spends what it may and not a point more, and all of it again in the next minute', async () => {
    const { clock, all } = processes(1, 100);
    const [here] = all;
    expect(here.spend('a', 60)).toBe('spent');
    expect(here.spend('a', 41)).toBe('refused');
    expect(here.spend('a', 40)).toBe('spent');
    expect(here.spend('a', 1)).toBe('refused');
    await clock.advanceBy(MINUTE_MS - 1);
    expect(here.spend('a', 1)).toBe('refused');
    await clock.advanceBy(1);
    expect(here.spend('a', 100)).toBe('spent');
  });

  test('keeps one key apart from another', () => {
    const [here] = processes(1, 100).all;
    here.spend('a', 100);
    expect(here.spend('b', 100)).toBe('spent');
  });

  test('says what is left, and when there will be more', async () => {
    const { clock, all } = processes(1, 100);
    all[0].spend('a', 30);
    await clock.advanceBy(20_000);
    expect(all[0].stateOf('a')).toEqual({ pointsPerMinute: 100, pointsLeft: 70, resetMs: 40_000 });
  });

  test('can be charged more than it has, and has nothing left then', () => {
    const [here] = processes(1, 100).all;
    here.charge('a', 250);
    expect(here.spend('a', 1)).toBe('refused');
    expect(here.stateOf('a').pointsLeft).toBe(0);
  });
});

describe('several processes', () => {
  test('spend one allowance together', async () => {
    const { all } = processes(2, 1_000);
    const [here, there] = all;
    here.spend('a', 600);
    await here.share();
    there.spend('a', 300);
    await there.share();
    expect(there.stateOf('a').pointsLeft).toBe(100);
    expect(there.spend('a', 101)).toBe('refused');
    expect(there.spend('a', 100)).toBe('spent');
    await there.share();
    here.spend('a', 10); // one tenth of a second late
    await here.share();
    expect(here.spend('a', 1)).toBe('refused');
  });

  test('share ten times a second by themselves', async () => {
    const { clock, all } = processes(2, 1_000);
    const stops = all.map((process) => process.start());
    all[0].spend('a', 700);
    await clock.advanceBy(100);
    all[1].spend('a', 100);
    await clock.advanceBy(100);
    expect(all[1].stateOf('a').pointsLeft).toBe(200);
    for (const stop of stops) stop();
  });

  test('tell Redis only of keys that spend more than the hundredth part', async () => {
    const { name, all } = processes(1, 1_000);
    all[0].spend('little', 9);
    all[0].spend('much', 10);
    await all[0].share();
    const key = (of: string) => `limit:${name}:${of}`;
    expect(await stores.redis.client.get(key('much'))).toBe('10');
    expect(await stores.redis.client.get(key('little'))).toBeNull();
    all[0].spend('little', 1);
    await all[0].share();
    expect(await stores.redis.client.get(key('little'))).toBe('10');
  });

  test('leave nothing in Redis for longer than the minute', async () => {
    const { name, all } = processes(1, 100);
    all[0].spend('a', 50);
    await all[0].share();
    const ttlMs = await stores.redis.client.pttl(`limit:${name}:a`);
    expect(ttlMs).toBeGreaterThan(0);
    expect(ttlMs).toBeLessThanOrEqual(MINUTE_MS);
  });
});

test('without Redis each process limits by itself, and nobody waits', async () => {
  const nowhere = openRedis({ url: 'redis://127.0.0.1:1', keySpace: 'nowhere:' });
  const clock = new SimulatedClock(0);
  const alone = new SharedAllowance(nowhere, clock, { name: 'alone', pointsPerMinute: 100 });
  expect(alone.spend('a', 60)).toBe('spent');
  await alone.share();
  expect(alone.spend('a', 41)).toBe('refused');
  expect(alone.spend('a', 40)).toBe('spent');
  await alone.share();
  expect(alone.spend('a', 1)).toBe('refused');
  await clock.advanceBy(MINUTE_MS);
  expect(alone.spend('a', 100)).toBe('spent');
  await nowhere.close();
});
