// You May Also Like of this moment. Without `read` a list is the article's own: it is kept for a second, but not past
// the next change of a card, so that what editors bring back is there as soon as on other rails, nor for what has
// stopped being public meanwhile.

import { LRUCache } from 'lru-cache';
import { type ArticleCard, isPublic } from '../articles/article-card';
import type { CardCache } from '../articles/card-cache';
import type { LatestStories } from '../articles/latest-stories';
import type { Clock } from '../platform/clock';
import { type HeadlineWords, headlineWords } from '../ranking/formulas/variety';
import type { Reading, Snapshot } from '../ranking/snapshot';
import type { SnapshotMirror } from '../ranking/snapshot-mirror';
import { type OnwardClicks, READ_BACK } from './formulas/back-off';
import type { OnwardMemory } from './onward-memory';
import { ReadingPrior } from './reading-prior';
import { type AlsoLike, rankAlsoLike } from './you-may-also-like';

export interface AlsoLikeListsParts {
  onward: OnwardMemory;
  cards: CardCache;
  latest: LatestStories;
  mirror: SnapshotMirror;
  clock: Clock;
}

/** How long a list is at most; it is computed whole, whatever is asked for. */
export const ALSO_LIKE_PLACES = 20;
const KEPT_MS = 1_000;
const KEPT_LISTS = 2_000;
const NEWEST_OF_SECTION = 50;
const NEWEST_OF_SITE = 100;

interface KeptList {
  madeMs: number;
  /** Of the cards that it was made of. */
  version: number;
  list: AlsoLike[];
}

export class AlsoLikeLists {
  private readonly kept = new LRUCache<number, KeptList>({ max: KEPT_LISTS });
  /** Whoever asks while a list is being made waits for the same: a page that everyone reads has hundreds a second. */
  private readonly underWay = new Map<ArticleCard, Promise<readonly AlsoLike[]>>();
  private readonly words = new WeakMap<ArticleCard, HeadlineWords>();
  private prior: { of: Snapshot | undefined; prior: ReadingPrior } | undefined;

  constructor(private readonly parts: AlsoLikeListsParts) {}

  /** @param read ids of what the client has read in this session, latest last; unknown ones are left out. */
  listFor(article: ArticleCard, read: readonly string[]): readonly AlsoLike[] | Promise<readonly AlsoLike[]> {
    if (read.length > 0) return this.knownCards(read).then((cards) => this.compute(article, cards));
    const nowMs = this.parts.clock.nowMs();
    const kept = this.kept.get(article.number);
    if (
      kept &&
      kept.version === this.parts.cards.version &&
      nowMs - kept.madeMs < KEPT_MS &&
      kept.list.every(({ card }) => this.publicCard(card.number))
    ) {
      return kept.list;
    }
    return this.underWay.get(article) ?? this.makeAnew(article, nowMs);
  }

  private makeAnew(article: ArticleCard, nowMs: number): Promise<readonly AlsoLike[]> {
    const { version } = this.parts.cards;
    const making = this.compute(article, [])
      .then((list) => {
        this.kept.set(article.number, { madeMs: nowMs, version, list });
        return list;
      })
      .finally(() => this.underWay.delete(article));
    this.underWay.set(article, making);
    return making;
  }

  /** @param read cards, latest last. */
  private async compute(article: ArticleCard, read: readonly ArticleCard[]): Promise<AlsoLike[]> {
    const latestFirst = [...read].reverse().filter((card) => card.number !== article.number);
    const lastRead = [article, ...latestFirst].slice(0, READ_BACK);
    const asked = this.parts.onward.ofEach(lastRead.map((card) => card.number));
    const onward = asked instanceof Promise ? await asked : asked;
    await this.warm(onward);
    return rankAlsoLike({
      article,
      onward,
      read: [article, ...read],
      prior: this.currentPrior(),
      newest: this.newest(article),
      publicCard: (number) => this.publicCard(number),
      wordsOf: (card) => this.wordsOf(card),
      places: ALSO_LIKE_PLACES,
    });
  }

  private publicCard(number: number): ArticleCard | undefined {
    const card = this.parts.cards.peek(number);
    return card && isPublic(card, this.parts.clock.nowMs()) ? card : undefined;
  }

  /** Neighbours may be older than what is in memory: one statement the first time, none while they are remembered. */
  private async warm(onward: readonly OnwardClicks[]): Promise<void> {
    const { cards } = this.parts;
    const missing = onward
      .flatMap(({ to }) => [...to.keys()])
      .filter((number) => cards.peek(number) === undefined);
    // Without Postgres the list is made of what is in memory.
    if (missing.length > 0) await cards.byNumbers(missing).catch(() => undefined);
  }

  private async knownCards(ids: readonly string[]): Promise<ArticleCard[]> {
    const { cards } = this.parts;
    // Without Postgres what is not in memory counts as unknown: a list is never the reason that a page is not there.
    const known = await cards.byIds(ids).catch(() => ids.map((id) => cards.peekById(id)));
    return known.filter((card) => card !== undefined);
  }

  private newest(article: ArticleCard): ArticleCard[] {
    const { latest } = this.parts;
    return [
      ...latest.newest({ sectionId: article.sectionId, limit: NEWEST_OF_SECTION }),
      ...latest.newest({ limit: NEWEST_OF_SITE }),
    ];
  }

  private currentPrior(): ReadingPrior {
    const { snapshot } = this.parts.mirror;
    if (this.prior === undefined || this.prior.of !== snapshot) {
      const reading = snapshot?.reading ?? new Map<number, Reading>();
      this.prior = { of: snapshot, prior: new ReadingPrior(reading, (number) => this.publicCard(number)) };
    }
    return this.prior.prior;
  }

  private wordsOf(card: ArticleCard): HeadlineWords {
    const known = this.words.get(card) ?? headlineWords(card.headline);
    this.words.set(card, known);
    return known;
  }
}
