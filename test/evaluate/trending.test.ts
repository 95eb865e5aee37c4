import { countedLogOf, type PlainView } from '../../evaluate/popular/counted-log';
import { runTrending, trendingTable } from '../../evaluate/trending/compare-trends';
import { drawBursts, withBursts, withSurges } from '../../evaluate/trending/injected-bursts';
import { comingOn, thresholdFor } from '../../evaluate/trending/run-trending';
import { ReadingsOfLate, trendFormulas } from '../../evaluate/trending/trend-finders';
import { Chance } from '../../src/traffic/chance';

jest.setTimeout(240_000);

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** So many hours in which forty articles are read evenly by chance, the k-th as one over the root of k. */
function evenLog(hours: number) {
  const chance = new Chance('even');
  const ranks = Array.from({ length: 40 }, (_, index) => index + 1);
  const views: PlainView[] = [];
  for (let atMs = 0; atMs < hours * HOUR_MS; atMs += chance.exponential(600)) {
    const rank = chance.pick(ranks, (one) => one ** -0.5)!;
    views.push({ atMs: Math.floor(atMs), visitor: `v${views.length}`, article: `a${rank}`, source: 'OTHER' });
  }
  return countedLogOf(views);
}

const log = evenLog(10);
const rules = {
  seed: 'a',
  fromMs: 6 * HOUR_MS,
  toMs: 8 * HOUR_MS,
  everyMs: HOUR_MS / 2,
  leastPerMinute: 1,
  factor: 3,
};

describe('injected bursts', () => {
  const bursts = drawBursts(log, rules);

  test('are of the background, each article once within hours, and the same for the same seed', () => {
    expect(bursts).toHaveLength(4);
    expect(new Set(bursts.map(({ article }) => article)).size).toBe(4);
    for (const { article, readersPerMinute, fromMs, toMs } of bursts) {
      expect(Number(article.slice(1))).toBeGreaterThan(3); // below the first five, but for chance
      expect(readersPerMinute).toBeGreaterThanOrEqual(1);
      expect(toMs - fromMs).toBeGreaterThanOrEqual(30 * MINUTE_MS);
      expect(toMs - fromMs).toBeLessThanOrEqual(120 * MINUTE_MS);
    }
    expect(drawBursts(log, rules)).toEqual(bursts);
  });

  test('are read three times as much while they last, and nothing else is', () => {
    const burst = withBursts(log, bursts, rules);
    const added = bursts.reduce(
      (sum, { fromMs, toMs, readersPerMinute }) => sum + (2 * readersPerMinute * (toMs - fromMs)) / MINUTE_MS,
      0,
    );
    expect(Math.abs(burst.atMs.length - log.atMs.length - added)).toBeLessThan(4 * Math.sqrt(added));
    expect([...burst.atMs]).toEqual([...burst.atMs].sort((a, b) => a - b));
  });

  test('a surge gives every view of its time again, each by a reader of its own', () => {
    const surge = { fromMs: HOUR_MS, toMs: 2 * HOUR_MS };
    const own = log.atMs.filter((atMs) => atMs > surge.fromMs && atMs <= surge.toMs).length;
    const surging = withSurges(log, [surge], { seed: 'a', factor: 3 });
    expect(surging.atMs.length).toBe(log.atMs.length + 2 * own);
    expect(surging.counts.filter((one) => one === 0).length).toBe(0);
  });
});

describe('the other finders', () => {
  test('see the last quarter of an hour against the time before it', () => {
    const readings = new ReadingsOfLate();
    const tell = (minute: number, article: number) =>
      readings.take({ article, atMs: minute * MINUTE_MS, publishedAtMs: 0 });
    for (let minute = 0; minute < 115; minute++) tell(minute, 0);
    for (let minute = 105; minute < 120; minute += 0.5) tell(minute, 1);
    const found = new Map(readings.at(119.9 * MINUTE_MS));
    expect(found.get(0)).toMatchObject({ recent: 10, share: 0.25 });
    expect(found.get(0)!.expected).toBeCloseTo((105 / 104.9) * 15, 6);
    expect(found.get(1)).toMatchObject({ recent: 30, expected: 0, expectedShare: 0 });
    const scores = new Map(trendFormulas.map(({ name, score }) => [name, score(found.get(1)!)]));
    expect(scores.get('ratio')).toBe(60);
    expect(scores.get('difference')).toBe(30);
    expect(scores.get('z')).toBeCloseTo(30 / Math.sqrt(0.5), 12);
    expect(scores.get('chi-square (Mastodon)')).toBe(29 ** 2);
    expect(scores.get('Kullback-Leibler (Instagram)')).toBeCloseTo(0.75 * Math.log(0.75 / 1e-6), 12);
  });

  test('have the least threshold with which no more than so many come on the list', () => {
    const scores: [number, number][][] = [[[1, 5]], [[2, 9]], [[3, 7]], [[4, 1]]];
    expect(thresholdFor(scores, { mostPerHour: 2, stepMs: HOUR_MS / 4 })).toBe(7);
    expect(thresholdFor(scores, { mostPerHour: 9, stepMs: HOUR_MS / 4 })).toBe(1);
  });
});

test('whoever is gone for less than half an hour has not left the list', () => {
  expect(comingOn([[1], [], [1, 2], [], [], [], [1]], 10 * MINUTE_MS)).toEqual([
    { article: 1, tick: 0 },
    { article: 2, tick: 2 },
    { article: 1, tick: 6 },
  ]);
});

test('the product finds bursts of three and five times within minutes, and nothing in a surge', () => {
  const outcome = runTrending(log, {
    ...{ seed: 'a', factors: [3, 5], stepMs: 30_000, leastPerMinute: 1.5, burstEveryMs: HOUR_MS / 2 },
    ...{ tuningMs: 2 * HOUR_MS, fromMs: 5 * HOUR_MS, toMs: 8 * HOUR_MS },
  });
  const [three, five] = outcome.factors.map(({ finders }) => finders[0]!);
  expect(three).toMatchObject({ name: 'Mostread', bursts: 6 });
  expect(three!.found).toBeGreaterThanOrEqual(5);
  expect(three!.medianDelay).toBeLessThanOrEqual(10);
  expect(five!.found).toBe(6);
  expect(five!.medianDelay).toBeLessThanOrEqual(5);
  expect(three!.falsePerHour).toBeLessThanOrEqual(2); // of three hours only: five wrong ones
  expect(outcome.surge.finders[0]).toMatchObject({ name: 'Mostread', entries: 0 });
  expect(trendingTable(outcome)).toMatch(/x5: 6 bursts/);
});
