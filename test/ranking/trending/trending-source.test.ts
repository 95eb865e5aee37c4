import type { ArticleCard } from '../../../src/articles/article-card';
import { DEFAULT_STEADINESS } from '../../../src/ranking/formulas/steadiness';
import type { RankingTick } from '../../../src/ranking/list-source';
import type { PopularNowRule } from '../../../src/ranking/popular-now';
import { RankReason } from '../../../src/ranking/rank-reason';
import { ReadingMinutes } from '../../../src/ranking/reading-minutes';
import type { Placement } from '../../../src/ranking/rules/placement';
import { fixedRules, RankingRuleBook } from '../../../src/ranking/rules/ranking-rules';
import { TrendingSource } from '../../../src/ranking/trending/trending-source';
import { aCard } from '../../builders/a-card';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NOW_MS = 1_000 * HOUR_MS + 30_000;
const rule: PopularNowRule = {
  maxAgeDays: 14,
  steadiness: DEFAULT_STEADINESS,
  caps: { perSection: 0, perAuthor: 0 },
  stories: 'one',
  leadHours: 0,
};

/** Readers a minute of an article, so many minutes ago. */
type Reading = (back: number) => number;
const calm =
  (perMinute: number): Reading =>
  () =>
    perMinute;
const burst =
  (factor: number, minutes: number, perMinute = 2): Reading =>
  (back) =>
    perMinute * (back < minutes ? factor : 1);

interface Read {
  card: ArticleCard;
  reading: Reading;
}

const article = (number: number, given: Partial<Parameters<typeof aCard>[0]> = {}) =>
  aCard({
    number,
    headline: `Headline ${'abcdefghij'[number % 10]}${number}`,
    publishedAtMs: NOW_MS - 10 * HOUR_MS,
    ...given,
  });

/** The rest of the site: twenty articles that are read alike all the hour. */
const others = Array.from({ length: 20 }, (_, at): Read => ({ card: article(100 + at), reading: calm(6) }));

function tickOf(read: readonly Read[], nowMs = NOW_MS): RankingTick {
  const minutes = new ReadingMinutes(10_000);
  const minute = Math.floor(nowMs / MINUTE_MS);
  minutes.advanceTo(minute);
  for (let back = 0; back < 65; back++) {
    const counts = read.map(({ card, reading }): [number, { views: number; discount: number }] => {
      return [card.number, { views: Math.round(reading(back) * (back === 0 ? 0.5 : 1)), discount: 0 }];
    });
    minutes.replaceMinute(minute - back, new Map(counts));
  }
  const cards = new Map(read.map(({ card }) => [card.number, card]));
  return {
    nowMs,
    readings: { minutes, slowBoards: { hour: [], day: [], week: [] } },
    cardOf: (number: number) => cards.get(number),
    latest: {},
    sections: { ancestorsOf: (id: string) => (id === 'football' ? [{ id: 'sport' }] : []) },
  } as unknown as RankingTick;
}

const listOf = (lists: ReturnType<TrendingSource['rank']>, name = 'trending:site') =>
  lists.get(name)?.map((entry) => entry.article);

