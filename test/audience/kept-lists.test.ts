import { KeptLists } from '../../src/audience/kept-lists';
import type { KeptList } from '../../src/audience/most-read-lists.repository';
import { SimulatedClock } from '../../src/platform/clock';

const START_MS = 1_000_000;

function aList(computedAtMs: number): KeptList {
  return { computedAtMs, flushLagMs: 0, fromMs: 0, toMs: computedAtMs, articleCount: 0, places: [] };
}

test('a list is read once a second, however many ask', async () => {
  const clock = new SimulatedClock(START_MS);
  let readings = 0;
  const lists = new KeptLists({ read: async () => aList(++readings) }, clock);
  const ask = () => lists.get('DAY', 'site');
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([aList(1), aList(1), aList(1)]);
  await clock.advanceBy(999);
  expect(await ask()).toEqual(aList(1));
  await clock.advanceBy(1);
  expect(await Promise.all([ask(), ask()])).toEqual([aList(2), aList(2)]);
  expect(await lists.get('WEEK', 'site')).toEqual(aList(3));
});

test('the last list serves for ten minutes while Postgres is away, and is asked for again', async () => {
  const clock = new SimulatedClock(START_MS);
  let isAway = false;
  const read = async () => {
    if (isAway) throw new Error('away');
    return aList(clock.nowMs());
  };
  const lists = new KeptLists({ read }, clock);
  await lists.get('DAY', 'site');
  isAway = true;
  await clock.advanceBy(5 * 60_000);
  expect(await lists.get('DAY', 'site')).toEqual(aList(START_MS));
  await clock.advanceBy(6 * 60_000);
  await expect(lists.get('DAY', 'site')).rejects.toThrow('away');
  await expect(lists.get('WEEK', 'site')).rejects.toThrow('away');
  isAway = false;
  expect(await lists.get('DAY', 'site')).toEqual(aList(clock.nowMs()));
});
