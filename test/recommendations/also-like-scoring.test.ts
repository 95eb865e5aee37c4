import fc from 'fast-check';
import { toldParts } from '../../src/ranking/told-score';
import { AlsoLikeScoring, type AlsoLikeSource } from '../../src/recommendations/also-like-scoring';
import { evenWeights } from '../../src/recommendations/formulas/back-off';
import { ReadingPrior } from '../../src/recommendations/reading-prior';
import type { SimilarArticle } from '../../src/recommendations/similar-articles';
import { aCard } from '../builders/a-card';

const sections = ['town', 'sport', 'arts'];
const cards = Array.from({ length: 30 }, (_, number) => aCard({ number, sectionId: sections[number % 3]! }));
const rates = [12, 9, 7, 5, 4, 2, 1];
const reading = new Map(
  rates.map((readersPerMinute, at) => [at + 10, { readersPerMinute, viewsInWindow: readersPerMinute * 3 }]),
);
const prior = new ReadingPrior(reading, (number) => cards[number]);

const someBack = fc.option(
  fc
    .uniqueArray(fc.tuple(fc.integer({ min: 5, max: 29 }), fc.double({ min: 0.01, max: 3, noNaN: true })), {
      selector: ([article]) => article,
      maxLength: 5,
    })
    .map((pairs) => ({ total: pairs.reduce((sum, [, clicks]) => sum + clicks, 0), from: new Map(pairs) })),
  { nil: undefined },
);
const someClicks = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 5, max: 29 }), fc.double({ min: 0.01, max: 40, noNaN: true })), {
    selector: ([article]) => article,
    maxLength: 8,
  })
  .chain((pairs) =>
    fc
      .record({ others: fc.double({ min: 0, max: 20, noNaN: true }), back: someBack })
      .map(({ others, back }) => ({
        total: pairs.reduce((sum, [, clicks]) => sum + clicks, others),
        to: new Map(pairs),
        ...(back && { back }),
      })),
  );
const someTexts: fc.Arbitrary<SimilarArticle[]> = fc.uniqueArray(
  fc.record({
    article: fc.integer({ min: 5, max: 29 }),
    similarity: fc.double({ min: 0.01, max: 1, noNaN: true }),
    words: fc.constant(['budget', 'tax']),
  }),
  { selector: ({ article }) => article, maxLength: 10 },
);
const someSources: fc.Arbitrary<AlsoLikeSource[]> = fc
  .array(fc.record({ onward: someClicks, similar: someTexts }), { minLength: 1, maxLength: 4 })
  .map((known) =>
    known.map((one, at) => ({ card: cards[at]!, weight: evenWeights(known.length)[at]!, ...one })),
  );

const scoringOf = (sources: readonly AlsoLikeSource[]) =>
  new AlsoLikeScoring({
    sources,
    page: sources[0]?.card,
    prior,
    sections: new Map(sources.map(({ card, weight }) => [card.sectionId, weight])),
    viewsInWindow: (article) => reading.get(article)?.viewsInWindow ?? 0,
  });

describe('the score of a recommendation under a rule', () => {
  const similar = [{ article: 20, similarity: 0.8, words: ['budget'] }];
  const ofText = (rule?: { priorClicks: number; textWeight: number }) => {
    const onward = { total: 0, to: new Map() };
    const scoring = new AlsoLikeScoring({
      sources: [{ card: cards[1]!, weight: 1, onward, similar }],
      page: cards[1],
      ...{ prior, sections: new Map(), viewsInWindow: () => 0 },
      ...(rule && { rule }),
    });
    return { text: scoring.scoreOf(20), read: scoring.scoreOf(10) };
  };

  test('comes from texts as much as it says, and from what is read the rest', () => {
    expect(ofText({ priorClicks: 6, textWeight: 0.5 })).toEqual(ofText());
    expect(ofText({ priorClicks: 6, textWeight: 0.9 }).text).toBeCloseTo(0.9, 12);
    expect(ofText({ priorClicks: 6, textWeight: 0 })).toEqual({ text: 0, read: prior.of(10, new Map()) });
  });
});

