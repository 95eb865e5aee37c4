import fc from 'fast-check';
import { EMPTY_POOL } from '../../src/ranking/fallback';
import { siteRhythm } from '../../src/ranking/formulas/minute-bins';
import { DEFAULT_STEADINESS, EMPTY_MEMORY } from '../../src/ranking/formulas/steadiness';
import { headlineWords } from '../../src/ranking/formulas/variety';
import {
  type PopularNowInput,
  type PopularNowRule,
  type RatedArticle,
  rankPopularNow,
  rateArticle,
  storyOfCard,
} from '../../src/ranking/popular-now';
import { ScorePartKind } from '../../src/ranking/rank-figures';
import { RankReason } from '../../src/ranking/rank-reason';
import { listPlacements, type Placement } from '../../src/ranking/rules/placement';
import { aCard, anAuthor } from '../builders/a-card';
import { aBoost, aBury, aPin } from '../builders/a-placement';

const HOUR_MS = 3_600_000;
const NOW_MS = 1_000 * HOUR_MS + 30_000;
const rule: PopularNowRule = {
  maxAgeDays: 14,
  steadiness: DEFAULT_STEADINESS,
  caps: { perSection: 0, perAuthor: 0 },
  stories: 'one',
  leadHours: 0,
};
const rhythm = siteRhythm(new Float64Array(65).fill(400).fill(200, 0, 1), 0.5);

type GivenCard = Omit<Parameters<typeof aCard>[0], 'number'>;

/** An article that is read ten times its number a minute, all the hour. */
function read(number: number, given: GivenCard = {}, perMinute = 10 * number): RatedArticle {
  const card = aCard({ number, publishedAtMs: NOW_MS - 10 * HOUR_MS, ...given });
  const counts = new Float64Array(65).fill(perMinute).fill(perMinute / 2, 0, 1);
  return rateArticle(card, counts, headlineWords(card.headline), { rhythm, rule, nowMs: NOW_MS })!;
}

/** Any article may stand on the list, but for 99. */
const storyOf = (article: number) => {
  const card = aCard({ number: article, publishedAtMs: NOW_MS - 10 * HOUR_MS });
  return article === 99 ? undefined : storyOfCard(card, headlineWords(card.headline));
};

function rank(
  candidates: readonly RatedArticle[],
  placements: readonly Placement[],
  given: Partial<PopularNowInput> = {},
) {
  return rankPopularNow({
    ...{ candidates, depth: 10, memory: EMPTY_MEMORY, pool: EMPTY_POOL, rule, nowMs: NOW_MS, storyOf },
    ...{ previousRanks: new Map(), viewsInWindow: () => 0, placements: listPlacements(placements) },
    ...given,
  });
}

const articlesOf = (list: ReturnType<typeof rank>) => list.entries.map((entry) => entry.article);
const seven = [1, 2, 3, 4, 5, 6, 7].map((number) => read(number));

