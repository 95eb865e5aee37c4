// What the reports of impressions and of engaged time have in common with those of views: an article that is public, an
// event id, a time of at most a day ago.

import { type ArticleCard, isPublic } from '../articles/article-card';
import { MostreadError } from '../platform/errors';
import type { Reader } from '../visitors/readers';
import type { CountedActivity } from './count-activity.script';
import type { KnownArticles } from './view-counter';
import { checkEventId, REFUSED_AFTER_MS, timeOf } from './view-event';
import { UnknownArticle, ViewTooOld } from './views.errors';

export type ActivityStatus = 'COUNTED' | 'REPEAT' | 'BOT' | 'STAFF' | 'REFUSED';

export interface ActivityOutcome {
  status: ActivityStatus;
  /** What was added. */
  amount: number;
  refusal: MostreadError | null;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Numbers of those that readers can see. @throws StoreUnavailable */
export async function publicArticles(
  articles: KnownArticles,
  ids: Iterable<string>,
  nowMs: number,
): Promise<Map<string, number>> {
  const asked = [...new Set(ids)].filter((id) => uuid.test(id));
  const cards = asked.length === 0 ? [] : await articles.byIds(asked);
  const numbers = new Map<string, number>();
  cards.forEach((card: ArticleCard | undefined, index) => {
    if (card !== undefined && isPublic(card, nowMs)) numbers.set(asked[index]!, card.number);
  });
  return numbers;
}

/** @throws UnknownArticle */
export function numberOfArticle(numbers: ReadonlyMap<string, number>, articleId: string): number {
  const number = numbers.get(articleId);
  if (number === undefined) throw new UnknownArticle();
  return number;
}

/** Every report of these kinds has an event id. @throws BadUserInput, ViewTooOld */
export function timeOfActivity(
  { eventId, occurredAtMs }: { eventId: string; occurredAtMs?: number | undefined },
  arrivedAtMs: number,
): number {
  checkEventId(eventId);
  const atMs = timeOf(occurredAtMs, arrivedAtMs);
  if (arrivedAtMs - atMs > REFUSED_AFTER_MS) throw new ViewTooOld();
  return atMs;
}

/** Of who is no reader: told so, and counted nowhere. */
export function notAReader({ kind }: Reader): ActivityOutcome | undefined {
  return kind === 'READER' ? undefined : { status: kind, amount: 0, refusal: null };
}

/** @throws what is no MostreadError */
export function refusedActivity(error: unknown): ActivityOutcome {
  if (!(error instanceof MostreadError)) throw error;
  return { status: 'REFUSED', amount: 0, refusal: error };
}

export function countedActivity({ status, amount }: CountedActivity): ActivityOutcome {
  return { status, amount, refusal: null };
}
