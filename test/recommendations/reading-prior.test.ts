import fc from 'fast-check';
import type { ArticleCard } from '../../src/articles/article-card';
import { ReadingPrior } from '../../src/recommendations/reading-prior';
import { aCard } from '../builders/a-card';

const sections = ['town', 'sport', 'arts'];
const languages = ['en', 'en-GB', 'ko'];
const cards = Array.from({ length: 300 }, (_, number) =>
  aCard({
    number,
    sectionId: sections[number % 3]!,
    language: languages[number % 5 === 0 ? 2 : number % 2]!,
  }),
);
const NOW_MS = Date.UTC(2026, 0, 12, 12);
const HOUR_MS = 3_600_000;
/** The last ten are younger than two days. */
const ageHours = (number: number) => (number >= 290 ? (300 - number) * 5 - 4 : 1_000);
const published = cards.map((card) =>
  Object.assign(card, { publishedAt: new Date(NOW_MS - ageHours(card.number) * HOUR_MS) }),
);
const newestOf = (stories: ArticleCard[]) => ({ latest: { newest: () => stories }, nowMs: NOW_MS });
const priorOf = (rates: readonly number[]) =>
  new ReadingPrior(
    new Map(
      rates
        .map((readersPerMinute, number) => [number, { readersPerMinute, viewsInWindow: number % 4 }] as const)
        .sort(([, one], [, other]) => other.readersPerMinute - one.readersPerMinute),
    ),
    (number) => cards[number],
    newestOf(published.slice(-50).reverse()),
  );
const someRates = fc.array(fc.double({ min: 0.001, max: 500, noNaN: true }), {
  minLength: 1,
  maxLength: 300,
});
const someSections = fc.constantFrom(
  new Map<string, number>(),
  new Map([['town', 1]]),
  new Map([
    ['sport', 0.75],
    ['arts', 0.25],
  ]),
);

describe('what is read in general', () => {
  test('is shared out: all shares of a reader add up to one', () => {
    fc.assert(
      fc.property(someRates, someSections, (rates, reads) => {
        const prior = priorOf(rates);
        const all = cards.reduce((sum, { number }) => sum + prior.of(number, reads), 0);
        const isReadIn = [...reads.keys()];
        const expected =
          reads.size === 0 ? 1 : 0.7 + 0.3 * isReadIn.reduce((sum, id) => sum + reads.get(id)!, 0);
        expect(all).toBeCloseTo(expected, 9);
      }),
    );
  });

  test('is told whole as in parts', () => {
    fc.assert(
      fc.property(someRates, someSections, fc.nat(299), (rates, reads, number) => {
        const prior = priorOf(rates);
        const { ofSite, ofSection, ofNew } = prior.shareOf(number, reads);
        expect(prior.of(number, reads)).toBeCloseTo(ofSite + ofSection + ofNew, 12);
      }),
    );
  });

  test('comes best first, and holds the best of all and of the sections, in the language alone', () => {
    fc.assert(
      fc.property(
        someRates,
        someSections,
        fc.constantFrom(undefined, 'en', 'ko'),
        (rates, reads, language) => {
          const prior = priorOf(rates);
          const order = prior.inOrder(reads, { language });
          const shares = order.map((place) => place.prior);
          expect(shares).toEqual([...shares].sort((one, other) => other - one));
          expect(order.map((place) => prior.of(place.card.number, reads))).toEqual(shares);
          if (language !== undefined)
            expect(order.every(({ card }) => card.language.startsWith(language))).toBe(true);
          // Nothing that could stand among the first twenty is missing: there are thirty of each section and sixty of all.
          const everything = cards
            .map(({ number }) => number)
            .filter((number) => language === undefined || cards[number]!.language.startsWith(language))
            .map((number) => prior.of(number, reads))
            .sort((one, other) => other - one);
          shares.slice(0, 20).forEach((share, place) => {
            expect(share).toBeCloseTo(everything[place]!, 12);
          });
        },
      ),
    );
  });

  test('counts the last hour and what is new beside few readers, and hardly beside many', () => {
    const few = new ReadingPrior(
      new Map([
        [1, { readersPerMinute: Math.LN2 / 5, viewsInWindow: 1 }],
        [2, { readersPerMinute: 0, viewsInWindow: 3 }],
      ]),
      (number) => cards[number],
      newestOf([299, 298, 3].map((number) => published[number]!)),
    );
    // One reader, and 2.5 of ten for a quarter of the hour; 7.5 of ten; one hour, six hours and weeks old.
    const expected = [1 + 2.5, 7.5, 2 ** (-1 / 12), 2 ** (-6 / 12)];
    const all = expected.reduce((sum, one) => sum + one, 0);
    [1, 2, 299, 298].forEach((number, at) => {
      expect(few.of(number, new Map())).toBeCloseTo(expected[at]! / all, 12);
    });
    expect(few.of(3, new Map())).toBe(0);
    expect(few.shareOf(299, new Map())).toEqual({
      ...{ ofSite: 0, ofSection: 0 },
      ofNew: expect.closeTo(expected[2]! / all, 12),
    });
    expect(few.shareOfReaders(2)).toBeCloseTo(7.5 / 11, 12);
    const many = priorOf([400, 300, 200, 100]);
    expect(many.shareOf(299, new Map()).ofNew).toBeLessThan(2e-4);
  });

  test('knows nothing of what is new where nobody reads', () => {
    const silent = new ReadingPrior(new Map(), (number) => cards[number], newestOf(published));
    expect(silent.of(299, new Map())).toBe(0);
    expect(silent.inOrder(new Map(), {})).toEqual([]);
  });

  test('of nobody is nothing', () => {
    const prior = new ReadingPrior(new Map(), () => undefined);
    expect(prior.inOrder(new Map([['town', 1]]), {})).toEqual([]);
    expect([prior.of(1, new Map()), prior.shareOfReaders(1)]).toEqual([0, 0]);
  });
});