describe('a pin', () => {
  test('holds its place, and the others keep their order around it', () => {
    expect(articlesOf(rank(seven, [aPin(1, 2)]))).toEqual([7, 1, 6, 5, 4, 3, 2]);
    expect(articlesOf(rank(seven, [aPin(3, 5), aPin(1, 1)]))).toEqual([1, 7, 6, 5, 3, 4, 2]);
  });

  test('shows an article that nobody reads, with its reason and its end', () => {
    const { entries } = rank(seven, [aPin(50, 1, { untilMs: NOW_MS + HOUR_MS, reason: 'Election night.' })]);
    expect(entries[0]).toMatchObject({ article: 50, reason: RankReason.PINNED, score: 0 });
    expect(entries[0]!.figures.placement).toMatchObject({
      act: 'PIN',
      place: 1,
      untilMs: NOW_MS + HOUR_MS,
      reason: 'Election night.',
    });
    expect(entries.map((entry) => entry.article)).toEqual([50, 7, 6, 5, 4, 3, 2, 1]);
  });

  test('of an article that may not be shown leaves its place to the next', () => {
    expect(articlesOf(rank(seven, [aPin(99, 1), aPin(1, 2)]))).toEqual([7, 1, 6, 5, 4, 3, 2]);
  });

  test('on a list with fewer articles than its place comes last', () => {
    expect(articlesOf(rank(seven.slice(0, 2), [aPin(50, 5)]))).toEqual([2, 1, 50]);
  });

  test('takes its place also where empty places are filled', () => {
    const pool = { hour: [{ article: 20, decayedViews: 3 }], day: [], newest: [21, 50, 22, 23] };
    expect(articlesOf(rank(seven.slice(0, 1), [aPin(50, 4)], { pool }))).toEqual([1, 20, 21, 50, 22, 23]);
  });

  test('is outside of the order that steadiness remembers', () => {
    const before = rank(seven, []);
    const during = rank(seven, [aPin(5, 1)], { memory: before.memory });
    expect(articlesOf(during)).toEqual([5, 7, 6, 4, 3, 2, 1]);
    expect(during.memory.order).not.toContain(5);
    // 2 has come close to 3 meanwhile: without the pin it still stands behind it.
    const close = seven.map((story) => (story.article === 2 ? read(2, {}, 33) : story));
    const after = rank(close, [aPin(5, 1)], { memory: during.memory, nowMs: NOW_MS + 400 });
    expect(articlesOf(after)).toEqual([5, 7, 6, 4, 3, 2, 1]);
  });

  test('counts for the caps, and tells its story alone', () => {
    const byKim = { authors: [anAuthor('kim')] };
    const stories = [read(1, byKim), ...[2, 3, 4, 5, 6].map((number) => read(number)), read(7, byKim)];
    const caps = { perSection: 0, perAuthor: 1 };
    expect(articlesOf(rank(stories, [aPin(1, 1)], { rule: { ...rule, caps } }))).toEqual([
      1, 6, 5, 4, 3, 7, 2,
    ]);
    const headline = 'Harbour bridge closed after the storm';
    const twins = [read(1, { headline }), read(2), read(3, { headline })];
    expect(articlesOf(rank(twins, [aPin(1, 2)]))).toEqual([2, 1]);
  });
});

describe('a boost', () => {
  test('multiplies the score, and is a part of it', () => {
    const [first] = rank(seven, [aBoost(5, 2)]).entries;
    const plain = seven[4]!.score;
    expect(first!.article).toBe(5);
    expect(first!.score).toBeCloseTo(2 * plain, 9);
    expect(first!.figures.parts.find(({ kind }) => kind === ScorePartKind.BOOST)!.value).toBeCloseTo(
      plain,
      9,
    );
    expect(first!.figures.placement).toMatchObject({ act: 'BOOST', factor: 2 });
  });

  test('below one lets it stand further down', () => {
    expect(articlesOf(rank(seven, [aBoost(7, 0.5)]))).toEqual([6, 5, 4, 7, 3, 2, 1]);
  });

  test('adds up with the other parts, whatever the factor', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.3, max: 3, noNaN: true }), (factor) => {
        for (const { score, figures } of rank(seven, [aBoost(3, factor)]).entries) {
          const sum = figures.parts.reduce((whole, part) => whole + part.value, 0);
          expect(Math.abs(sum - score)).toBeLessThan(1e-9 * Math.max(1, score));
        }
      }),
    );
  });

  test('of the nearer scope counts where there are two', () => {
    const [first] = rank(seven, [aBoost(5, 0.5), aBoost(5, 3)]).entries;
    expect(first).toMatchObject({ article: 5, figures: { placement: { factor: 3 } } });
  });
});

describe('a bury', () => {
  test('takes an article off, from the filling of empty places too', () => {
    const pool = { hour: [{ article: 20, decayedViews: 3 }], day: [], newest: [20, 21] };
    expect(articlesOf(rank(seven.slice(0, 3), [aBury(3), aBury(20)], { pool }))).toEqual([2, 1, 21]);
  });

  test('wins over a pin and a boost', () => {
    expect(articlesOf(rank(seven.slice(0, 3), [aPin(1, 1), aBoost(2, 3), aBury(1), aBury(2)]))).toEqual([3]);
  });
});