describe('the score of a recommendation', () => {
  test('is the sum of its parts, as they are told, too, and READ_NEXT that of what each source adds', () => {
    fc.assert(
      fc.property(someSources, fc.integer({ min: 5, max: 29 }), (sources, number) => {
        const scoring = scoringOf(sources);
        const { score, figures } = scoring.storyOf(cards[number]!);
        const sum = figures.parts.reduce((total, { value }) => total + value, 0);
        expect(sum).toBeCloseTo(score, 12);
        expect(scoring.scoreOf(number)).toBeCloseTo(score, 12);
        const told = toldParts(figures.parts).reduce((total, { value }) => total + value, 0);
        expect(Math.abs(told - score)).toBeLessThan(1e-3);
        const readNext = figures.parts.find(({ kind }) => kind === 'READ_NEXT')?.value ?? 0;
        const adds = figures.recommended!.readNext.reduce((total, one) => total + one.adds, 0);
        expect(adds).toBeCloseTo(readNext, 12);
        const isReadBefore = sources.some(({ onward }) => onward.back?.from.has(number));
        expect(figures.recommended!.readBefore !== null).toBe(isReadBefore);
        expect(figures.parts.some(({ kind }) => kind === 'READ_BEFORE')).toBe(isReadBefore);
      }),
    );
  });

  test('is that of the formula, by hand', () => {
    // One article with 14 onward clicks, ten of them to 11, which 9 of 40 readers read, in another section.
    const onward = { total: 14, to: new Map([[11, 10]]) };
    const scoring = scoringOf([{ card: cards[0]!, weight: 1, onward, similar: [] }]);
    const { score, reason } = scoring.storyOf(cards[11]!);
    expect(score).toBeCloseTo(10 / 20 + (6 / 20) * 0.7 * (9 / 40), 12);
    expect(reason).toBe('READ_NEXT');
    // Twelve stands in the same section, of whose readers it has 7 of 12.
    const { ofSection, ofSite } = {
      ofSite: (6 / 20) * 0.7 * (7 / 40),
      ofSection: (6 / 20) * 0.3 * (7 / 9),
    };
    expect(scoring.partsOf(12)).toEqual({
      fromNeighbours: 0,
      fromReadBefore: 0,
      fromNew: 0,
      fromSite: expect.closeTo(ofSite, 12),
      fromSection: expect.closeTo(ofSection, 12),
      fromText: 0,
    });
    expect(scoring.storyOf(cards[12]!).reason).toBe('READ_IN_SECTION');
  });

  test('counts a way back beside onward clicks, and tells it apart from them', () => {
    // Three onward clicks, two of them to 11, and one way back to it: ten are known with the six of the prior.
    const onward = { total: 3, to: new Map([[11, 2]]), back: { total: 1, from: new Map([[11, 1]]) } };
    const scoring = scoringOf([{ card: cards[0]!, weight: 1, onward, similar: [] }]);
    expect(scoring.partsOf(11)).toMatchObject({
      fromNeighbours: expect.closeTo(2 / 10, 12),
      fromReadBefore: expect.closeTo(1 / 10, 12),
      fromSite: expect.closeTo((6 / 10) * 0.7 * (9 / 40), 12),
    });
    const { reason, figures } = scoring.storyOf(cards[11]!);
    expect(reason).toBe('READ_NEXT');
    expect(figures.recommended).toMatchObject({
      readNext: [{ readers: 2, of: 3 }],
      readBefore: { from: cards[0], isOfPage: true },
    });
  });

  test('is of the way back alone where nobody went on, and says so', () => {
    const onward = { total: 0, to: new Map(), back: { total: 2, from: new Map([[25, 2]]) } };
    const story = scoringOf([{ card: cards[0]!, weight: 1, onward, similar: [] }]).storyOf(cards[25]!);
    expect(story).toMatchObject({ score: 2 / 8, reason: 'READ_BEFORE' });
    expect(story.figures.recommended!.readNext).toEqual([]);
  });

  test('takes texts into account while nothing else is known, and for what few have read', () => {
    const similar = [{ article: 25, similarity: 0.8, words: ['budget'] }];
    const none = { total: 0, to: new Map<number, number>() };
    const cold = scoringOf([{ card: cards[0]!, weight: 1, onward: none, similar }]);
    expect(cold.storyOf(cards[25]!)).toMatchObject({ score: 0.5, reason: 'SIMILAR_TEXT' });
    expect(cold.partsOf(10).fromSite).toBeCloseTo(0.5 * 0.7 * (12 / 40), 12);
    const known = scoringOf([
      { card: cards[0]!, weight: 1, onward: { total: 14, to: new Map([[11, 14]]) }, similar },
    ]);
    expect(known.scoreOf(25)).toBeCloseTo((6 / 20) * 0.5, 12);
    expect(known.partsOf(10).fromSite).toBeCloseTo((6 / 20) * 0.7 * (12 / 40), 12);
  });

  test('takes little from texts that are faintly alike, and leaves the rest to what is read', () => {
    const none = { total: 0, to: new Map<number, number>() };
    const withText = (similarity: number) =>
      scoringOf([
        {
          card: cards[0]!,
          weight: 1,
          onward: none,
          similar: [{ article: 25, similarity, words: ['budget'] }],
        },
      ]);
    const faint = withText(0.03);
    expect(faint.scoreOf(25)).toBeCloseTo(0.5 * (0.03 / 0.2), 12);
    expect(faint.partsOf(10).fromSite).toBeCloseTo((1 - 0.5 * (0.03 / 0.2)) * 0.7 * (12 / 40), 12);
    expect(faint.scoreOf(10)).toBeGreaterThan(faint.scoreOf(25));
    expect(withText(0.2).scoreOf(25)).toBeCloseTo(0.5, 12);
    expect(withText(0.9).scoreOf(25)).toBeCloseTo(0.5, 12);
  });

  test('explains itself by readers, words and section', () => {
    const onward = { total: 140, to: new Map([[11, 43.4]]) };
    const similar = [{ article: 11, similarity: 0.4, words: ['budget', 'tax'] }];
    const sources = [
      { card: cards[0]!, weight: 0.5, onward, similar: [] },
      { card: cards[1]!, weight: 0.5, onward: { total: 6, to: new Map([[11, 6]]) }, similar },
    ];
    const { recommended } = scoringOf(sources).storyOf(cards[11]!).figures;
    expect(recommended!.readNext.map(({ from, isOfPage, adds }) => [from.number, isOfPage, adds])).toEqual([
      [1, false, expect.closeTo(0.25, 9)],
      [0, true, expect.closeTo((0.5 * 43.4) / 146, 9)],
    ]);
    expect(recommended).toMatchObject({
      similar: { to: cards[1], similarity: 0.4, words: ['budget', 'tax'] },
      section: 'arts',
      shareOfReaders: 9 / 40,
    });
  });
});