describe('trending', () => {
  test('lists what rises against its own past, not what is read most', () => {
    const rising = { card: article(1), reading: burst(4, 8) };
    const source = new TrendingSource(fixedRules(rule));
    const lists = source.rank(tickOf([rising, ...others]));
    expect(listOf(lists)).toEqual([1]);
    const [entry] = lists.get('trending:site')!;
    expect(entry).toMatchObject({ reason: RankReason.TRENDING, previousRank: null, listedSinceMs: null });
    expect(entry!.viewsInWindow).toBeGreaterThan(100);
    expect(entry!.figures.surprise!.factor).toBeGreaterThan(3);
    expect(entry!.figures.parts.reduce((sum, part) => sum + part.value, 0)).toBeCloseTo(entry!.score, 9);
  });

  test('is empty where nothing rises', () => {
    expect(new TrendingSource(fixedRules(rule)).rank(tickOf(others))).toEqual(
      new Map([['trending:site', []]]),
    );
  });

  test('is empty while the whole site is read three times as much', () => {
    const surge = others.map(({ card }) => ({ card, reading: burst(3, 10, 6) }));
    expect(listOf(new TrendingSource(fixedRules(rule)).rank(tickOf(surge)))).toEqual([]);
  });

  test('is ordered by how surprising the rises are', () => {
    const read = [
      { card: article(1), reading: burst(3, 10) },
      { card: article(2), reading: burst(8, 10) },
      { card: article(3), reading: burst(5, 10) },
    ];
    expect(listOf(new TrendingSource(fixedRules(rule)).rank(tickOf([...read, ...others])))).toEqual([
      2, 3, 1,
    ]);
  });

  test('stands on the lists of its section, of the sections above it and of its language', () => {
    const rising = { card: article(1, { sectionId: 'football', language: 'ko' }), reading: burst(4, 8) };
    const lists = new TrendingSource(fixedRules(rule)).rank(tickOf([rising, ...others]));
    expect([...lists.keys()].sort()).toEqual([
      'trending:language:ko',
      'trending:section:football',
      'trending:section:sport',
      'trending:site',
    ]);
    expect(listOf(lists, 'trending:section:sport')).toEqual([1]);
  });

  test.each([
    { why: 'is older than the rule allows', given: { publishedAtMs: NOW_MS - 15 * 24 * HOUR_MS } },
    { why: 'is not public', given: { publishedAt: null } },
  ])('leaves out what $why', ({ given }) => {
    const rising = { card: article(1, given), reading: burst(4, 8) };
    expect(listOf(new TrendingSource(fixedRules(rule)).rank(tickOf([rising, ...others])))).toEqual([]);
  });

  test('tells a story once', () => {
    const headline = 'The bridge over the river opens at last';
    const read = [1, 2].map((number) => ({
      card: article(number, { headline }),
      reading: burst(3 + number, 8),
    }));
    expect(listOf(new TrendingSource(fixedRules(rule)).rank(tickOf([...read, ...others])))).toEqual([2]);
  });

  test('leaves out what editors have buried', () => {
    const bury: Placement = {
      ...{ id: 'b', act: 'BURY', article: 1, articleId: 'a', place: null, factor: null },
      ...{ scope: { sectionId: null, language: null }, rails: ['TRENDING'], reason: 'Old news', by: 'Ed' },
      ...{ fromMs: 0, untilMs: NOW_MS + HOUR_MS },
    };
    const rules = new RankingRuleBook(rule, { rules: [], placements: [bury] }, { ancestorsOf: () => [] });
    const read = [1, 2].map((number) => ({ card: article(number), reading: burst(4, 8) }));
    expect(listOf(new TrendingSource(rules).rank(tickOf([...read, ...others])))).toEqual([2]);
  });
});

