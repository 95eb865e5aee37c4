import { PickLifetime } from '../../src/must-reads/must-read-pick.entity';
import { MustReadSource } from '../../src/must-reads/must-read-source';
import type { Pick } from '../../src/must-reads/must-reads';
import { DEFAULT_STEADINESS } from '../../src/ranking/formulas/steadiness';
import type { RankingTick } from '../../src/ranking/list-source';
import { RankReason } from '../../src/ranking/rank-reason';
import type { Placement } from '../../src/ranking/rules/placement';
import type { RankingRules } from '../../src/ranking/rules/ranking-rules';
import { aCard } from '../builders/a-card';

const NOW_MS = 1_000_000_000;
const cards = new Map(
  [1, 2, 3, 4].map((number) => [number, aCard({ number, sectionId: `section ${number}` })]),
);

const aPick = (number: number, value: number): Pick => ({
  ...{ card: cards.get(number)!, value, lifetime: PickLifetime.LONG },
  ...{ fromMs: NOW_MS, pin: undefined, position: 0 },
});

function aTick(nowMs = NOW_MS): RankingTick {
  return {
    nowMs,
    readings: {
      minutes: { readersPerMinute: () => 1, viewsWithin: (article: number) => article * 10 },
      slowBoards: { hour: [], day: [], week: [{ article: 3, decayedViews: 7 }] },
    },
    cardOf: (article: number) => cards.get(article),
    latest: { newest: () => [cards.get(4)!, cards.get(3)!] },
  } as unknown as RankingTick;
}

function aSource(picks: Pick[], buried: number[] = []) {
  const book = { picks, active: () => book.picks };
  const rules: RankingRules = {
    ruleOf: () => ({
      ...{ maxAgeDays: 14, steadiness: DEFAULT_STEADINESS, stories: 'one', leadHours: 0 },
      caps: { perSection: 0, perAuthor: 0 },
    }),
    placementsOf: () => buried.map((article) => ({ act: 'BURY', article }) as Placement),
  };
  return { book, source: new MustReadSource(book, rules) };
}

const listOf = (source: MustReadSource, nowMs?: number) =>
  source
    .rank(aTick(nowMs))
    .get('must-reads')!
    .map(({ article }) => article);

test('the list has the picks, the most read of the week and the newest, with their views', () => {
  const entries = aSource([aPick(1, 2), aPick(2, 4)])
    .source.rank(aTick())
    .get('must-reads')!;
  expect(entries.map(({ article, reason, viewsInWindow }) => [article, reason, viewsInWindow])).toEqual([
    [2, RankReason.PICKED, 20],
    [1, RankReason.PICKED, 10],
    [3, RankReason.READ_THIS_WEEK, 30],
    [4, RankReason.NEWEST, 40],
  ]);
});

test('who is buried stands nowhere on it, picked, read or new', () => {
  expect(listOf(aSource([aPick(1, 2), aPick(2, 4)], [2, 3]).source)).toEqual([1, 4]);
});

test('it is ranked anew every two seconds, and at once when a pick has changed', () => {
  const { book, source } = aSource([aPick(1, 2)]);
  const first = source.rank(aTick());
  expect(source.rank(aTick(NOW_MS + 400))).toBe(first);
  book.picks = [aPick(2, 5)];
  expect(listOf(source, NOW_MS + 800)[0]).toBe(2);
  const second = source.rank(aTick(NOW_MS + 1_000));
  expect(source.rank(aTick(NOW_MS + 2_800))).not.toBe(second);
});
