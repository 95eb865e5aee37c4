// What is read most of late, whatever was read before: the floor, and what fills up the lists of others.

import { DecayedCount } from '../../popular/baselines/decays';
import type { Question, Recommender, Step } from '../recommender';

/** A session reads some of what is popular. */
const SPARE = 30;

export class RecentlyPopular implements Recommender {
  private readonly counts: DecayedCount;

  constructor(halfLifeMinutes: number) {
    this.counts = new DecayedCount(halfLifeMinutes);
  }

  list({ atMs, read }: Question, places: number): number[] {
    const first = this.counts.list(atMs, places + SPARE);
    return first.filter((article) => !read.includes(article)).slice(0, places);
  }

  take({ atMs, article, visitor }: Step): void {
    this.counts.take({ atMs, article, visitor, publishedAtMs: 0 });
  }
}

/** The same among the articles of the section that was read last; then of all. */
export class RecentlyPopularInSection implements Recommender {
  private readonly sections = new Map<string, RecentlyPopular>();
  private readonly all: RecentlyPopular;

  constructor(
    private readonly halfLifeMinutes: number,
    private readonly sectionOf: readonly string[],
  ) {
    this.all = new RecentlyPopular(halfLifeMinutes);
  }

  list(question: Question, places: number): number[] {
    const section = this.sectionOf[question.read.at(-1)!]!;
    const own = this.sections.get(section)?.list(question, places) ?? [];
    return [...new Set([...own, ...this.all.list(question, places)])].slice(0, places);
  }

  take(step: Step): void {
    const section = this.sectionOf[step.article]!;
    const counts = this.sections.get(section) ?? new RecentlyPopular(this.halfLifeMinutes);
    this.sections.set(section, counts);
    counts.take(step);
    this.all.take(step);
  }
}
