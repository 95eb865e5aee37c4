// The product's formulas alone, over counts that are plain sums in memory: no Redis, no boards, no ranker. It shows that
// what the product ranks is what its formulas say of the raw log, and it ranks a log in a tenth of the time, for whoever
// tries other rules of steadiness.

import { ArticleCard } from '../../src/articles/article-card';
import { ArticleStatus } from '../../src/articles/article-status';
import { siteRhythm } from '../../src/ranking/formulas/minute-bins';
import { EMPTY_MEMORY, type ListMemory, type SteadinessRule } from '../../src/ranking/formulas/steadiness';
import { headlineWords } from '../../src/ranking/formulas/variety';
import { type PopularNowRule, rankPopularNow, rateArticle } from '../../src/ranking/popular-now';
import { sliceOf } from '../../src/views/slice';
import { type CountedLog, firstAfter } from './counted-log';
import type { CountedView, ListMaker } from './list-maker';
import { KEPT_PLACES, TickLists, type Ticks, timeOfTick } from './tick-lists';

const MINUTE_MS = 60_000;
const KEPT_MINUTES = 65;
const CANDIDATES = 50;
const YOUNG = 50;
const YOUNG_MS = 60 * MINUTE_MS;
const CANDIDATE_HALF_LIFE_MINUTES = 4;
/** A view counts unless the visitor has a counted one in this slice of a quarter of an hour or the two before. */
const SLICES = 3;

export interface ScoredPlace {
  article: number;
  score: number;
}

export class InProcessRanking {
  /** By article: its views of a minute of the clock. */
  private readonly counts = new Map<number, Map<number, number>>();
  private readonly cards = new Map<number, ArticleCard>();
  private memory: ListMemory = EMPTY_MEMORY;
  private forgottenMs = -Infinity;

  constructor(private readonly rule: PopularNowRule) {}

  count({ article, atMs, publishedAtMs }: Omit<CountedView, 'visitor'>): void {
    const minutes = this.counts.get(article) ?? new Map<number, number>();
    const minute = Math.floor(atMs / MINUTE_MS);
    this.counts.set(article, minutes.set(minute, (minutes.get(minute) ?? 0) + 1));
    if (!this.cards.has(article)) this.cards.set(article, cardOf(article, publishedAtMs));
  }

  rank(nowMs: number, places: number): ScoredPlace[] {
    this.forgetOld(nowMs);
    const minute = Math.floor(nowMs / MINUTE_MS);
    const counted = new Map(
      [...this.counts].map(([article, minutes]) => [article, backFrom(minute, minutes)]),
    );
    const site = Array.from({ length: KEPT_MINUTES }, (_, back) =>
      [...counted.values()].reduce((sum, counts) => sum + counts[back]!, 0),
    );
    const at = { rhythm: siteRhythm(site, (nowMs % MINUTE_MS) / MINUTE_MS), rule: this.rule, nowMs };
    const candidates = this.candidates(counted, nowMs)
      .map((article) => rateArticle(this.cards.get(article)!, counted.get(article)!, NO_WORDS, at))
      .filter((story) => story !== undefined);
    const { entries, memory } = rankPopularNow({
      ...{ candidates, depth: places, memory: this.memory, rule: this.rule, nowMs },
      pool: { hour: [], day: [], newest: [] },
      previousRanks: new Map(),
      viewsInWindow: () => 0,
    });
    this.memory = memory;
    return entries.map(({ article, score }) => ({ article, score }));
  }

  private candidates(counted: ReadonlyMap<number, Float64Array>, nowMs: number): number[] {
    const runningPart = (nowMs % MINUTE_MS) / MINUTE_MS;
    const weight = Array.from({ length: KEPT_MINUTES }, (_, back) =>
      back === 0 ? 1 : 2 ** (-(back - 1 + runningPart) / CANDIDATE_HALF_LIFE_MINUTES),
    );
    const read = [...counted].map(([article, counts]) => ({
      article,
      candidacy: counts.reduce((sum, views, back) => sum + views * weight[back]!, 0),
    }));
    read.sort((a, b) => b.candidacy - a.candidacy || b.article - a.article);
    const best = read.slice(0, CANDIDATES).map(({ article }) => article);
    const publishedMs = (article: number) => this.cards.get(article)!.publishedAt!.getTime();
    const young = read
      .slice(CANDIDATES)
      .map(({ article }) => article)
      .filter((article) => nowMs - publishedMs(article) <= YOUNG_MS)
      .sort((a, b) => publishedMs(b) - publishedMs(a));
    return [...best, ...young.slice(0, YOUNG)];
  }

