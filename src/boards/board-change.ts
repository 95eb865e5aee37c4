// What boards lose when views are taken out of them, and get back when they are taken in again: sums that stay true
// whatever the boards do meanwhile, since decay and rescaling treat all views alike.

import { type Board, halfLifeMs } from './decay';

export interface WeighedView {
  article: number;
  atMs: number;
  /** For ranking, from 0 to 1. */
  weight: number;
  views: number;
}

export interface BoardChange {
  /** What the sums below are worth views at. */
  atMs: number;
  /** Decayed views of the boards of hour, day and week. */
  articles: [article: number, hour: number, day: number, week: number][];
  minutes: [minute: number, article: number, views: number, discount: number][];
}

const MINUTE_MS = 60_000;

/** `atMs` is that of the latest view: no sum is larger than its views. Minutes before `oldestMinute` are left out. */
export function boardChangeOf(views: readonly WeighedView[], oldestMinute: number): BoardChange {
  const atMs = views.reduce((latest, view) => Math.max(latest, view.atMs), -Infinity);
  const articles = new Map<number, [hour: number, day: number, week: number]>();
  const minutes = new Map<string, [minute: number, article: number, views: number, discount: number]>();
  for (const view of views) {
    const sums = articles.get(view.article) ?? [0, 0, 0];
    articles.set(view.article, [
      sums[0] + decayed(view, 'hour', atMs),
      sums[1] + decayed(view, 'day', atMs),
      sums[2] + decayed(view, 'week', atMs),
    ]);
    const minute = Math.floor(view.atMs / MINUTE_MS);
    if (minute < oldestMinute) continue;
    const key = `${minute} ${view.article}`;
    const [, , counted, discount] = minutes.get(key) ?? [0, 0, 0, 0];
    const less = (1 - view.weight) * view.views;
    minutes.set(key, [minute, view.article, counted + view.views, discount + less]);
  }
  return {
    atMs,
    articles: [...articles].map(([article, sums]) => [article, ...sums]),
    minutes: [...minutes.values()],
  };
}

function decayed({ atMs, weight, views }: WeighedView, board: Board, thenMs: number): number {
  return views * weight * 2 ** ((atMs - thenMs) / halfLifeMs[board]);
}
