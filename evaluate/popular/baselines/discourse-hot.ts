// Discourse's "hot": likes over age, and besides what has happened within a week over the age of its beginning. A view
// is a like, and a reader somebody who has posted.

import type { CountedView, ListMaker } from '../list-maker';
import { ArticleCounts } from './article-counts';
import { BestPlaces } from './best-places';
import { ViewQueue } from './view-queue';

const HOUR_MS = 3_600_000;
/** The defaults of its settings hot_topics_gravity and hot_topics_recent_days. */
const GRAVITY = 1.2;
const RECENT_MS = 7 * 24 * HOUR_MS;
const VISITORS_AT_MOST = 2 ** 24;

interface HotTopic {
  likes: number;
  ageHours: number;
  recentLikes: number;
  recentPosters: number;
  /** Since the first of the recent posts. */
  recentAgeHours: number;
}

export function discourseHot(topic: HotTopic): number {
  const { likes, ageHours, recentLikes, recentPosters, recentAgeHours } = topic;
  return likes / (ageHours + 2) ** GRAVITY + (recentLikes + recentPosters) / (recentAgeHours + 2) ** GRAVITY;
}

export class DiscourseHot implements ListMaker {
  readonly name = 'Discourse hot';
  readonly source = 'discourse/discourse app/models/topic_hot_score.rb, update_topic_hot_scores.rb, 2024';
  readonly everyMs = 10 * 60_000;
  private readonly likes: number[] = [];
  private readonly publishedMs: number[] = [];
  private readonly recent = new ViewQueue();
  private readonly recentLikes = new ArticleCounts();
  private readonly recentPosters: number[] = [];
  /** By article and visitor, how many of the recent views. */
  private readonly recentOf = new Map<number, number>();
  private readonly firstRecentMs: number[] = [];
  /** By article, its recent views' times, oldest first. */
  private readonly timesOf = new Map<number, ViewQueue>();

  take(view: CountedView): void {
    const { article, visitor, publishedAtMs, atMs } = view;
    this.likes[article] = (this.likes[article] ?? 0) + 1;
    this.publishedMs[article] = publishedAtMs;
    this.forget(atMs);
    if (this.recentLikes.of(article) === 0) this.firstRecentMs[article] = atMs;
    this.recent.add(view);
    this.recentLikes.up(article);
    const times = this.timesOf.get(article) ?? new ViewQueue();
    times.add(view);
    this.timesOf.set(article, times);
    const key = article * VISITORS_AT_MOST + visitor;
    const before = this.recentOf.get(key) ?? 0;
    this.recentOf.set(key, before + 1);
    if (before === 0) this.recentPosters[article] = (this.recentPosters[article] ?? 0) + 1;
  }

  list(atMs: number, places: number): number[] {
    this.forget(atMs);
    const best = new BestPlaces(places);
    for (let article = 0; article < this.likes.length; article++) {
      const likes = this.likes[article];
      if (likes === undefined) continue;
      const recentLikes = this.recentLikes.of(article);
      const recentPosters = this.recentPosters[article] ?? 0;
      const ageHours = Math.max(atMs - this.publishedMs[article]!, 0) / HOUR_MS;
      const recentAgeHours = Math.max(atMs - this.firstRecentMs[article]!, 0) / HOUR_MS;
      // The gravity is above 1: where this does not reach, the powers need not be worked out.
      if (likes / (ageHours + 2) + (recentLikes + recentPosters) / (recentAgeHours + 2) < best.least)
        continue;
      best.offer(article, discourseHot({ likes, ageHours, recentLikes, recentPosters, recentAgeHours }));
    }
    return best.list();
  }

  /** With the last recent post gone, the time of the first one stays, as in the table. */
  private forget(atMs: number): void {
    while (this.recent.oldestMs <= atMs - RECENT_MS) {
      const { article, visitor } = this.recent.take();
      this.recentLikes.down(article);
      const times = this.timesOf.get(article)!;
      times.take();
      if (times.size > 0) this.firstRecentMs[article] = times.oldestMs;
      else this.timesOf.delete(article);
      const key = article * VISITORS_AT_MOST + visitor;
      const left = this.recentOf.get(key)! - 1;
      if (left > 0) this.recentOf.set(key, left);
      else {
        this.recentOf.delete(key);
        this.recentPosters[article]!--;
      }
    }
  }
}