describe('from tick to tick', () => {
  const rising = { card: article(1), reading: burst(6, 8) };

  test('gives the same arrays until all have been looked at again, some in each tick', () => {
    const source = new TrendingSource(fixedRules(rule));
    const first = source.rank(tickOf([rising, ...others]));
    expect(source.lastRated).toBe(21);
    for (const passedMs of [400, 800, 1_200, 1_600]) {
      expect(source.rank(tickOf([rising, ...others], NOW_MS + passedMs))).toBe(first);
      expect(source.lastRated).toBe(5);
    }
    expect(source.rank(tickOf([rising, ...others], NOW_MS + 2_000))).not.toBe(first);
    expect(source.lastRated).toBe(1);
    source.rank(tickOf([rising, ...others], NOW_MS + 10_000));
    expect(source.lastRated).toBe(21);
  });

  test('keeps what rose a while ago, then forgets it', () => {
    const source = new TrendingSource(fixedRules(rule));
    source.rank(tickOf([rising, ...others]));
    const calmAgain = [{ card: rising.card, reading: calm(2) }, ...others];
    expect(listOf(source.rank(tickOf(calmAgain, NOW_MS + 15 * MINUTE_MS)))).toEqual([1]);
    expect(listOf(source.rank(tickOf(calmAgain, NOW_MS + 2 * HOUR_MS)))).toEqual([]);
  });

  test('a new leader goes on with the peaks of the last one', () => {
    const last = new TrendingSource(fixedRules(rule));
    last.rank(tickOf([rising, ...others]));
    const kept = JSON.parse(JSON.stringify(last.memories()));
    const next = new TrendingSource(fixedRules(rule));
    next.takeOver(undefined, kept);
    const calmAgain = [{ card: rising.card, reading: calm(2) }, ...others];
    expect(listOf(next.rank(tickOf(calmAgain, NOW_MS + 15 * MINUTE_MS)))).toEqual([1]);
  });

  describe('a challenger of the first five that has led for twenty seconds', () => {
    const held = [1, 2, 3, 4, 5].map((number) => ({ card: article(number), reading: burst(5, 8) }));
    const challenger = { card: article(6), reading: burst(9, 8) };
    const read = [...held, challenger, ...others];
    const first = (source: TrendingSource, afterMs: number) =>
      listOf(source.rank(tickOf(read, NOW_MS + afterMs)))!.slice(0, 5);

    function leaderBefore() {
      const last = new TrendingSource(fixedRules(rule));
      last.rank(tickOf([...held, ...others]));
      last.rank(tickOf(read, NOW_MS + 5_000));
      const lists = last.rank(tickOf(read, NOW_MS + 25_000));
      expect(listOf(lists)).toEqual([5, 4, 3, 2, 1, 6]);
      return {
        shown: {
          computedAtMs: NOW_MS + 25_000,
          lists: new Map([...lists].map(([name, entries]) => [name, { entries }])),
        },
        memories: JSON.parse(JSON.stringify(last.memories())),
      };
    }

    test('enters after ten more seconds under a new leader', () => {
      const { shown, memories } = leaderBefore();
      const next = new TrendingSource(fixedRules(rule));
      next.takeOver(shown as never, memories);
      expect(first(next, 30_000)).toEqual([5, 4, 3, 2, 1]);
      expect(first(next, 36_000)).toContain(6);
    });

    test('waits its whole time where nothing is known but the list', () => {
      const { shown, memories } = leaderBefore();
      const next = new TrendingSource(fixedRules(rule));
      next.takeOver(shown as never, { 'trending-lists': { peaks: memories['trending-lists'].peaks } });
      expect(first(next, 30_000)).toEqual([5, 4, 3, 2, 1]);
      expect(first(next, 36_000)).not.toContain(6);
      expect(first(next, 61_000)).toContain(6);
    });
  });

  test('a new leader knows for how long each has stood among the first, though the list is empty meanwhile', () => {
    const hours = { ...rule, leadHours: 1 };
    const last = new TrendingSource(fixedRules(hours));
    for (let afterMs = 0; afterMs <= 5 * MINUTE_MS; afterMs += 50_000) {
      last.rank(tickOf([rising, ...others], NOW_MS + afterMs));
    }
    const calmAgain = [{ card: rising.card, reading: calm(2) }, ...others];
    const lists = last.rank(tickOf(calmAgain, NOW_MS + 3 * HOUR_MS));
    expect(listOf(lists)).toEqual([]);
    const kept = JSON.parse(JSON.stringify(last.memories()));
    const ledOf = ({ 'trending-lists': { lists } }: typeof kept) => lists['trending:site'].led;
    expect(ledOf(kept)).toEqual([[1, 5 * MINUTE_MS, NOW_MS + 5 * MINUTE_MS]]);
    const next = new TrendingSource(fixedRules(hours));
    const shown = new Map([...lists].map(([name, entries]) => [name, { entries }]));
    next.takeOver({ computedAtMs: NOW_MS + 3 * HOUR_MS, lists: shown } as never, kept);
    next.rank(tickOf(calmAgain, NOW_MS + 3 * HOUR_MS + 10_000));
    expect(ledOf(next.memories())).toEqual(ledOf(kept));
  });
});
