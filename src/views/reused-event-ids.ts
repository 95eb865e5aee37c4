// Within a batch it can be told at no cost that two articles go by one event id; which article an id has stood for in
// earlier calls is known to the partition of that article alone.

import type { ViewReport } from './view-event';

/** Which of them come under the event id of an earlier one, for another article. */
export function reusedEventIds(reports: readonly { report: ViewReport }[]): number[] {
  if (reports.length < 2) return [];
  const articles = new Map<string, string>();
  const reused: number[] = [];
  reports.forEach(({ report: { eventId, articleId } }, index) => {
    if (eventId === undefined) return;
    const article = articleId.toLowerCase();
    const first = articles.get(eventId);
    if (first === undefined) articles.set(eventId, article);
    else if (first !== article) reused.push(index);
  });
  return reused;
}
