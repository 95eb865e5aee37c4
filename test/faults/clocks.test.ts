// Machines whose clocks are an hour off count as one: all of them follow the time of Redis.

import { allPartitions } from '../../src/boards/partition';
import { type Clock, systemClock } from '../../src/platform/clock';
import { RedisClock } from '../../src/platform/redis/redis-clock';
import { sliceOf } from '../../src/views/slice';
import { slicesKey } from '../../src/views/view-keys';
import { aCounting, aView, SomeArticles } from '../builders/a-counting';
import { useStores } from '../setup/stores';

const stores = useStores();
const articles = new SomeArticles(2);
const HOUR_MS = 3_600_000;
const clocks: RedisClock[] = [];

/** A machine's own clock, so much ahead of the true time. */
const offBy = (ms: number): Clock => ({ ...systemClock, nowMs: () => systemClock.nowMs() + ms });

async function aMachine(aheadMs: number) {
  const clock = new RedisClock(stores.redis, offBy(aheadMs));
  await clock.start();
  clocks.push(clock);
  return { clock, ...aCounting({ stores, clock, articles }) };
}

afterEach(() => {
  for (const clock of clocks.splice(0)) clock.stop();
});

test('a reader is the same on a machine an hour ahead and on one an hour behind', async () => {
  const [behind, right, ahead] = [await aMachine(-HOUR_MS), await aMachine(0), await aMachine(HOUR_MS)];
  for (const { clock } of [behind, ahead]) {
    // By half of what the question to Redis took, at most.
    expect(Math.abs(clock.nowMs() - right.clock.nowMs())).toBeLessThan(60_000);
  }
  expect(await behind.counter.record([aView('a', articles.id(1))])).toMatchObject([{ status: 'COUNTED' }]);
  expect(await ahead.counter.record([aView('a', articles.id(1))])).toMatchObject([{ status: 'REPEAT' }]);
  expect(await ahead.counter.record([aView('b', articles.id(1))])).toMatchObject([
    { status: 'COUNTED', views: 2 },
  ]);
  expect(await right.counter.record([aView('b', articles.id(1))])).toMatchObject([{ status: 'REPEAT' }]);

  const slices = await Promise.all(
    allPartitions.map((partition) => stores.redis.client.smembers(slicesKey(partition))),
  );
  const now = sliceOf(right.clock.nowMs());
  for (const name of slices.flat()) expect(now - Number(name.split(':')[0])).toBeLessThanOrEqual(1);

  const places = await right.boards.top('hour', 1, right.clock.nowMs());
  expect(places[0]?.decayedViews).toBeCloseTo(2, 1);
});

test('a client whose clock is ahead means now, and one whose clock is behind is late by as much', async () => {
  const { counter, clock } = await aMachine(-HOUR_MS);
  const atMs = clock.nowMs();
  const outcomes = await counter.record([
    aView('c', articles.id(2), { occurredAtMs: atMs + HOUR_MS }),
    aView('d', articles.id(2), { occurredAtMs: atMs - HOUR_MS }),
    aView('d', articles.id(2), { occurredAtMs: atMs - HOUR_MS, eventId: 'kept on the phone' }),
    aView('e', articles.id(2), { occurredAtMs: atMs - 25 * HOUR_MS, eventId: 'too old' }),
  ]);
  expect(outcomes).toMatchObject([
    { status: 'COUNTED' },
    { status: 'REFUSED', refusal: { code: 'LATE_VIEW_NEEDS_EVENT_ID' } },
    { status: 'COUNTED' },
    { status: 'REFUSED', refusal: { code: 'VIEW_TOO_OLD' } },
  ]);
});
