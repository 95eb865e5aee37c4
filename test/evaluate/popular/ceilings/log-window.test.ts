import { clairvoyant, oracle } from '../../../../evaluate/popular/ceilings/ceilings';
import { LogWindow } from '../../../../evaluate/popular/ceilings/log-window';
import { countedLogOf, type PlainView } from '../../../../evaluate/popular/counted-log';
import { Judge } from '../../../../evaluate/popular/judge';
import { listsOf, ticksBetween } from '../../../../evaluate/popular/tick-lists';
import { Chance } from '../../../../src/traffic/chance';

const MINUTE_MS = 60_000;

function randomLog(views: number) {
  const chance = new Chance('log window');
  let atMs = 0;
  return countedLogOf(
    Array.from({ length: views }, (): PlainView => {
      atMs += chance.exponential(2_000);
      const article = `a${Math.floor(chance.next() ** 2 * 40)}`;
      return {
        atMs: Math.floor(atMs),
        visitor: `v${Math.floor(chance.next() * 60)}`,
        article,
        source: 'OTHER',
      };
    }),
  );
}

test('counts the unique viewers of its stretch as the judge does', () => {
  const log = randomLog(8_000);
  const rules = { name: 'a', source: 'b', beforeMs: 15 * MINUTE_MS, afterMs: 3 * MINUTE_MS };
  const window = new LogWindow(log, rules);
  const ticks = ticksBetween(20 * MINUTE_MS, 200 * MINUTE_MS, 37_000);
  const judge = new Judge(log, ticks, { gridMs: 37_000, horizonsMs: [1], leastReaders: 1 });
  for (let tick = 0; tick < ticks.count; tick++) {
    const nowMs = ticks.firstMs + tick * ticks.stepMs;
    const list = window.list(nowMs, 5);
    const truth = judge.truthBetween(nowMs - rules.beforeMs, nowMs + rules.afterMs);
    const readers = truth.order.slice(0, 5).map(truth.readersOf);
    expect(list.map(truth.readersOf)).toEqual(readers);
  }
});

test('goes on after a silence that is longer than it is itself', () => {
  const views = [0, 1, 600, 601].map((minute): PlainView => {
    return { atMs: minute * MINUTE_MS, visitor: 'v', article: `a${minute}`, source: 'OTHER' };
  });
  const window = new LogWindow(countedLogOf(views), {
    name: 'a',
    source: 'b',
    beforeMs: 5 * MINUTE_MS,
    afterMs: 0,
  });
  expect(window.list(2 * MINUTE_MS, 5)).toEqual([1, 0]);
  expect(window.list(300 * MINUTE_MS, 5)).toEqual([]);
  expect(window.list(602 * MINUTE_MS, 5)).toEqual([3, 2]);
});

test('the oracle captures everything, and the clairvoyant less', async () => {
  const log = randomLog(8_000);
  const horizonMs = 15 * MINUTE_MS;
  const ticks = ticksBetween(30 * MINUTE_MS, 200 * MINUTE_MS, 60_000);
  const judge = new Judge(log, ticks, { gridMs: 5 * MINUTE_MS, horizonsMs: [horizonMs], leastReaders: 1 });
  const lists = [oracle(log, horizonMs), clairvoyant(log, 7.5)].map((maker) =>
    listsOf(maker, log, ticks, { pace: 'every' }),
  );
  const [all, some] = judge.scores(await Promise.all(lists)).map(([scores]) => [...scores!.capture]);
  expect(all!.length).toBeGreaterThan(30);
  expect(all!.every((capture) => capture === 1)).toBe(true);
  const mean = some!.reduce((sum, one) => sum + one, 0) / some!.length;
  expect(mean).toBeGreaterThan(0.8);
  expect(mean).toBeLessThan(1);
});
