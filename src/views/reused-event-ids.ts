// Which article an event id has stood for is known to the partition of that article, and to no other: to ask them all
// would cost each view with an event id a second call. Within a batch, and in what this process has heard lately, it
// can be told at no cost: a client that uses one id for everything hears of it at once.

import { LRUCache } from 'lru-cache';
import type { ViewReport } from './view-event';

const REMEMBERED = 20_000;

export class ReusedEventIds {
  private readonly articles = new LRUCache<string, string>({ max: REMEMBERED });

  /** Which of them come under the event id of an earlier one, for another article. */
  among(reports: readonly { report: ViewReport }[]): number[] {
    const here = new Map<string, string>();
    const reused: number[] = [];
    reports.forEach(({ report: { eventId, articleId } }, index) => {
      if (eventId === undefined) return;
      const article = articleId.toLowerCase();
      const first = this.articles.get(eventId) ?? here.get(eventId);
      if (first === undefined) here.set(eventId, article);
      else if (first !== article) reused.push(index);
    });
    return reused;
  }

  /** It has been taken: what is refused may be sent again under its id, and put right. */
  taken({ eventId, articleId }: ViewReport): void {
    if (eventId !== undefined) this.articles.set(eventId, articleId.toLowerCase());
  }
}