  private forgetOld(nowMs: number): void {
    if (nowMs - this.forgottenMs < MINUTE_MS) return;
    this.forgottenMs = nowMs;
    const oldest = Math.floor(nowMs / MINUTE_MS) - KEPT_MINUTES + 1;
    for (const [article, minutes] of this.counts) {
      for (const minute of minutes.keys()) if (minute < oldest) minutes.delete(minute);
      if (minutes.size === 0) this.counts.delete(article);
    }
  }
}

/** Newest minute first. */
function backFrom(minute: number, minutes: ReadonlyMap<number, number>): Float64Array {
  const counts = new Float64Array(KEPT_MINUTES);
  for (const [one, views] of minutes) {
    const back = minute - one;
    if (back >= 0 && back < KEPT_MINUTES) counts[back] = views;
  }
  return counts;
}

const NO_WORDS = headlineWords('');

function cardOf(number: number, publishedAtMs: number): ArticleCard {
  const publishedAt = new Date(publishedAtMs);
  const named = {
    id: String(number),
    slug: String(number),
    headline: '',
    sectionId: 'section',
    language: 'und',
  };
  return Object.assign(new ArticleCard(), {
    ...named,
    ...{ number, publishedAt, status: ArticleStatus.PUBLISHED, authors: [] },
  });
}

/** The lists of every tick, from the raw log alone, with the product's own rule of what is a repeat. */
export function inProcessLists(
  log: CountedLog,
  ticks: Ticks,
  rule: PopularNowRule,
  given: {
    fromMs: number;
    rankedFromMs: number;
    onList?: (tick: number, places: readonly ScoredPlace[]) => void;
  },
): TickLists {
  const lists = new TickLists(ticks);
  const ranking = new InProcessRanking(rule);
  const counted = new Map<number, number>();
  let next = firstAfter(log, given.fromMs);
  const earlier = Math.round((ticks.firstMs - given.rankedFromMs) / ticks.stepMs);
  for (let tick = -earlier; tick < ticks.count; tick++) {
    const nowMs = timeOfTick(ticks, tick);
    const known = firstAfter(log, nowMs);
    for (; next < known; next++) {
      const article = log.article[next]!;
      const pair = article * log.visitors + log.visitor[next]!;
      const slice = sliceOf(log.atMs[next]!);
      if (slice - (counted.get(pair) ?? -Infinity) < SLICES) continue;
      counted.set(pair, slice);
      ranking.count({ article, atMs: log.atMs[next]!, publishedAtMs: log.publishedAtMs[article]! });
    }
    const places = ranking.rank(nowMs, KEPT_PLACES);
    if (tick < 0) continue;
    lists.set(
      tick,
      places.map(({ article }) => article),
    );
    given.onList?.(tick, places);
  }
  return lists;
}

/** Another steadiness than the product's, as one more list to compare: it is told of the same views as the baselines. */
export class SteadyChangePoints implements ListMaker {
  readonly name: string;
  readonly source = 'the formulas of src/ranking in memory, with this steadiness';
  private readonly ranking: InProcessRanking;

  constructor(rule: PopularNowRule, steadiness: SteadinessRule) {
    const { entryLead, entryDwellMs, entryPatience, swapLead } = steadiness;
    this.name = `steady ${entryLead}, ${entryDwellMs / 1_000} s, ${swapLead}, ${entryPatience}`;
    this.ranking = new InProcessRanking({ ...rule, steadiness });
  }

  take(view: CountedView): void {
    this.ranking.count(view);
  }

  list(atMs: number, places: number): number[] {
    return this.ranking.rank(atMs, places).map(({ article }) => article);
  }
}
