// The newest articles in memory, so that Latest Stories and the last resort of every rail cost no SQL: for each section
// and language the newest 200. A list is the merge of the buckets that its filter names.

import type { Clock, Stop } from '../platform/clock';
import type { Log } from '../platform/log/log';
import type { SectionTree } from '../sections/section-tree';
import { type ArticleCard, isPublic } from './article-card';
import { ArticleStatus } from './article-status';
import type { CardRepository } from './card.repository';
import type { CardCache } from './card-cache';

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

export class LatestStories {
  /** Newest first, by section and language. */
  private readonly buckets = new Map<string, ArticleCard[]>();
  private readonly bucketOf = new Map<number, string>();
  /** Merged lists by filter, until something changes. */
  private readonly merged = new Map<string, ArticleCard[]>();
  private stops: Stop[] = [];

  constructor(private readonly parts: LatestStoriesParts) {}

  async start(): Promise<void> {
    this.stops = [this.parts.cards.onCard((number, card) => this.take(number, card))];
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
    for (const card of this.mergedList(sectionId, language)) {
      if (found.length >= limit) break;
      if (isPublic(card, nowMs) && !excluding?.has(card.number)) found.push(card);
    }
    return found;
  }

  /** All that became public within the last `ageMs`, newest first. */
  youngerThan(ageMs: number): ArticleCard[] {
    const nowMs = this.parts.clock.nowMs();
    const young: ArticleCard[] = [];
    for (const card of this.mergedList(undefined, undefined)) {
      if (publishedMs(card) < nowMs - ageMs) break;
      if (isPublic(card, nowMs)) young.push(card);
    }
    return young;
  }

  private async refresh(): Promise<void> {
    const numbers = await this.parts.repository.newestOfEach(LATEST_DEPTH);
    const cards = await this.parts.cards.byNumbers(numbers);
    for (const card of cards) if (card) this.take(card.number, card);
  }

  private take(number: number, card: ArticleCard | undefined): void {
    this.merged.clear();
    const old = this.bucketOf.get(number);
    if (old !== undefined) {
      this.buckets.set(
        old,
        (this.buckets.get(old) ?? []).filter((other) => other.number !== number),
      );
      this.bucketOf.delete(number);
    }
    if (card?.status !== ArticleStatus.PUBLISHED) return;
    const name = `${card.sectionId} ${card.language}`;
    const bucket = this.buckets.get(name) ?? [];
    const place = placeIn(bucket, card);
    if (place >= LATEST_DEPTH) return;
    bucket.splice(place, 0, card);
    for (const fallen of bucket.splice(LATEST_DEPTH)) this.bucketOf.delete(fallen.number);
    this.buckets.set(name, bucket);
    this.bucketOf.set(number, name);
  }

  private mergedList(sectionId: string | undefined, language: string | undefined): ArticleCard[] {
    const name = `${sectionId ?? ''} ${language ?? ''}`;
    const known = this.merged.get(name);
    if (known) return known;
    const family = sectionId === undefined ? undefined : this.parts.sections.withDescendants(sectionId);
    const list: ArticleCard[] = [];
    for (const bucket of this.buckets.values()) {
      const [first] = bucket;
      if (!first || (family && !family.has(first.sectionId))) continue;
      if (language === undefined || first.language === language) list.push(...bucket);
    }
    list.sort(newestFirst);
    this.merged.set(name, list);
    return list;
  }
}

function publishedMs(card: ArticleCard): number {
  return card.publishedAt?.getTime() ?? 0;
}

function newestFirst(one: ArticleCard, other: ArticleCard): number {
  return publishedMs(other) - publishedMs(one) || (one.id < other.id ? 1 : one.id > other.id ? -1 : 0);
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
