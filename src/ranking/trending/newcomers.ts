// How much new articles are usually read. One that has just been published has no past to rise against; measured
// against nothing, each would be the surprise of the hour. It is measured against its own kind: the articles that its
// section published in the last day, of which a quarter were read more.

import type { ArticleCard } from '../../articles/article-card';
import type { BoardPlace } from '../../boards/board.store';
import { halfLifeMs } from '../../boards/decay';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Younger ones have hardly been read yet, older ones are no newcomers. */
const FROM_MS = HOUR_MS;
const UNTIL_MS = 24 * HOUR_MS;
/** Of fewer articles a section says nothing: those of the whole site do. */
const LEAST_ARTICLES = 4;
const QUARTER_READ_MORE = 0.75;
/** No hour is so much busier than the day that more may be asked of a newcomer. */
const BUSIEST = 4;

export class Newcomers {
  private readonly perMinute = new Map<string, number>();
  private ofSite = 0;

  /** @param boards the hour's and the day's, best first: their readers, decayed. */
  learn(
    boards: { hour: readonly BoardPlace[]; day: readonly BoardPlace[] },
    cardOf: (article: number) => ArticleCard | undefined,
    nowMs: number,
  ): void {
    const busy = busyNow(boards);
    const ofSection = new Map<string, number[]>();
    const all: number[] = [];
    for (const { article, decayedViews } of boards.day) {
      const card = cardOf(article);
      if (!card?.publishedAt) continue;
      const ageMs = nowMs - card.publishedAt.getTime();
      if (ageMs < FROM_MS || ageMs > UNTIL_MS) continue;
      const perMinute = (decayedViews / decayedMinutes(halfLifeMs.day, ageMs)) * busy;
      const rates = ofSection.get(card.sectionId) ?? [];
      ofSection.set(card.sectionId, rates);
      rates.push(perMinute);
      all.push(perMinute);
    }
    this.ofSite = usualOf(all) ?? 0;
    this.perMinute.clear();
    for (const [section, rates] of ofSection) {
      const usual = usualOf(rates);
      if (usual !== undefined) this.perMinute.set(section, usual);
    }
  }

  /** Readers a minute that a new article of the section gets at this hour of the day. */
  of(sectionId: string): number {
    return this.perMinute.get(sectionId) ?? this.ofSite;
  }
}

function usualOf(rates: number[]): number | undefined {
  if (rates.length < LEAST_ARTICLES) return undefined;
  rates.sort((a, b) => a - b);
  return rates[Math.floor(rates.length * QUARTER_READ_MORE)];
}

/** How much busier the site is than it was over the day. */
function busyNow({ hour, day }: { hour: readonly BoardPlace[]; day: readonly BoardPlace[] }): number {
  const sum = (board: readonly BoardPlace[]) => board.reduce((total, place) => total + place.decayedViews, 0);
  const ofDay = sum(day) / decayedMinutes(halfLifeMs.day, Infinity);
  return ofDay > 0 ? Math.min(sum(hour) / decayedMinutes(halfLifeMs.hour, Infinity) / ofDay, BUSIEST) : 1;
}

/** The minutes that a board counts of so long a time, older ones less. */
function decayedMinutes(halfMs: number, lengthMs: number): number {
  return (halfMs / MINUTE_MS / Math.LN2) * (1 - 2 ** (-lengthMs / halfMs));
}
