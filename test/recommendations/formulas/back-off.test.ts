import fc from 'fast-check';
import {
  backOff,
  evenWeights,
  likenessKnown,
  NO_CLICKS,
  type OnwardClicks,
  priorShare,
  readWeights,
  TEXT_WEIGHT,
  textWeight,
} from '../../../src/recommendations/formulas/back-off';

const someClicks: fc.Arbitrary<OnwardClicks> = fc
  .uniqueArray(fc.tuple(fc.nat(30), fc.double({ min: 0.001, max: 500, noNaN: true })), {
    selector: ([article]) => article,
    maxLength: 10,
  })
  .chain((pairs) =>
    fc.double({ min: 0, max: 100, noNaN: true }).map((trimmed) => ({
      total: pairs.reduce((sum, [, count]) => sum + count, trimmed),
      to: new Map(pairs),
    })),
  );

describe('what a rule has set', () => {
  test('counts what was read before as it says', () => {
    expect(readWeights(3, 0)).toEqual([1, 0, 0]);
    const [last, before, first] = readWeights(3, 1);
    expect([before! / last!, first! / before!]).toEqual([1, expect.closeTo(1 / 3, 12)]);
    expect(readWeights(3, 0.3)).toEqual(readWeights(3));
  });

  test('lets more of the prior in, the more readers are thought to go where everybody goes', () => {
    const ofClicks = (priorClicks: number) =>
      backOff([{ total: 14, to: new Map([[7, 10]]) }], [1], priorClicks);
    expect(ofClicks(14).priorWeight).toBeCloseTo(0.5, 12);
    expect(ofClicks(86).fromNeighbours.get(7)).toBeCloseTo(0.1, 12);
  });

  test('takes as much from texts as it says', () => {
    expect(textWeight({ clicks: 0, views: 0, most: 0.9 })).toBe(0.9);
    expect(textWeight({ clicks: 0, views: 0, most: 0 })).toBe(0);
  });
});

describe('backing off', () => {
  test('gives shares: the neighbours and what is left to the prior never pass one', () => {
    fc.assert(
      fc.property(fc.array(someClicks, { maxLength: 5 }), (read) => {
        const { priorWeight, fromNeighbours } = backOff(read, evenWeights(read.length));
        const sum = [...fromNeighbours.values()].reduce((total, share) => total + share, priorWeight);
        expect(priorWeight).toBeGreaterThan(0);
        expect(sum).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });

  test('leaves everything to the prior where nothing is known', () => {
    expect(backOff([])).toEqual({ priorWeight: 1, perClick: [], fromNeighbours: new Map() });
    expect(backOff([NO_CLICKS, NO_CLICKS]).priorWeight).toBeCloseTo(1, 12);
  });

  test('is the formula, for one article: c / (C + 6) and 6 / (C + 6)', () => {
    const { priorWeight, fromNeighbours } = backOff([{ total: 14, to: new Map([[7, 10]]) }]);
    expect(fromNeighbours.get(7)).toBeCloseTo(10 / 20, 12);
    expect(priorWeight).toBeCloseTo(6 / 20, 12);
  });

  test('weighs the last read most: 1, .3 and .1 of 1.4', () => {
    const clicksTo = (article: number) => ({ total: 6, to: new Map([[article, 6]]) });
    const { fromNeighbours } = backOff([1, 2, 3, 4].map(clicksTo), readWeights(4));
    expect(fromNeighbours.get(1)).toBeCloseTo(1 / 1.4 / 2, 12);
    expect(fromNeighbours.get(2)).toBeCloseTo(0.3 / 1.4 / 2, 12);
    expect(fromNeighbours.get(3)).toBeCloseTo(0.1 / 1.4 / 2, 12);
    expect(fromNeighbours.has(4)).toBe(false);
  });

  test('trusts an article more, the more onward clicks it has had', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1_000, noNaN: true }), (clicks) => {
        const few = backOff([{ total: clicks, to: new Map([[1, clicks]]) }]);
        const more = backOff([{ total: clicks * 2, to: new Map([[1, clicks * 2]]) }]);
        expect(more.priorWeight).toBeLessThan(few.priorWeight);
        expect(more.fromNeighbours.get(1)!).toBeGreaterThan(few.fromNeighbours.get(1)!);
      }),
    );
  });

  test('counts ways back as it counts onward clicks', () => {
    const back = { total: 6, from: new Map([[7, 4]]) };
    const { priorWeight, fromNeighbours } = backOff([{ total: 8, to: new Map([[7, 6]]), back }]);
    expect(fromNeighbours.get(7)).toBeCloseTo(10 / 20, 12);
    expect(priorWeight).toBeCloseTo(6 / 20, 12);
  });

  test('tells what a click adds', () => {
    const { perClick, fromNeighbours } = backOff([
      { total: 14, to: new Map([[7, 10]]) },
      { total: 4, to: new Map([[7, 2]]) },
    ]);
    expect(perClick[0]! * 10 + perClick[1]! * 2).toBeCloseTo(fromNeighbours.get(7)!, 12);
  });
});

test.each([
  { readers: 10, site: 100, section: 20, weight: 0, ofSite: 0.1, ofSection: 0 },
  { readers: 10, site: 100, section: 20, weight: 1, ofSite: 0, ofSection: 0.5 },
  { readers: 10, site: 100, section: 20, weight: 0.5, ofSite: 0.05, ofSection: 0.25 },
  { readers: 10, site: 100, section: 0, weight: 0.5, ofSite: 0.05, ofSection: 0 },
  { readers: 0, site: 0, section: 0, weight: 0.5, ofSite: 0, ofSection: 0 },
])('the prior of $readers readers of $site and $section, mixed by $weight', (given) => {
  const { ofSite, ofSection } = priorShare(given.readers, given, given.weight);
  expect(ofSite).toBeCloseTo(given.ofSite, 12);
  expect(ofSection).toBeCloseTo(given.ofSection, 12);
});

test.each([
  { clicks: 0, views: 0, share: 1 },
  { clicks: 0, views: 1_000, share: 1 },
  { clicks: 1.5, views: 1_000, share: 0.5 },
  { clicks: 3, views: 20, share: 0 },
  { clicks: 90, views: 5, share: 0.75 },
  { clicks: 90, views: 400, share: 0 },
])('text is $share of its part of the prior after $clicks clicks, of what has $views views', (given) => {
  expect(textWeight(given)).toBeCloseTo(TEXT_WEIGHT * given.share, 12);
});

test.each([
  [0, 0],
  [0.05, 0.25],
  [0.2, 1],
  [3, 1],
])('similar texts whose cosines add up to %p count %p', (similarity, counts) => {
  expect(likenessKnown(similarity)).toBeCloseTo(counts, 12);
});
