// Lists that count: for ever, over a window, over the last so many views.

import type { CountedView, ListMaker } from '../list-maker';
import { ArticleCounts } from './article-counts';
import { bestOf } from './best-places';
import { RisingOrder } from './rising-order';
import { ViewQueue } from './view-queue';

/** What a table of views sorted by views gives; WordPress Popular Posts calls it "all". */
export class AllTimeCount implements ListMaker {
  readonly name = 'all-time count';
  readonly source = 'cabrerahector/wordpress-popular-posts src/Query.php (range "all"), 2024';
  private readonly order = new RisingOrder();

  take({ article }: CountedView): void {
    this.order.raise(article, Math.max(this.order.scoreOf(article), 0) + 1);
  }

  list(_atMs: number, places: number): number[] {
    return this.order.list(places);
  }
}

export interface WindowRules {
  name: string;
  source: string;
  windowMs: number;
}

/** The views of (now - window, now]. */
export class WindowCount implements ListMaker {
  readonly name: string;
  readonly source: string;
  private readonly counts = new ArticleCounts();
  private readonly views = new ViewQueue();

  constructor(private readonly rules: WindowRules) {
    this.name = rules.name;
    this.source = rules.source;
  }

  take(view: CountedView): void {
    this.views.add(view);
    this.counts.up(view.article);
    this.forget(view.atMs);
  }

  list(atMs: number, places: number): number[] {
    this.forget(atMs);
    return bestOf(this.counts.articles(), (article) => this.counts.of(article), places);
  }

  private forget(atMs: number): void {
    while (this.views.oldestMs <= atMs - this.rules.windowMs) this.counts.down(this.views.take().article);
  }
}

const MINUTE_MS = 60_000;

export function minutesWindow(minutes: number): WindowCount {
  return new WindowCount({
    name: `window ${minutes} min`,
    source: 'a count over a sliding window; Lommatzsch and others, CLEF NewsREEL 2017',
    windowMs: minutes * MINUTE_MS,
  });
}

/** Its range "last24hours" is the 24 hours before now, not a day of the calendar. */
export function wordPressPopularPosts(): WindowCount {
  return new WindowCount({
    name: '24-h count',
    source: 'cabrerahector/wordpress-popular-posts src/Query.php (range "last24hours"), 2024',
    windowMs: 24 * 60 * MINUTE_MS,
  });
}

/** The latest so many views, however long ago they were. */
export class LastViews implements ListMaker {
  readonly name: string;
  readonly source =
    'circular buffer; Kille and Lommatzsch, "Defining a Meaningful Baseline for News Recommender Systems", INRA 2019';
  private readonly counts = new ArticleCounts();
  private readonly views = new ViewQueue();

  constructor(private readonly kept: number) {
    this.name = `last ${kept.toLocaleString('en')} views`;
  }

  take(view: CountedView): void {
    this.views.add(view);
    this.counts.up(view.article);
    if (this.views.size > this.kept) this.counts.down(this.views.take().article);
  }

  list(_atMs: number, places: number): number[] {
    return bestOf(this.counts.articles(), (article) => this.counts.of(article), places);
  }
}
