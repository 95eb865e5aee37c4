// The formula of the product without its steadiness: what holding still costs is told by the difference.

import { presentRate } from '../../../src/ranking/formulas/change-points';
import { minuteBins, siteRhythm } from '../../../src/ranking/formulas/minute-bins';
import { ReadingMinutes } from '../../../src/ranking/reading-minutes';
import type { CountedView, ListMaker } from '../list-maker';
import { BestPlaces } from './best-places';

const MINUTE_MS = 60_000;
const CANDIDATES = 50;
const YOUNG = 50;
const YOUNG_MS = 3_600_000;
const MOST_AGE_MS = 14 * 24 * 3_600_000;
const ARTICLES_AT_MOST = 1_000_000;

export class BareChangePoints implements ListMaker {
  readonly name = 'change points, bare';
  readonly source =
    'Adams and MacKay, Bayesian Online Changepoint Detection, 2007; src/ranking/formulas/change-points.ts';
  private readonly minutes = new ReadingMinutes(ARTICLES_AT_MOST);
  private minute = Number.NaN;
  private running = new Map<number, { views: number; discount: number }>();
  private readonly publishedMs: number[] = [];

  take({ article, atMs, publishedAtMs }: CountedView): void {
    this.enterMinute(atMs);
    this.publishedMs[article] = publishedAtMs;
    const views = (this.running.get(article)?.views ?? 0) + 1;
    this.running.set(article, { views, discount: 0 });
  }

  list(atMs: number, places: number): number[] {
    this.enterMinute(atMs);
    const { minutes } = this;
    minutes.replaceMinute(this.minute, this.running);
    const runningPart = (atMs % MINUTE_MS) / MINUTE_MS;
    const rhythm = siteRhythm(minutes.siteCounts(), runningPart);
    const best = new BestPlaces(places);
    for (const article of this.candidates(runningPart, atMs)) {
      const publishedMs = this.publishedMs[article]!;
      if (atMs - publishedMs > MOST_AGE_MS) continue;
      const bins = minuteBins(minutes.countsOf(article), (atMs - publishedMs) / MINUTE_MS, rhythm);
      if (bins.every(({ readers }) => readers === 0)) continue;
      best.offer(article, presentRate(bins, rhythm.readersPerMinute).score);
    }
    return best.list();
  }

  private candidates(runningPart: number, atMs: number): Set<number> {
    const read = this.minutes.mostRead(this.minutes.size, runningPart).map(({ article }) => article);
    const chosen = new Set(read.slice(0, CANDIDATES));
    const isYoung = (article: number) => atMs - this.publishedMs[article]! < YOUNG_MS;
    const young = read.filter(isYoung).sort((a, b) => this.publishedMs[b]! - this.publishedMs[a]!);
    for (const article of young) {
      if (chosen.size >= CANDIDATES + YOUNG) break;
      chosen.add(article);
    }
    return chosen;
  }

  private enterMinute(atMs: number): void {
    const minute = Math.floor(atMs / MINUTE_MS);
    if (minute === this.minute) return;
    if (!Number.isNaN(this.minute)) this.minutes.replaceMinute(this.minute, this.running);
    this.minute = minute;
    this.running = new Map();
    this.minutes.advanceTo(minute);
  }
}
