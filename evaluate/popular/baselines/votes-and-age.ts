// Formulas of sites where people vote, with a view for a vote: what many have built their "popular" list from.

import type { CountedView, ListMaker } from '../list-maker';
import { BestPlaces } from './best-places';
import { RisingOrder } from './rising-order';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

export function hackerNewsScore(votes: number, ageMinutes: number): number {
  return (votes - 1) ** 0.8 / ((ageMinutes + 120) / 60) ** 1.8;
}

export function redditHot(votes: number, publishedAtMs: number): number {
  const seconds = publishedAtMs / 1_000 - 1_134_028_003;
  return Math.round((Math.log10(Math.max(votes, 1)) + seconds / 45_000) * 1e7) / 1e7;
}

/** After a week it is 0. */
export function lemmyHot(votes: number, ageHours: number): number {
  if (ageHours <= 0 || ageHours >= 168) return 0;
  return (10_000 * Math.log10(Math.max(1, votes + 3))) / (ageHours + 2) ** 1.8;
}

interface AgeingFormula {
  name: string;
  source: string;
  everyMs?: number;
  /** The numerator, of the views alone. */
  worth: (views: number) => number;
  /** The exponent of (age in hours + 2). */
  gravity: number;
  /** Nothing afterwards. */
  mostHours?: number;
}

/** worth(views) / (age in hours + 2)^gravity, over everything that was ever read. */
export class AgeingVotes implements ListMaker {
  readonly name: string;
  readonly source: string;
  readonly everyMs?: number;
  private readonly views: number[] = [];
  private readonly worth: number[] = [];
  private readonly publishedMs: number[] = [];

  constructor(private readonly formula: AgeingFormula) {
    this.name = formula.name;
    this.source = formula.source;
    if (formula.everyMs !== undefined) this.everyMs = formula.everyMs;
  }

  take({ article, publishedAtMs }: CountedView): void {
    while (this.views.length <= article) {
      this.views.push(0);
      this.worth.push(0);
      this.publishedMs.push(0);
    }
    this.publishedMs[article] = publishedAtMs;
    this.worth[article] = this.formula.worth(++this.views[article]!);
  }

  list(atMs: number, places: number): number[] {
    const { gravity, mostHours = Infinity } = this.formula;
    const best = new BestPlaces(places);
    for (let article = 0; article < this.worth.length; article++) {
      const worth = this.worth[article]!;
      const ageHours = (atMs - this.publishedMs[article]!) / HOUR_MS;
      if (worth <= 0 || ageHours >= mostHours) continue;
      const base = Math.max(ageHours, 0) + 2;
      if (worth / base < best.least) continue; // the gravity is above 1: the power need not be worked out
      best.offer(article, worth / base ** gravity);
    }
    return best.list();
  }
}

/** A story's author votes for it, which is taken off. */
export function hackerNews(): AgeingVotes {
  return new AgeingVotes({
    name: 'Hacker News',
    source: 'news.arc frontpage-rank (arclanguage.org, arc3.1), 2009',
    worth: (views) => Math.max(views - 1, 0) ** 0.8,
    gravity: 1.8,
  });
}

export function lemmy(): AgeingVotes {
  return new AgeingVotes({
    name: 'Lemmy hot',
    source: 'LemmyNet/lemmy hot_rank (migrations), scheduled_tasks.rs; documentation "Ranking", 2024',
    everyMs: 10 * MINUTE_MS,
    worth: (views) => 10_000 * Math.log10(Math.max(1, views + 3)),
    gravity: 1.8,
    mostHours: 168,
  });
}

/** Votes on a scale of powers of ten, and a bonus for every 12.5 hours that a story is newer: the order never ages. */
export class RedditHot implements ListMaker {
  readonly name = 'Reddit hot';
  readonly source = 'reddit-archive/reddit r2/r2/lib/db/_sorts.pyx, 2013';
  private readonly views: number[] = [];
  private readonly order = new RisingOrder();

  take({ article, publishedAtMs }: CountedView): void {
    const views = (this.views[article] ?? 0) + 1;
    this.views[article] = views;
    this.order.raise(article, redditHot(views, publishedAtMs));
  }

  list(_atMs: number, places: number): number[] {
    return this.order.list(places);
  }
}
