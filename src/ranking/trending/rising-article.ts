// An article on Trending, in numbers: how far above the expected it is read, and what is left of a rise that was higher
// a while ago. A rise is new for a moment only; the peak of its score is therefore kept and fades, so that the list
// neither flickers nor forgets at once.

import type { ArticleCard } from '../../articles/article-card';
import {
  type ArticlePast,
  LEAST_FACTOR,
  mostSurprisingRise,
  riseScore,
  surpriseAsked,
} from '../formulas/poisson-surprise';
import type { HeadlineWords } from '../formulas/variety';
import { type RatedArticle, storyOfCard } from '../popular-now';
import { figuresOf, type ScorePart, ScorePartKind, type SurpriseFigures } from '../rank-figures';
import type { ReadingMinutes } from '../reading-minutes';

/** The highest score that an article has reached, faded since. */
export interface Peak {
  score: number;
  atMs: number;
  /** As they were then. */
  surprise: SurpriseFigures;
}

/** A peak counts half after so long... */
const PEAK_HALF_LIFE_MS = 20 * 60_000;
/** ...and is over below half of the least score that a rise can have: none is shorter than twenty minutes. */
const LEAST_SCORE = (Math.sqrt(surpriseAsked(0)) * Math.log(LEAST_FACTOR)) / 2;
/** Fewer readers in the last hour are too few to be told of. */
const LEAST_READERS_IN_HOUR = 20;
const HOUR_MINUTES = 60;
const MINUTE_MS = 60_000;

export function readersOfHour({ own }: Pick<ArticlePast, 'own'>): number {
  let readers = 0;
  for (let back = 0; back < HOUR_MINUTES; back++) readers += own[back] ?? 0;
  return readers;
}

export interface Rising {
  peak: Peak;
  /** The present score; 0 where it does not rise any more. */
  score: number;
}

export function isReadEnough(past: Pick<ArticlePast, 'own'>): boolean {
  return readersOfHour(past) >= LEAST_READERS_IN_HOUR;
}

/** By its views as they are, of which ranking counts some less: who has fewer is not read enough. */
export function mayBeReadEnough(
  article: number,
  { minutes }: { minutes: Pick<ReadingMinutes, 'viewsWithin'> },
): boolean {
  return minutes.viewsWithin(article, HOUR_MINUTES) >= LEAST_READERS_IN_HOUR;
}

/**
 * Undefined where it neither rises nor has risen of late.
 * @param among how many articles are read enough to be looked at
 */
export function risingNow(
  past: ArticlePast,
  known: Peak | undefined,
  { among, nowMs }: { among: number; nowMs: number },
): Rising | undefined {
  const rise = isReadEnough(past) ? mostSurprisingRise(past) : undefined;
  const score = rise !== undefined && rise.surprise >= surpriseAsked(among) ? riseScore(rise) : 0;
  const left = known === undefined ? 0 : fadedScore(known, nowMs);
  if (rise !== undefined && score > 0 && score >= left) {
    const { readers, expectedReaders, minutes } = rise;
    const sinceMs = nowMs - minutes * MINUTE_MS;
    const surprise = { readers, expectedReaders, sinceMs, factor: readers / expectedReaders };
    return { peak: { score, atMs: nowMs, surprise }, score };
  }
  return known === undefined || left < LEAST_SCORE ? undefined : { peak: known, score };
}

export function fadedScore({ score, atMs }: Peak, nowMs: number): number {
  return score * 2 ** (-(nowMs - atMs) / PEAK_HALF_LIFE_MS);
}

/** As a candidate of the list. */
export function risingArticle(
  card: ArticleCard,
  words: HeadlineWords,
  { peak, score }: Rising,
  nowMs: number,
): RatedArticle {
  const { surprise } = peak;
  const whole = Math.max(score, fadedScore(peak, nowMs));
  const parts: ScorePart[] = [];
  if (score > 0) parts.push({ kind: ScorePartKind.SURPRISE, sinceMs: surprise.sinceMs, value: score });
  if (whole > score) parts.push({ kind: ScorePartKind.PEAK, sinceMs: peak.atMs, value: whole - score });
  return { ...storyOfCard(card, words), score: whole, figures: { ...figuresOf(parts), surprise } };
}
