import { countedLogOf, type PlainView } from '../../evaluate/popular/counted-log';
import { evenLog as evenlyRead, logByChance } from '../../evaluate/trending/by-chance';
import { quickExperiment } from '../../evaluate/trending/command';
import { runTrending } from '../../evaluate/trending/compare-trends';
import { drawBursts, withBursts } from '../../evaluate/trending/injected-bursts';
import { judgeBursts, judgeChance, type TrendLists } from '../../evaluate/trending/judge-trends';
import { trendingTable } from '../../evaluate/trending/table';
import { comingOn, ListAbove, thresholdFor } from '../../evaluate/trending/thresholds';
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

describe('a log read by chance', () => {
  /** One article is read ten times as much from the sixth hour on, another is published then. */
  const steps = () => {
    const chance = new Chance('steps');
    const views: PlainView[] = [];
    const read = (article: string, perMinute: number, fromHour: number, toHour: number) => {
      const end = toHour * HOUR_MS;
      let atMs = fromHour * HOUR_MS;
      for (atMs += chance.exponential(MINUTE_MS / perMinute); atMs < end; ) {
        views.push({ atMs: Math.floor(atMs), visitor: `v${views.length}`, article, source: 'OTHER' });
        atMs += chance.exponential(MINUTE_MS / perMinute);
      }
    };
    read('steady', 40, 0, 12);
    read('rising', 1, 0, 6);
    read('rising', 10, 6, 12);
    read('new', 5, 6, 12);
    return countedLogOf(views.sort((a, b) => a.atMs - b.atMs));
  };
  const rules = { seed: 'a', fromMs: 2 * HOUR_MS, toMs: 11 * HOUR_MS };
  const byChance = logByChance(steps(), rules);
  const perMinute = (one: typeof byChance, article: string, fromMs: number, toMs: number) => {
    const number = one.names.indexOf(article);
    const views = [...one.atMs].filter((atMs, at) => {
      return one.article[at] === number && atMs > fromMs && atMs <= toMs;
    });
    return views.length / ((toMs - fromMs) / MINUTE_MS);
  };

  test('is read as much as the real one, hour by hour', () => {
    for (const hour of [3, 8, 10]) {
      const site = (one: typeof byChance) =>
        one.atMs.filter((atMs) => atMs > hour * HOUR_MS && atMs <= (hour + 1) * HOUR_MS).length;
      expect(Math.abs(site(byChance) / site(steps()) - 1)).toBeLessThan(0.1);
    }
  });

  test.each(['rising', 'new'])('has nothing in it that rises within an hour: %s', (article) => {
    for (let hour = 3; hour < 10; hour++) {
      const before = perMinute(byChance, article, (hour - 1) * HOUR_MS, hour * HOUR_MS);
      const after = perMinute(byChance, article, hour * HOUR_MS, (hour + 1) * HOUR_MS);
      const scatter = 4 * Math.sqrt((before + after) / 60);
      expect(after).toBeLessThan(1.5 * before + scatter); // the site itself grows in the sixth hour
    }
  });

  test('is the same for the same seed, and under surges but for the readers who come besides', () => {
    expect(logByChance(steps(), rules).atMs).toEqual(byChance.atMs);
    const surge = { fromMs: 8 * HOUR_MS, toMs: 8.5 * HOUR_MS, factor: 3 };
    const surging = logByChance(steps(), { ...rules, surges: [surge] });
    for (const article of ['steady', 'rising']) {
      const during = (one: typeof byChance) => perMinute(one, article, surge.fromMs, surge.toMs);
      const times = during(surging) / during(byChance);
      expect(times).toBeGreaterThan(2.3);
      expect(times).toBeLessThan(3.7);
      const outside = (one: typeof byChance) => perMinute(one, article, 9 * HOUR_MS, 11 * HOUR_MS);
      expect(outside(surging)).toBe(outside(byChance));
    }
  });
});

