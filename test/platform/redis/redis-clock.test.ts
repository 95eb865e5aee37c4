import { SimulatedClock } from '../../../src/platform/clock';
import type { RedisConnection } from '../../../src/platform/redis/connection';
import { RedisClock } from '../../../src/platform/redis/redis-clock';
import { useStores } from '../../setup/stores';

const stores = useStores();

async function redisNowMs(): Promise<number> {
  const [seconds, microseconds] = await stores.redis.client.time();
  return Number(seconds) * 1_000 + Number(microseconds) / 1_000;
}

test('a machine whose clock is an hour slow has the time of Redis', async () => {
  const local = new SimulatedClock(Date.now() - 3_600_000);
  const clock = new RedisClock(stores.redis, local);
  await clock.start();
  // Its own stands still here: a machine that stops between the two questions is no hour.
  expect(Math.abs(clock.nowMs() - (await redisNowMs()))).toBeLessThan(60_000);
  await local.advanceBy(60_000);
  clock.stop();
});

/** A Redis whose time the test says. */
function redisAt(timeMs: () => number): RedisConnection {
  const time = async () => [Math.floor(timeMs() / 1_000), (timeMs() % 1_000) * 1_000];
  return { client: { eval: time } } as unknown as RedisConnection;
}

test('a small step back of Redis is waited out, a large one is taken over', async () => {
  const local = new SimulatedClock(1_000_000);
  let aheadMs = 5_000;
  const clock = new RedisClock(
    redisAt(() => local.nowMs() + aheadMs),
    local,
  );
  await clock.start();
  expect(clock.nowMs()).toBe(1_005_000);

  aheadMs = 4_500;
  await local.advanceBy(5_000);
  expect(clock.nowMs()).toBe(1_009_500);
  aheadMs = 3_000;
  await local.advanceBy(5_000);
  const latest = clock.nowMs();
  expect(latest).toBeGreaterThanOrEqual(1_009_500);

  aheadMs = -3_600_000;
  await local.advanceBy(5_000);
  expect(clock.nowMs()).toBe(1_015_000 - 3_600_000);
  clock.stop();
});

test('while Redis is away the last difference holds', async () => {
  const local = new SimulatedClock(0);
  let isAway = false;
  const clock = new RedisClock(
    redisAt(() => {
      if (isAway) throw new Error('away');
      return local.nowMs() + 700;
    }),
    local,
  );
  await clock.start();
  isAway = true;
  await local.advanceBy(60_000);
  expect(clock.nowMs()).toBe(60_700);
  clock.stop();
});
