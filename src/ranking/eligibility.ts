import { type ArticleCard, isPublic } from '../articles/article-card';

const DAY_MS = 24 * 3_600_000;

/**
 * Whether an article may be ranked by its readers: public, and at most so many days old. Older ones still fill a place
 * that would be empty.
 */
export function isEligible(card: ArticleCard, maxAgeDays: number, nowMs: number): boolean {
  return isPublic(card, nowMs) && isYoungEnough(card.publishedAt!.getTime(), maxAgeDays, nowMs);
}

export function isYoungEnough(publishedAtMs: number, maxAgeDays: number, nowMs: number): boolean {
  return nowMs - publishedAtMs <= maxAgeDays * DAY_MS;
}
