// Formulas in use elsewhere that find what rises. Each compares the last quarter of an hour with the article's own past
// of a day. None has a threshold of its own: it is set where nothing rises, alike for all (see thresholds.ts), so that
// they differ in how soon they see a rise, not in how easily they tell.

import { mastodonScore } from '../popular/baselines/mastodon-trends';
import type { CountedView } from '../popular/list-maker';

/** Views of an article, of late and before. */
export interface ReadingOfLate {
  /** In the last 15 minutes. */
  recent: number;
  /** In 15 minutes, by its mean rate since it was published, a day back at most, without the last 15. */
  expected: number;
  /** By days of UTC. */
  today: number;
  yesterday: number;
  /** Its share of the site's views in the last 15 minutes, and before. */
  share: number;
  expectedShare: number;
}

export interface TrendFormula {
  name: string;
  source: string;
  score(reading: ReadingOfLate): number;
}

/** Fewer views of late are no trend to any of them, nor to the product. */
const LEAST_VIEWS = 8;

export const trendFormulas: readonly TrendFormula[] = [
  {
    name: 'ratio',
    source: 'observed / expected',
    score: ({ recent, expected }) => recent / Math.max(expected, 0.5),
  },
  {
    name: 'difference',
    source: 'observed - expected',
    score: ({ recent, expected }) => recent - expected,
  },
  {
    name: 'z',
    source:
      '(observed - expected) / sqrt(expected): Poisson z-score; Gnip, "Trend Detection in Social Data", 2013',
    score: ({ recent, expected }) => (recent - expected) / Math.sqrt(Math.max(expected, 0.5)),
  },
  {
    name: 'chi-square (Mastodon)',
    source: 'mastodon/mastodon app/models/trends/links.rb, 2023: by days of UTC',
    score: ({ today, yesterday }) => mastodonScore(today, Math.max(yesterday, 1)),
  },
  {
    name: 'Kullback-Leibler (Instagram)',
    source: 'Instagram Engineering, "Trending on Instagram", 2015: P ln(P / P\')',
    score: ({ share, expectedShare }) =>
      share > 0 ? share * Math.log(share / Math.max(expectedShare, 1e-6)) : 0,
  },
];

const MINUTE_MS = 60_000;
const RECENT_MINUTES = 15;
const PAST_MINUTES = 24 * 60;
const DAY_MINUTES = 24 * 60;

/** Counts by minute of the clock, enough for a day back, and what follows from them. */
export class ReadingsOfLate {
  /** By article, views of each minute, oldest first. */
  private readonly minutes: { minute: number; counts: Map<number, number> }[] = [];
  private readonly recent = new Map<number, number>();
  private readonly past = new Map<number, number>();
  private readonly publishedMs = new Map<number, number>();
  private days: { day: number; counts: Map<number, number> }[] = [];
  private siteRecent = 0;
  private sitePast = 0;

  take({ article, atMs, publishedAtMs }: Omit<CountedView, 'visitor'>): void {
    const minute = Math.floor(atMs / MINUTE_MS);
    let last = this.minutes.at(-1);
    if (last?.minute !== minute) {
      last = { minute, counts: new Map() };
      this.minutes.push(last);
    }
    add(last.counts, article, 1);
    add(this.recent, article, 1);
    this.siteRecent++;
    this.publishedMs.set(article, publishedAtMs);
    const day = Math.floor(minute / DAY_MINUTES);
    if (this.days.at(-1)?.day !== day) this.days = [...this.days.slice(-1), { day, counts: new Map() }];
    add(this.days.at(-1)!.counts, article, 1);
  }

  /** Of everything that was read of late. */
  *at(atMs: number): Generator<[article: number, reading: ReadingOfLate]> {
    this.moveTo(atMs);
    const day = Math.floor(atMs / MINUTE_MS / DAY_MINUTES);
    const ofDay = (wanted: number) => this.days.find((one) => one.day === wanted)?.counts;
    for (const [article, recent] of this.recent) {
      if (recent < LEAST_VIEWS) continue;
      const ageMinutes = (atMs - this.publishedMs.get(article)!) / MINUTE_MS;
      const pastMinutes = Math.min(Math.max(ageMinutes - RECENT_MINUTES, 1), PAST_MINUTES - RECENT_MINUTES);
      const past = this.past.get(article) ?? 0;
      yield [
        article,
        {
          recent,
          expected: (past / pastMinutes) * RECENT_MINUTES,
          today: ofDay(day)?.get(article) ?? 0,
          yesterday: ofDay(day - 1)?.get(article) ?? 0,
          share: recent / this.siteRecent,
          expectedShare: past / Math.max(this.sitePast, 1),
        },
      ];
    }
  }

  private recentFrom = 0;

  /** What is a quarter of an hour old is past, what is a day old is forgotten. */
  private moveTo(atMs: number): void {
    const minute = Math.floor(atMs / MINUTE_MS);
    for (; this.recentFrom < this.minutes.length; this.recentFrom++) {
      const { minute: old, counts } = this.minutes[this.recentFrom]!;
      if (old > minute - RECENT_MINUTES) break;
      for (const [article, views] of counts) {
        add(this.recent, article, -views);
        add(this.past, article, views);
        this.siteRecent -= views;
        this.sitePast += views;
      }
    }
    while ((this.minutes[0]?.minute ?? Infinity) <= minute - PAST_MINUTES) {
      const { counts } = this.minutes.shift()!;
      this.recentFrom--;
      for (const [article, views] of counts) {
        add(this.past, article, -views);
        this.sitePast -= views;
      }
    }
  }
}

function add(counts: Map<number, number>, article: number, views: number): void {
  const count = (counts.get(article) ?? 0) + views;
  if (count === 0) counts.delete(article);
  else counts.set(article, count);
}
