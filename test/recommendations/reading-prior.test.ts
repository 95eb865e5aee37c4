import fc from 'fast-check';
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
const priorOf = (rates: readonly number[]) =>
  new ReadingPrior(
    new Map(
      rates
        .map((readersPerMinute, number) => [number, { readersPerMinute, viewsInWindow: 0 }] as const)
        .sort(([, one], [, other]) => other.readersPerMinute - one.readersPerMinute),
    ),
    (number) => cards[number],
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
        const all = rates.reduce((sum, _, number) => sum + prior.of(number, reads), 0);
        const isReadIn = [...reads.keys()].filter((id) =>
          rates.some((_, number) => cards[number]!.sectionId === id),
        );
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
        const { ofSite, ofSection } = prior.shareOf(number, reads);
        expect(prior.of(number, reads)).toBeCloseTo(ofSite + ofSection, 12);
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
          const everything = rates
            .map((_, number) => number)
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

  test('of nobody is nothing', () => {
    const prior = new ReadingPrior(new Map(), () => undefined);
    expect(prior.inOrder(new Map([['town', 1]]), {})).toEqual([]);
    expect([prior.of(1, new Map()), prior.shareOfReaders(1)]).toEqual([0, 0]);
  });
});
