import fc from 'fast-check';
import type { ArticleCard } from '../../src/articles/article-card';
import type { Tag } from '../../src/articles/tag.entity';
import { headlineWords } from '../../src/ranking/formulas/variety';
import { NO_CLICKS, type OnwardClicks } from '../../src/recommendations/formulas/back-off';
import { ReadingPrior } from '../../src/recommendations/reading-prior';
import type { SimilarArticle } from '../../src/recommendations/similar-articles';
import { type AlsoLikeInput, rankAlsoLike } from '../../src/recommendations/you-may-also-like';
import { aCard } from '../builders/a-card';

const sections = ['town', 'sport', 'arts', 'money'];
/** Article n stands in section n mod 4; the larger, the newer. */
const cards = Array.from({ length: 40 }, (_, number) =>
  aCard({
    number,
    sectionId: sections[number % 4],
    publishedAtMs: number,
    headline: `h${number} x${number} y${number}`,
  }),
);
const cardOf = (number: number) => cards[number];

interface Given extends Partial<Omit<AlsoLikeInput, 'newest'>> {
  article?: ArticleCard;
  onward?: OnwardClicks;
  similar?: readonly SimilarArticle[];
  newest?: readonly ArticleCard[];
}

function alsoLike({ article = cards[1]!, onward = NO_CLICKS, similar = [], newest, ...given }: Given = {}) {
  return rankAlsoLike({
    sources: [{ card: article, weight: 1, onward, similar }],
    page: article,
    read: [article],
    prior: new ReadingPrior(new Map(), cardOf),
    sections: new Map([[article.sectionId, 1]]),
    viewsInWindow: () => 0,
    newest: () => newest ?? [...cards].reverse(),
    language: article.language,
    shownCard: (number) => cards[number] && (newest?.find((card) => card.number === number) ?? cards[number]),
    wordsOf: (card) => headlineWords(card.headline),
    places: 5,
    ...given,
  });
}

const partOf = (story: { figures: { parts: readonly { kind: string; value: number }[] } }, kind: string) =>
  story.figures.parts.find((part) => part.kind === kind)?.value ?? 0;

const numbersOf = (list: { card: ArticleCard }[]) => list.map(({ card }) => card.number);
const reading = (rates: Record<number, number>) =>
  new ReadingPrior(
    new Map(
      Object.entries(rates).map(([article, rate]) => [
        Number(article),
        { readersPerMinute: rate, viewsInWindow: rate },
      ]),
    ),
    cardOf,
  );

