// What follows where the ranked part of a list ends: the newest public articles that match. From memory where it
// reaches; else from Postgres, at most once a second for one list, since such a rail may stand on every page of an
// author.

import { LRUCache } from 'lru-cache';
import { type ArticleCard, isPublic } from '../articles/article-card';
import type { CardCache } from '../articles/card-cache';
import { LATEST_DEPTH, type LatestStories } from '../articles/latest-stories';
import type { Clock } from '../platform/clock';
import type { SectionTree } from '../sections/section-tree';
import { matches, nameOf, type PopularNowFilter } from './popular-now-filter';

/** In Postgres; `excluding` plays no part. */
export interface MatchingArticles {
  /** Public ones, newest first, after a place in that order. */
  newest(query: NewestQuery): Promise<ArticleCard[]>;
  count(filter: Omit<PopularNowFilter, 'excluding'>): Promise<number>;
}

export interface NewestQuery {
  filter: Omit<PopularNowFilter, 'excluding'>;
  after: { publishedAtMs: number; id: string } | undefined;
  limit: number;
}

export interface NewestMatchingParts {
  stored: MatchingArticles;
  latest: LatestStories;
  cards: CardCache;
  sections: SectionTree;
  clock: Clock;
}

const KEPT_MS = 1_000;
const KEPT_LISTS = 500;

export class NewestMatching {
  private readonly kept = new LRUCache<string, { madeMs: number; cards: Promise<ArticleCard[]> }>({
    max: KEPT_LISTS,
  });

  constructor(private readonly parts: NewestMatchingParts) {}

  /** @param query its limit counts what is excluded, too. */
  async newest(query: NewestQuery): Promise<ArticleCard[]> {
    const { cards, clock } = this.parts;
    const found = this.inMemory(query) ?? (await this.readAtMostOnceASecond(query));
    const nowMs = clock.nowMs();
    return found.map((card) => cards.peek(card.number) ?? card).filter((card) => isPublic(card, nowMs));
  }

  /** How many public articles match, those on ranked lists included. */
  async count(filter: PopularNowFilter): Promise<number> {
    const { cards, clock, sections, stored } = this.parts;
    const [all, excluded] = await Promise.all([stored.count(filter), cards.byIds([...filter.excluding])]);
    const nowMs = clock.nowMs();
    const family = filter.section && sections.withDescendants(filter.section.id);
    const leftOut = excluded.filter(
      (card) => card && isPublic(card, nowMs) && matches(card, { ...filter, excluding: new Set() }, family),
    );
    return Math.max(0, all - leftOut.length);
  }

  /** Undefined where memory does not say. */
  private inMemory({ filter, after, limit }: NewestQuery): ArticleCard[] | undefined {
    const { section, author, tag, language } = filter;
    if (after !== undefined || author !== undefined || tag !== undefined) return undefined;
    const found = this.parts.latest.newest({ sectionId: section?.id, language, limit });
    // Memory is LATEST_DEPTH deep, less what has been withdrawn from it: well below that it holds all there are.
    return found.length === limit || found.length < LATEST_DEPTH / 2 ? found : undefined;
  }

  private readAtMostOnceASecond(query: NewestQuery): Promise<ArticleCard[]> {
    const { stored, clock } = this.parts;
    if (query.after !== undefined) return stored.newest(query);
    const name = `${nameOf({ ...query.filter, excluding: new Set() })} ${query.limit}`;
    const nowMs = clock.nowMs();
    const known = this.kept.get(name);
    if (known && nowMs - known.madeMs < KEPT_MS) return known.cards;
    const cards = stored.newest(query);
    this.kept.set(name, { madeMs: nowMs, cards });
    // Whoever asked is told; the next one asks anew.
    cards.catch(() => this.kept.delete(name));
    return cards;
  }
}
