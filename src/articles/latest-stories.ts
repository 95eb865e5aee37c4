// The newest articles in memory, so that Latest Stories and the last resort of every rail cost no SQL: for each section
// and language the newest 200. A list is the merge of the buckets that its filter names.

import type { Clock, Stop } from '../platform/clock';
import type { Log } from '../platform/log/log';
import type { SectionTree } from '../sections/section-tree';
import { type ArticleCard, isPublic } from './article-card';
import { ArticleStatus } from './article-status';
import type { CardRepository } from './card.repository';
import type { CardCache } from './card-cache';
import { MergedStories, newestFirst, publishedMs } from './merged-stories';

export interface NewestFilter {
  /** With the sections under it. */
  sectionId?: string;
  language?: string;
  /** Numbers of articles to leave out. */
  excluding?: ReadonlySet<number>;
  limit: number;
}

export interface LatestStoriesParts {
  repository: CardRepository;
  cards: CardCache;
  sections: SectionTree;
  clock: Clock;
  log: Log;
}

/** How deep the memory goes in each section and language. */
export const LATEST_DEPTH = 200;
/** Heals what withdrawals have taken out of full buckets. */
const REFRESH_EVERY_MS = 60_000;

interface Known {
  card: ArticleCard;
  bucket: string;
}

export class LatestStories {
  /** Newest first, by section and language. */
  private readonly buckets = new Map<string, ArticleCard[]>();
  private readonly known = new Map<number, Known>();
  /** Merged lists by filter, until something changes. */
  private readonly merged = new Map<string, MergedStories>();
  /** Numbers of what has changed while the newest are being read: that reading knows it only as it was before. */
  private changedMeanwhile: Set<number> | undefined;
  private stops: Stop[] = [];

  constructor(private readonly parts: LatestStoriesParts) {}

  async start(): Promise<void> {
    this.stops = [
      this.parts.cards.onCard((number, card) => {
        this.changedMeanwhile?.add(number);
        this.take(number, card);
      }),
      this.parts.sections.onLoaded(() => this.merged.clear()),
    ];
    await this.refresh();
    this.stops.push(
      this.parts.clock.every(REFRESH_EVERY_MS, () =>
        this.refresh().catch((error: unknown) => {
          this.parts.log.warn({ err: error }, 'could not read the newest articles anew');
        }),
      ),
    );
  }

  stop(): void {
    for (const stop of this.stops.splice(0)) stop();
  }

  /** Public now; newest first, of two at the same time the one with the larger id. */
  newest({ sectionId, language, excluding, limit }: NewestFilter): ArticleCard[] {
    const nowMs = this.parts.clock.nowMs();
    const found: ArticleCard[] = [];
    const list = this.mergedList(sectionId, language);
    for (let at = 0; found.length < limit; at++) {
      const card = list.at(at);
      if (card === undefined) break;
      if (this.isShown(card, nowMs) && !excluding?.has(card.number)) found.push(card);
    }
    return found;
  }

  /** All that became public within the last `ageMs`, newest first. */
  youngerThan(ageMs: number): ArticleCard[] {
    const nowMs = this.parts.clock.nowMs();
    const young: ArticleCard[] = [];
    const list = this.mergedList(undefined, undefined);
    for (let at = 0; ; at++) {
      const card = list.at(at);
      if (card === undefined || publishedMs(card) < nowMs - ageMs) break;
      if (this.isShown(card, nowMs)) young.push(card);
    }
    return young;
  }

  /** Those that something public is in, the one with the most of the newest first. */
  languages(sectionId?: string): string[] {
    const nowMs = this.parts.clock.nowMs();
    const family = sectionId === undefined ? undefined : this.parts.sections.withDescendants(sectionId);
    const counts = new Map<string, number>();
    for (const bucket of this.buckets.values()) {
      const shown = bucket.find((card) => this.isShown(card, nowMs));
      if (shown === undefined || (family && !family.has(shown.sectionId))) continue;
      counts.set(shown.language, (counts.get(shown.language) ?? 0) + bucket.length);
    }
    const ordered = [...counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
    return ordered.map(([language]) => language);
  }

  /** Whatever this memory has missed, the cache of cards knows of a withdrawal first. */
  private isShown(card: ArticleCard, nowMs: number): boolean {
    return isPublic(this.parts.cards.peek(card.number) ?? card, nowMs);
  }

  private async refresh(): Promise<void> {
    const { repository, cards, clock } = this.parts;
    const changed = new Set<number>();
    this.changedMeanwhile = changed;
    try {
      const numbers = await repository.newestOfEach(LATEST_DEPTH, clock.nowMs());
      const found = await cards.byNumbers(numbers);
      const newest = new Set(numbers);
      for (const number of this.known.keys()) {
        if (!newest.has(number) && !changed.has(number)) this.take(number, undefined);
      }
      for (const card of found) if (card && !changed.has(card.number)) this.take(card.number, card);
    } finally {
      this.changedMeanwhile = undefined;
    }
  }

  private take(number: number, card: ArticleCard | undefined): void {
    const old = this.known.get(number);
    // Reading all anew finds nearly all as they were: nothing has to be merged again.
    if (old === undefined ? card?.status !== ArticleStatus.PUBLISHED : old.card === card) return;
    this.merged.clear();
    if (old !== undefined) {
      this.buckets.set(
        old.bucket,
        (this.buckets.get(old.bucket) ?? []).filter((other) => other.number !== number),
      );
      this.known.delete(number);
    }
    if (card?.status !== ArticleStatus.PUBLISHED) return;
    const name = `${card.sectionId} ${card.language}`;
    const bucket = this.buckets.get(name) ?? [];
    bucket.splice(placeIn(bucket, card), 0, card);
    this.known.set(number, { card, bucket: name });
    this.buckets.set(name, this.trimmed(bucket));
  }

  /** What is public already and what is still to come are counted apart: articles ahead of their time push none out. */
  private trimmed(bucket: readonly ArticleCard[]): ArticleCard[] {
    const nowMs = this.parts.clock.nowMs();
    const firstPublic = bucket.findIndex((card) => publishedMs(card) <= nowMs);
    const toCome = firstPublic === -1 ? bucket.length : firstPublic;
    const kept = bucket.slice(Math.max(0, toCome - LATEST_DEPTH), toCome + LATEST_DEPTH);
    if (kept.length < bucket.length) {
      const stay = new Set(kept);
      for (const card of bucket) if (!stay.has(card)) this.known.delete(card.number);
    }
    return kept;
  }

  private mergedList(sectionId: string | undefined, language: string | undefined): MergedStories {
    const name = `${sectionId ?? ''} ${language ?? ''}`;
    const known = this.merged.get(name);
    if (known) return known;
    const family = sectionId === undefined ? undefined : this.parts.sections.withDescendants(sectionId);
    const buckets: ArticleCard[][] = [];
    for (const bucket of this.buckets.values()) {
      const [first] = bucket;
      if (!first || (family && !family.has(first.sectionId))) continue;
      if (language === undefined || first.language === language) buckets.push(bucket);
    }
    const list = new MergedStories(buckets);
    // A client may ask for languages that there are none of without end: only lists that exist are kept.
    if (buckets.length > 0) this.merged.set(name, list);
    return list;
  }
}

/** Where the card belongs in a list that is newest first. */
function placeIn(bucket: readonly ArticleCard[], card: ArticleCard): number {
  let low = 0;
  let high = bucket.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (newestFirst(bucket[middle] as ArticleCard, card) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
