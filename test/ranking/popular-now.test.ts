import { ArticleStatus } from '../../src/articles/article-status';
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
} from '../../src/ranking/popular-now';
import { RankReason } from '../../src/ranking/rank-reason';
import { aCard, anAuthor } from '../builders/a-card';

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

type GivenCard = Parameters<typeof aCard>[0];

/** An article that has been read at one rate all the hour. */
function read(perMinute: number, given: GivenCard): RatedArticle | undefined {
  const card = aCard({ publishedAtMs: NOW_MS - 10 * HOUR_MS, ...given });
  const counts = new Float64Array(65).fill(perMinute).fill(perMinute / 2, 0, 1);
  return rateArticle(card, counts, headlineWords(card.headline), { rhythm, rule, nowMs: NOW_MS });
}

function rank(candidates: (RatedArticle | undefined)[], given: Partial<PopularNowInput> = {}) {
  return rankPopularNow({
    candidates: candidates.filter((story) => story !== undefined),
    depth: 10,
    memory: EMPTY_MEMORY,
    pool: EMPTY_POOL,
    previousRanks: new Map(),
    viewsInWindow: () => 0,
    rule,
    nowMs: NOW_MS,
    ...given,
  });
}

const articlesOf = (list: ReturnType<typeof rank>) => list.entries.map((entry) => entry.article);

describe('popular now', () => {
  test('is led by who is read at the highest rate', () => {
    expect(
      articlesOf(rank([read(5, { number: 1 }), read(50, { number: 2 }), read(20, { number: 3 })])),
    ).toEqual([2, 3, 1]);
  });

  test('breaks a tie by the newer article, then by the later number', () => {
    const older = { publishedAtMs: NOW_MS - 20 * HOUR_MS };
    const tied = [read(5, { number: 3, ...older }), read(5, { number: 1 }), read(5, { number: 2 })];
    expect(articlesOf(rank(tied))).toEqual([2, 1, 3]);
  });

  test('tells each article its score, its reason, its views and where it stood', () => {
    const [first] = rank([read(5, { number: 1 })], {
      previousRanks: new Map([[1, 4]]),
      viewsInWindow: () => 300,
    }).entries;
    expect(first).toMatchObject({ reason: RankReason.READ_NOW, viewsInWindow: 300, previousRank: 4 });
    expect(first!.figures.reading!.readersPerMinute).toBeCloseTo(5, 6);
  });

  test('goes on from the order before', () => {
    const before = rank([read(20, { number: 1 }), read(22, { number: 2 })]);
    const after = rank([read(22, { number: 1 }), read(20, { number: 2 })], { memory: before.memory });
    expect(articlesOf(after)).toEqual([2, 1]);
  });

  test('shows a story once', () => {
    const headline = 'Harbour bridge closed after the storm';
    const list = rank([
      read(20, { number: 1, headline }),
      read(30, { number: 2, headline }),
      read(5, { number: 3 }),
    ]);
    expect(articlesOf(list)).toEqual([2, 3]);
  });

  test('keeps to a cap on authors in the first five, and shows the others after them', () => {
    const authors = [anAuthor('kim')];
    const byKim = [1, 2, 3].map((number) => read(50 + number, { number, authors }));
    const byOthers = [4, 5, 6].map((number) => read(number, { number }));
    const caps = { perSection: 0, perAuthor: 2 };
    expect(articlesOf(rank([...byKim, ...byOthers], { rule: { ...rule, caps } }))).toEqual([
      3, 2, 6, 5, 4, 1,
    ]);
  });

  test('fills what is left, each article once', () => {
    const pool = { hour: [{ article: 1, decayedViews: 3 }], day: [], newest: [1, 2, 3] };
    expect(articlesOf(rank([read(5, { number: 2 })], { pool, depth: 3 }))).toEqual([2, 1, 3]);
  });

  test.each([
    { name: 'an article of fifteen days', card: { publishedAtMs: NOW_MS - 15 * 24 * HOUR_MS }, perMinute: 9 },
    { name: 'a withdrawn one', card: { status: ArticleStatus.WITHDRAWN }, perMinute: 9 },
    { name: 'one that is not yet published', card: { publishedAtMs: NOW_MS + 1 }, perMinute: 9 },
    { name: 'one without readers', card: {}, perMinute: 0 },
  ])('does not rank $name', ({ card, perMinute }) => {
    expect(read(perMinute, { number: 1, ...card })).toBeUndefined();
  });
});
