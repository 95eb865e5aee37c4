// Where an article has stood on a list over time.

import { type ArticleCard, isPublic } from '../../articles/article-card';
import type { CardCache } from '../../articles/card-cache';
import type { Clock } from '../../platform/clock';
import { BadUserInput } from '../../platform/errors';
import { readUuid } from '../../platform/graphql/id-or-slug';
import { MINUTE_MS, minuteOf } from './list-record';
import { placesOverTime } from './places-over-time';
import type { RankedMinutesRepository } from './ranked-minutes.repository';
import { RankingHistory } from './ranking-history.type';

export interface HistoryParts {
  minutes: RankedMinutesRepository;
  cards: CardCache;
  clock: Clock;
  keptDays: number;
}

export interface HistoryAsked {
  /** Id or slug. */
  article: string;
  list: string;
  from: Date;
  to: Date | null;
}

const DAY_MS = 24 * 60 * MINUTE_MS;
/** A record a minute is read for each: a week of a list that never stands still is ten thousand. */
const DAYS_AT_MOST = 7;

export class PlacesOfArticles {
  constructor(private readonly parts: HistoryParts) {}

  /** Null where there is no such article, or readers may not see it. @throws BadUserInput for a range of no use. */
  async history({ article, list, from, to }: HistoryAsked): Promise<RankingHistory | null> {
    const range = this.rangeOf(from, to);
    const card = await this.cardOf(article);
    if (card === undefined) return null;
    const { minutes } = this.parts;
    const [places, gaps] = await Promise.all([
      minutes.placesOf(card.number, list, range),
      minutes.gapsIn(range),
    ]);
    return new RankingHistory(card, range, placesOverTime(places, gaps, range));
  }

  private rangeOf(from: Date, to: Date | null): { from: number; until: number } {
    const { clock, keptDays } = this.parts;
    const nowMs = clock.nowMs();
    const fromMs = from.getTime();
    const toMs = to?.getTime() ?? nowMs;
    const keptMs = nowMs - keptDays * DAY_MS;
    const refuse = (field: string, why: string) => {
      throw new BadUserInput(field, why);
    };
    if (to !== null && toMs <= fromMs) {
      refuse('to', `"to" is ${to.toISOString()}; it must be after "from", ${from.toISOString()}.`);
    }
    if (fromMs >= nowMs) refuse('from', `"from" is ${from.toISOString()}, which is yet to come.`);
    if (fromMs < keptMs) {
      const kept = `lists are kept for ${keptDays} days, back to ${new Date(keptMs).toISOString()}`;
      refuse('from', `"from" is ${from.toISOString()}; ${kept}.`);
    }
    if (toMs - fromMs > DAYS_AT_MOST * DAY_MS) {
      refuse('to', `From "from" to "to" are more than ${DAYS_AT_MOST} days: ask for them piece by piece.`);
    }
    return { from: minuteOf(fromMs), until: Math.ceil(Math.min(toMs, nowMs) / MINUTE_MS) };
  }

  private async cardOf(idOrSlug: string): Promise<ArticleCard | undefined> {
    const { cards, clock } = this.parts;
    const id = readUuid(idOrSlug);
    const card = id === undefined ? await cards.bySlug(idOrSlug) : (await cards.byIds([id]))[0];
    return card && isPublic(card, clock.nowMs()) ? card : undefined;
  }
}