describe('you may also like', () => {
  test('is led by what readers went on to', () => {
    const onward = {
      total: 30,
      to: new Map([
        [8, 20],
        [6, 10],
      ]),
    };
    const [first, second] = alsoLike({ onward, prior: reading({ 2: 50, 3: 40 }) });
    expect([first!.card.number, second!.card.number]).toEqual([8, 6]);
    expect(first!.reason).toBe('READ_NEXT');
    expect(partOf(first!, 'READ_NEXT')).toBeCloseTo(20 / 36, 9);
  });

  test('backs off to what is read, more so in the same section and only in the same language', () => {
    const korean = cards.map((card) => (card.number === 3 ? { ...card, language: 'ko' } : card));
    const list = alsoLike({
      prior: new ReadingPrior(
        new Map([2, 3, 5].map((article) => [article, { readersPerMinute: 9, viewsInWindow: 9 }])),
        (number) => korean[number],
      ),
      shownCard: (number) => korean[number],
      newest: [],
    });
    expect(numbersOf(list)).toEqual([5, 2]);
    expect(list.map(({ reason }) => reason)).toEqual(['READ_IN_SECTION', 'READ_NOW']);
  });

  test('is filled with the same topic, then with the newest', () => {
    const tags = [{ slug: 'rain' } as Tag];
    const tagged = { ...cards[10]!, tags };
    const list = alsoLike({
      article: { ...cards[1]!, tags },
      newest: [cards[39]!, tagged, cards[38]!],
    });
    expect(list.map(({ card, reason }) => `${card.number} ${reason}`)).toEqual([
      '10 SAME_TOPIC',
      '39 NEWEST',
      '38 NEWEST',
    ]);
  });

  test('tells no story twice, and none that has been read', () => {
    const headline = 'Harbour bridge closed after the storm';
    const twins = [4, 8, 12].map((number) => ({ ...cards[number]!, headline, publishedAt: new Date(0) }));
    const list = alsoLike({ read: [cards[1]!, twins[0]!], newest: [twins[1]!, twins[2]!, cards[20]!] });
    expect(numbersOf(list)).toEqual([20]);
    const unread = alsoLike({ newest: [twins[1]!, twins[2]!, cards[20]!] });
    expect(numbersOf(unread)).toEqual([8, 20]);
  });

  describe('with a place for a new article', () => {
    // Forty clicks known: 10, 8, 6, 4 and 2 of them go to 30 to 34; 20 and 24 are new.
    const known = [30, 31, 32, 33, 34].map((article, at) => [article, 10 - 2 * at] as const);
    const onward = { total: 34, to: new Map([...known, [20, 0.9], [24, 0.5]]) };
    const newOnes = [cards[20]!, cards[24]!];
    const withWorth = (worth: number, given: Given = {}) =>
      numbersOf(
        alsoLike({ onward, newest: [], places: 7, newArticles: { candidates: newOnes, worth }, ...given }),
      );

    test.each([
      { worth: 1, list: [30, 31, 32, 33, 34, 20, 24] },
      { worth: 2.2, list: [30, 31, 32, 33, 34, 20, 24] }, // .9 * 2.2 < 2
      { worth: 2.3, list: [30, 31, 32, 33, 20, 34, 24] },
      { worth: Infinity, list: [30, 31, 32, 33, 20, 34, 24] },
    ])('worth $worth clicks on others, gives it the fifth where it earns more', ({ worth, list }) => {
      expect(withWorth(worth, { shownCard: cardOf })).toEqual(list);
    });

    test('leaves the place to what stands there by itself and is new', () => {
      const isFifth = { total: 34, to: new Map([...onward.to, [20, 3]]) };
      expect(withWorth(Infinity, { onward: isFifth, shownCard: cardOf })).toEqual([
        30, 31, 32, 33, 20, 34, 24,
      ]);
    });

    test('gives the tenth to the next of them', () => {
      const list = withWorth(Infinity, {
        ...{ places: 10, prior: reading({ 1: 1, 2: 30, 3: 29, 6: 28, 7: 27, 10: 26 }), shownCard: cardOf },
        newArticles: { candidates: [cards[20]!, cards[15]!], worth: Infinity },
        onward: { total: 34, to: new Map([...known, [20, 0.9], [15, 0.01]]) },
      });
      expect(list[4]).toBe(20);
      expect(list[9]).toBe(15);
    });

    test('passes over one that has been read, and one that tells a story of the list', () => {
      expect(withWorth(Infinity, { read: [cards[1]!, cards[20]!], shownCard: cardOf })[4]).toBe(24);
      const told = { ...cards[20]!, headline: cards[32]!.headline, publishedAt: cards[32]!.publishedAt };
      const candidates = [told, cards[24]!];
      expect(
        withWorth(Infinity, { newArticles: { candidates, worth: Infinity }, shownCard: cardOf })[4],
      ).toBe(24);
    });

    test('is given on a site of one section too', () => {
      const ofOne = cards.map((card) => ({ ...card, sectionId: 'town' }));
      const list = withWorth(Infinity, {
        shownCard: (number) => ofOne[number],
        newArticles: { candidates: [ofOne[20]!], worth: Infinity },
      });
      expect(list).toEqual([30, 31, 32, 33, 20, 34, 24]);
    });

    test('is not given to a fourth of one section where another section has something', () => {
      const ofTown = new Set([30, 31, 32, 20]);
      const some = cards.map((card) => ({ ...card, sectionId: ofTown.has(card.number) ? 'town' : 'arts' }));
      const list = withWorth(Infinity, {
        shownCard: (number) => some[number],
        newArticles: { candidates: [some[20]!], worth: Infinity },
      });
      expect(list.slice(0, 5)).toEqual([30, 31, 32, 33, 34]);
    });

    test('fills a list that has nothing else', () => {
      const few = { total: 10, to: new Map([...known.slice(0, 4), [20, 0.1] as const]) };
      expect(withWorth(Infinity, { onward: few, shownCard: cardOf, places: 5 })).toEqual([
        30, 31, 32, 33, 20,
      ]);
    });
  });

  const someOnward = fc
    .uniqueArray(fc.tuple(fc.nat(39), fc.double({ min: 0.01, max: 100, noNaN: true })), {
      selector: ([article]) => article,
      maxLength: 30,
    })
    .map((pairs) => ({ total: pairs.reduce((sum, [, clicks]) => sum + clicks, 0), to: new Map(pairs) }));
  const someRead = fc.uniqueArray(fc.nat(39), { maxLength: 20 });

  test('never shows what was read or is not public, and never anything twice', () => {
    fc.assert(
      fc.property(someOnward, someRead, someRead, (onward, read, withdrawn) => {
        const isGone = new Set(withdrawn);
        const shownCard = (number: number) => (isGone.has(number) ? undefined : cardOf(number));
        const list = numbersOf(
          alsoLike({
            onward,
            read: [cards[1]!, ...read.map((number) => cards[number]!)],
            shownCard,
            newest: cards.filter((card) => !isGone.has(card.number)),
          }),
        );
        expect(list.some((number) => number === 1 || read.includes(number) || isGone.has(number))).toBe(
          false,
        );
        expect(new Set(list).size).toBe(list.length);
      }),
    );
  });

  test('is full while there is enough, with at most three of five from one section', () => {
    fc.assert(
      fc.property(someOnward, someRead, (onward, read) => {
        const list = alsoLike({
          onward,
          read: [cards[1]!, ...read.map((number) => cards[number]!)],
        });
        expect(list).toHaveLength(5);
        for (const section of sections) {
          expect(list.filter(({ card }) => card.sectionId === section).length).toBeLessThanOrEqual(3);
        }
      }),
    );
  });

  test('takes more of one section rather than leave places empty', () => {
    const town = cards.filter((card) => card.sectionId === 'town');
    expect(alsoLike({ newest: town })).toHaveLength(5);
  });

  test('is empty only where there is nothing else', () => {
    expect(alsoLike({ newest: [cards[1]!] })).toEqual([]);
  });

  test('has scores that are shares', () => {
    fc.assert(
      fc.property(someOnward, (onward) => {
        const list = alsoLike({ onward, prior: reading({ 2: 9, 3: 4, 5: 7 }), places: 20 });
        expect(list.reduce((sum, { score }) => sum + score, 0)).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });
});