describe('the judge', () => {
  const stepMs = 10 * MINUTE_MS;
  const trends = (lists: number[][]): TrendLists => ({
    ...{ name: 'one', source: 'a test', letPass: null, fromMs: 6 * HOUR_MS, stepMs, lists },
  });
  const burst = { article: 'a9', fromMs: 6.25 * HOUR_MS, toMs: 7 * HOUR_MS, readersPerMinute: 2 };
  const bursting = withBursts(log, [burst], { seed: 'a', factor: 3 });
  const number = bursting.names.indexOf('a9');
  const other = bursting.names.indexOf('a20');

  test('measures from the beginning of a burst to its first listing', () => {
    const found = judgeBursts(bursting, trends([[], [], [], [number], [number]]), [burst]);
    expect(found).toMatchObject({ bursts: 1, found: 1, medianDelay: 15, othersPerHour: 0, precision: 1 });
    expect(judgeBursts(bursting, trends([[], [], [], []]), [burst])).toMatchObject({
      ...{ bursts: 1, found: 0, medianDelay: null, precision: null },
    });
  });

  test('leaves a burst out whose article stood on the list before', () => {
    const found = judgeBursts(bursting, trends([[], [number], [number], [number]]), [burst]);
    expect(found).toMatchObject({ bursts: 0, found: 0, medianDelay: null });
  });

  test('lets nobody off by what was read before: the readers to come must bear a listing out', () => {
    const found = judgeBursts(bursting, trends([[], [], [other], [other]]), [burst]);
    expect(found).toMatchObject({ othersPerHour: 1.5, notBorneOutPerHour: 1.5, precision: 0 });
  });

  test('takes whatever comes on the list for false where nothing rises', () => {
    const lists = [[], [1], [1, 2], [2], [2], [2], [1]];
    expect(judgeChance(log, trends(lists)).falsePerHour).toBeCloseTo(3 / (7 / 6), 9);
  });
});

test('a list keeps what has risen for twenty minutes, as Trending does, present rises first', () => {
  const list = new ListAbove(5);
  expect(
    list.at(0, [
      [1, 9],
      [2, 6],
      [3, 4],
    ]),
  ).toEqual([1, 2]);
  expect(list.at(10 * MINUTE_MS, [[3, 7]])).toEqual([3, 2, 1]);
  expect(list.at(21 * MINUTE_MS, [])).toEqual([3]);
});

test('evenly read articles are read at their rate', () => {
  const even = evenlyRead({ seed: 'a', articles: [{ count: 20, perMinute: 3 }], hours: 2 });
  expect(even.names).toHaveLength(20);
  expect(Math.abs(even.atMs.length - 7_200)).toBeLessThan(4 * Math.sqrt(7_200));
});

test('the product finds bursts of three and five times within minutes, and nothing else, in a surge or not', () => {
  const { views, rules: quick } = quickExperiment({ seed: 'mostread' });
  const told: string[] = [];
  const outcome = runTrending(views, quick, (line) => told.push(line));
  expect(told).toContain('12 bursts, x5');
  expect(told.filter((line) => line === '  2.0 of 4.0 hours')).toHaveLength(4); // by chance, surges, two factors
  const [product, ...others] = outcome.finders;
  expect(product).toMatchObject({ name: 'Mostread', letPass: null });
  expect(product!.falsePerHour).toBeLessThanOrEqual(1);
  expect(product!.inSurges).toBeLessThanOrEqual(1); // of chance alone
  expect(others.find(({ name }) => name === 'ratio')!.inSurges).toBeGreaterThan(20);
  const [three, five] = product!.factors;
  expect(three!.bursts).toBe(12);
  expect(three!.found).toBeGreaterThanOrEqual(10);
  expect(three!.medianDelay).toBeLessThanOrEqual(6);
  expect(five!.found).toBe(12);
  expect(five!.medianDelay).toBeLessThanOrEqual(3);
  expect(five!.notBorneOutPerHour).toBeLessThanOrEqual(1);
  expect(outcome.even).toEqual([{ perMinute: 2, articles: 40, hours: 2, falsePerHour: expect.any(Number) }]);
  expect(outcome.even[0]!.falsePerHour).toBeLessThanOrEqual(1.5);
  expect(trendingTable(outcome)).toMatch(/x5: 12 bursts/);
});