test('whatever is placed, nobody stands twice, pins hold and the buried are away', () => {
  const act = fc.oneof(
    fc.record({ article: fc.integer({ min: 1, max: 12 }), place: fc.integer({ min: 1, max: 5 }) }),
    fc.record({
      article: fc.integer({ min: 1, max: 12 }),
      factor: fc.double({ min: 0.3, max: 3, noNaN: true }),
    }),
    fc.record({ article: fc.integer({ min: 1, max: 12 }) }),
  );
  const caps = fc.record({ perSection: fc.nat(3), perAuthor: fc.nat(3) });
  const pool = { hour: [], day: [], newest: [1, 2, 3, 8, 9, 10, 11, 12] };
  fc.assert(
    fc.property(fc.array(act, { maxLength: 6 }), caps, fc.nat(7), (acts, capsDrawn, read) => {
      const places = new Set<number>();
      const pinned = new Set<number>();
      const placements = acts.flatMap((one): Placement[] => {
        if (!('place' in one))
          return 'factor' in one ? [aBoost(one.article, one.factor)] : [aBury(one.article)];
        if (places.has(one.place) || pinned.has(one.article)) return [];
        places.add(one.place);
        pinned.add(one.article);
        return [aPin(one.article, one.place)];
      });
      const { pins, buried } = listPlacements(placements);
      const articles = articlesOf(
        rank(seven.slice(0, read), placements, { pool, rule: { ...rule, caps: capsDrawn } }),
      );
      expect(new Set(articles).size).toBe(articles.length);
      expect(articles.filter((article) => buried.has(article))).toEqual([]);
      for (const { article, place } of pins) {
        const at = articles.indexOf(article);
        expect(at === place! - 1 || (at < place! - 1 && articles.length < 5)).toBe(true);
      }
    }),
  );
});

describe('hours among the first', () => {
  test('that are used up put an article below the first five', () => {
    const leadHours = 3;
    const led = new Map([[7, { ms: 3 * HOUR_MS, lastMs: NOW_MS - 400 }]]);
    const memory = { ...EMPTY_MEMORY, order: [7, 6, 5, 4, 3, 2, 1], led };
    const list = rank(seven, [], { memory, rule: { ...rule, leadHours } });
    expect(articlesOf(list)).toEqual([6, 5, 4, 3, 2, 7, 1]);
    expect(articlesOf(rank(seven, [], { memory }))).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  test('count for what fills a place too, and keep it from filling one of the first', () => {
    const pool = { hour: [{ article: 20, decayedViews: 3 }], day: [], newest: [21, 22, 23, 24, 25] };
    const first = rank([], [], { pool });
    const second = rank([], [], { pool, memory: first.memory, nowMs: NOW_MS + 30_000 });
    expect([...second.memory.led!.keys()]).toEqual([20, 21, 22, 23, 24]);
    const led = new Map([[20, { ms: HOUR_MS, lastMs: NOW_MS - 400 }]]);
    const list = rank([], [], { pool, memory: { ...EMPTY_MEMORY, led }, rule: { ...rule, leadHours: 1 } });
    expect(articlesOf(list)).toEqual([21, 22, 23, 24, 25, 20]);
  });

  test('count up while an article stands there', () => {
    const first = rank(seven, []);
    const second = rank(seven, [], { memory: first.memory, nowMs: NOW_MS + 30_000 });
    expect([...second.memory.led!]).toEqual(
      [7, 6, 5, 4, 3].map((article) => [article, { ms: 30_000, lastMs: NOW_MS + 30_000 }]),
    );
  });
});

describe('a cap', () => {
  test('lets others fill the first places before those follow whom it keeps out', () => {
    const pool = { hour: [], day: [], newest: [20, 21, 22, 23] };
    const caps = { perSection: 2, perAuthor: 0 };
    const elsewhere = (article: number) => ({ ...storyOf(article)!, sectionId: `section ${article}` });
    const list = rank(seven, [], { pool, storyOf: elsewhere, rule: { ...rule, caps } });
    expect(articlesOf(list)).toEqual([7, 6, 20, 21, 22, 5, 4, 3, 2, 1]);
  });

  test('gives way where nobody else can take a place', () => {
    const caps = { perSection: 2, perAuthor: 0 };
    expect(articlesOf(rank(seven, [], { rule: { ...rule, caps } }))).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  test('on the age of articles is that of the list', () => {
    const old = read(7, { publishedAtMs: NOW_MS - 30 * HOUR_MS });
    expect(articlesOf(rank([old, read(1)], [], { rule: { ...rule, maxAgeDays: 1 } }))).toEqual([1]);
  });
});
