// Popular Now, the recipe: who is read at the highest rate right now. Pure: candidates in, list out.

import type { ArticleCard } from '../articles/article-card';
import { isEligible } from './eligibility';
import { explainRate, type RankFigures } from './explanation';
import { type BareEntry, type FillPool, fillPlaces } from './fallback';
import { presentRate } from './formulas/change-points';
import { type MinuteCounts, minuteBins, type SiteRhythm } from './formulas/minute-bins';
import { type ListMemory, type SteadinessRule, steadyOrder } from './formulas/steadiness';
import { type HeadlineWords, heldBack, onePerStory, type Story, type VarietyCaps } from './formulas/variety';
import { RankReason } from './rank-reason';
import type { RankedEntry } from './ranked-entry';

export interface PopularNowRule {
  maxAgeDays: number;
  steadiness: SteadinessRule;
  caps: VarietyCaps;
  /** `each` lets near-duplicate headlines stand side by side. */
  stories: 'one' | 'each';
  /** After so many hours among the first five an article may no longer stand there; 0 is no limit. */
  leadHours: number;
}

/** A candidate with its rate: the same on every list of one tick. */
export interface RatedArticle extends Story {
  figures: RankFigures;
}

export interface PopularNowInput {
  candidates: readonly RatedArticle[];
  /** How many places the list has at most. */
  depth: number;
  memory: ListMemory;
  pool: FillPool;
  previousRanks: ReadonlyMap<number, number>;
  viewsInWindow: (article: number) => number;
  rule: PopularNowRule;
  nowMs: number;
}

export interface PopularNowList {
  entries: RankedEntry[];
  memory: ListMemory;
}

const MINUTE_MS = 60_000;

/** The present rate of one article, or undefined if it may not be ranked or nobody reads it. */
export function rateArticle(
  card: ArticleCard,
  counts: MinuteCounts,
  words: HeadlineWords,
  at: { rhythm: SiteRhythm; rule: PopularNowRule; nowMs: number },
): RatedArticle | undefined {
  if (!isEligible(card, at.rule.maxAgeDays, at.nowMs)) return undefined;
  const publishedAtMs = card.publishedAt!.getTime();
  const bins = minuteBins(counts, (at.nowMs - publishedAtMs) / MINUTE_MS, at.rhythm);
  if (bins.every((bin) => bin.readers === 0)) return undefined;
  const rate = presentRate(bins, at.rhythm.readersPerMinute);
  const figures = explainRate(rate, bins, { nowMs: at.nowMs, publishedAtMs });
  return {
    article: card.number,
    score: rate.score,
    sectionId: card.sectionId,
    authorIds: card.authors.map((author) => author.id),
    publishedAtMs,
    words,
    figures,
  };
}

export function rankPopularNow(input: PopularNowInput): PopularNowList {
  const { rule, memory, nowMs } = input;
  const listed = new Set(memory.order);
  const patience = rule.steadiness.swapLead;

  const best = [...input.candidates].sort(byScoreThenNewer);
  const stories = rule.stories === 'one' ? onePerStory(best, listed, patience) : best;
  const held = heldBack(stories, listed, patience, rule.caps);
  const contenders = stories.map(({ article, score }) => ({ article, score, mayLead: !held.has(article) }));
  const steady = steadyOrder(contenders, memory, rule.steadiness, nowMs);

  const ofArticle = new Map(stories.map((story) => [story.article, story]));
  const ranked = steady.order.map((article): BareEntry => {
    const { score, figures } = ofArticle.get(article)!;
    return { article, score, reason: RankReason.READ_NOW, figures };
  });
  const entries = fillPlaces(ranked, input.pool, input.depth).map((entry) => ({
    ...entry,
    viewsInWindow: input.viewsInWindow(entry.article),
    previousRank: input.previousRanks.get(entry.article) ?? null,
  }));
  return { entries, memory: steady };
}

/** Ties: newer first, then the larger number, which was given later. */
function byScoreThenNewer(a: RatedArticle, b: RatedArticle): number {
  return b.score - a.score || b.publishedAtMs - a.publishedAtMs || b.article - a.article;
}
