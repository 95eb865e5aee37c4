// Mastodon's trends: how far today's accounts exceed yesterday's, squared over yesterday's (a chi-square of one cell);
// the largest score so far is kept and fades. Links and tags differ in how fast.

import type { CountedView, ListMaker } from '../list-maker';
import { bestOf } from './best-places';

const DAY_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;
const THRESHOLD = 5;
const COOLDOWN_MS = 2 * DAY_MS;
const LEAST_SCORE = 1;
const VISITORS_AT_MOST = 2 ** 24;

/** `observed` today, `expected` yesterday, where none counts as one. */
export function mastodonScore(observed: number, expected: number): number {
  if (expected > observed || observed < THRESHOLD) return 0;
  return (observed - expected) ** 2 / expected;
}

export interface Peak {
  score: number;
  atMs: number;
}

export interface MastodonRules {
  name: string;
  source: string;
  halfLifeMs: number;
}

export class MastodonTrends implements ListMaker {
  readonly name: string;
  readonly source: string;
  readonly everyMs = 5 * 60_000;
  private day = Number.NaN;
  /** Accounts, by article. */
  private today = new Map<number, number>();
  private yesterday = new Map<number, number>();
  private seenToday = new Set<number>();
  private readonly peaks = new Map<number, Peak>();

  constructor(private readonly rules: MastodonRules) {
    this.name = rules.name;
    this.source = rules.source;
  }

  take({ article, visitor, atMs }: CountedView): void {
    this.enterDay(atMs);
    const key = article * VISITORS_AT_MOST + visitor;
    if (this.seenToday.has(key)) return;
    this.seenToday.add(key);
    this.today.set(article, (this.today.get(article) ?? 0) + 1);
  }

  list(atMs: number, places: number): number[] {
    this.enterDay(atMs);
    // As recently used ones and those that trend are looked at there.
    for (const article of this.today.keys()) this.renewPeak(article, atMs);
    const scores = new Map<number, number>();
    for (const [article, { score, atMs: peakedMs }] of this.peaks) {
      if (peakedMs < atMs - COOLDOWN_MS) {
        this.peaks.delete(article);
        continue;
      }
      const faded = score * 0.5 ** ((atMs - peakedMs) / this.rules.halfLifeMs);
      if (faded >= LEAST_SCORE) scores.set(article, faded);
    }
    return bestOf(scores.keys(), (article) => scores.get(article)!, places);
  }

  private renewPeak(article: number, atMs: number): void {
    const score = mastodonScore(this.today.get(article) ?? 0, this.yesterday.get(article) ?? 1);
    const peak = this.peaks.get(article);
    const before = peak === undefined || peak.atMs < atMs - COOLDOWN_MS ? 0 : peak.score;
    if (score > before) this.peaks.set(article, { score, atMs });
  }

  /** Its days are of UTC. */
  private enterDay(atMs: number): void {
    const day = Math.floor(atMs / DAY_MS);
    if (day === this.day) return;
    this.yesterday = day === this.day + 1 ? this.today : new Map();
    this.today = new Map();
    this.seenToday = new Set();
    this.day = day;
  }
}

export function mastodonLinks(): MastodonTrends {
  return new MastodonTrends({
    name: 'Mastodon links',
    source: 'mastodon/mastodon app/models/trends/links.rb, 2023',
    halfLifeMs: 8 * HOUR_MS,
  });
}

export function mastodonTags(): MastodonTrends {
  return new MastodonTrends({
    name: 'Mastodon tags',
    source: 'mastodon/mastodon app/models/trends/tags.rb, 2023',
    halfLifeMs: 4 * HOUR_MS,
  });
}
