// Cards in memory, the most recently used first, told of every change. What is missing is read in batches: all that is
// asked for within one turn of the event loop goes into one statement.

import { LRUCache } from 'lru-cache';
import type { Clock, Stop } from '../platform/clock';
import { readUuid } from '../platform/graphql/id-or-slug';
import type { Log } from '../platform/log/log';
import type { SectionTree } from '../sections/section-tree';
import { ArticleCard } from './article-card';
import { ArticleChangeKind } from './article-change.entity';
import type { ArticleChanged, ArticleChanges } from './article-changes';
import { ArticleStatus } from './article-status';
import { CardLoader } from './card.loader';
import type { CardRepository, StoredCard } from './card.repository';
import { ReadingLane } from './reading-lane';

export interface CardCacheParts {
  repository: CardRepository;
  sections: SectionTree;
  clock: Clock;
  log: Log;
  size: number;
}

type CardListener = (number: number, card: ArticleCard | undefined) => void;

/** How long an id that nobody knows is remembered: a flood of unknown ids costs one statement a while, not one each. */
const UNKNOWN_FOR_MS = 5_000;
const UNKNOWN_AT_MOST = 50_000;
const CHANGES_REMEMBERED = 50_000;
/** No article has a longer one: a request may carry a megabyte, and must not leave it in memory. */
const SLUG_LENGTH_MAX = 100;
/** A Korean syllable is three letters where they come apart. */
const PARTS_OF_A_LETTER = 3;
/** A change whose card could not be read is read again after this. */
const READ_AGAIN_MS = 1_000;

export class CardCache {
  private readonly cards: LRUCache<number, ArticleCard>;
  private readonly numbersById = new Map<string, number>();
  private readonly numbersBySlug = new Map<string, number>();
  private readonly unknown = new LRUCache<string | number, number>({ max: UNKNOWN_AT_MOST });
  /** When an article last changed, counted in changes: what was read before that must not overwrite what is newer. */
  private readonly changedAt = new LRUCache<number, number>({ max: CHANGES_REMEMBERED });
  private changeCount = 0;
  private movements = 0;
  private told = 0;
  private isFollowing = false;
  private readonly changedHere = new ReadingLane((numbers) => this.readChanged(numbers));
  /** Of what is not in memory nothing old can be shown, but a list may want it now. */
  private readonly changedElsewhere = new ReadingLane((numbers) => this.readChanged(numbers));
  private readonly listeners = new Set<CardListener>();
  private readonly loadById = new CardLoader<string>((ids) => this.read('id', ids));
  private readonly loadByNumber = new CardLoader<number>((numbers) => this.read('number', numbers));
  private readonly loadBySlug = new CardLoader<string>((slugs) => this.read('slug', slugs));

  constructor(private readonly parts: CardCacheParts) {
    this.cards = new LRUCache({
      max: parts.size,
      dispose: (card, number) => this.forgetNames(card, number),
    });
  }

  /** Follows the changes; `onCard` listeners are told once the new card is here. */
  follow(changes: Pick<ArticleChanges, 'onChange'>): Stop {
    this.isFollowing = true;
    const stop = changes.onChange((change) => this.take(change));
    return () => {
      this.isFollowing = false;
      stop();
    };
  }

  /** Called with the card of every article that has changed; without one when it is not there any more. */
  onCard(listener: CardListener): Stop {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Another number whenever a card has come, gone or changed: what was made of cards before may be out of date. */
  get version(): number {
    return this.movements;
  }

  /** Another number whenever an article has changed; not where one has only come into memory. */
  get changes(): number {
    return this.told;
  }

  /** From memory alone; public or not. */
  peek(number: number): ArticleCard | undefined {
    return this.cards.get(number);
  }

  /** Whether it is in memory. To ask is no use of it, as to look at it is. */
  has(number: number): boolean {
    return this.cards.has(number);
  }

  peekById(id: string): ArticleCard | undefined {
    const number = this.numbersById.get(id);
    return number === undefined ? undefined : this.cards.get(number);
  }

  /** In the order asked for; undefined for a number that no article has. Public or not. */
  byNumbers(numbers: readonly number[]): Promise<(ArticleCard | undefined)[]> {
    return Promise.all(
      numbers.map((number) => this.cards.get(number) ?? this.load(number, this.loadByNumber)),
    );
  }

  /** In either case of their letters; undefined for what is no id, too. */
  byIds(ids: readonly string[]): Promise<(ArticleCard | undefined)[]> {
    return Promise.all(
      ids.map((id) => {
        const known = readUuid(id);
        return known === undefined ? undefined : (this.peekById(known) ?? this.load(known, this.loadById));
      }),
    );
  }

  /** In whatever way its letters are put together: addresses copied from some systems come with their marks apart. */
  async bySlug(given: string): Promise<ArticleCard | undefined> {
    if (given.length > SLUG_LENGTH_MAX * PARTS_OF_A_LETTER) return undefined;
    const slug = given.normalize('NFC');
    if (slug.length > SLUG_LENGTH_MAX) return undefined;
    const number = this.numbersBySlug.get(slug);
    const card = number === undefined ? undefined : this.cards.get(number);
    return card ?? this.load(slug, this.loadBySlug);
  }

  private async load<K extends string | number>(
    key: K,
    loader: CardLoader<K>,
  ): Promise<ArticleCard | undefined> {
    const unknownUntilMs = this.unknown.get(key);
    if (unknownUntilMs !== undefined && unknownUntilMs > this.parts.clock.nowMs()) return undefined;
    const startedAt = this.changeCount;
    const card = await loader.load(key);
    // What was published while Postgres was asked may be the very one.
    const isUnknown = card === undefined && startedAt === this.changeCount;
    if (isUnknown) this.unknown.set(key, this.parts.clock.nowMs() + UNKNOWN_FOR_MS);
    return card;
  }

  private async read(
    by: 'id' | 'number' | 'slug',
    keys: readonly (string | number)[],
  ): Promise<(ArticleCard | undefined)[]> {
    const startedAt = this.changeCount;
    const stored = await this.select(by, keys);
    await this.parts.sections.know(stored.map((card) => card.sectionId));
    const found = new Map<string | number, ArticleCard>();
    for (const row of stored) {
      const card = this.cardFrom(row);
      if (card === undefined) continue;
      found.set(card[by], card);
      if ((this.changedAt.get(card.number) ?? 0) <= startedAt) this.keep(card);
    }
    return keys.map((key) => found.get(key));
  }

  private select(by: 'id' | 'number' | 'slug', keys: readonly (string | number)[]): Promise<StoredCard[]> {
    const { repository } = this.parts;
    if (by === 'id') return repository.cardsById(keys as string[]);
    if (by === 'number') return repository.cardsByNumber(keys as number[]);
    return repository.cardsBySlug(keys as string[]);
  }

  private cardFrom(stored: StoredCard): ArticleCard | undefined {
    const section = this.parts.sections.get(stored.sectionId);
    return section && Object.assign(new ArticleCard(), stored, { section });
  }

  private keep(card: ArticleCard): void {
    this.movements += 1;
    this.cards.set(card.number, card);
    this.numbersById.set(card.id, card.number);
    this.numbersBySlug.set(card.slug, card.number);
  }

  private forgetNames(card: ArticleCard, number: number): void {
    this.movements += 1;
    if (this.numbersById.get(card.id) === number) this.numbersById.delete(card.id);
    if (this.numbersBySlug.get(card.slug) === number) this.numbersBySlug.delete(card.slug);
  }

  /** A withdrawn article is gone at once; one that has changed shows its old card until the new one has been read. */
  private async take(change: ArticleChanged): Promise<void> {
    const { kind, number, articleId } = change;
    const changedAt = ++this.changeCount;
    this.changedAt.set(number, changedAt);
    this.unknown.delete(number);
    this.unknown.delete(articleId);
    if (kind === ArticleChangeKind.CHANGED) return this.takeChanged(number);
    const old = this.cards.peek(number);
    if (kind === ArticleChangeKind.WITHDRAWN) {
      const withdrawn = old && Object.assign(new ArticleCard(), old, { status: ArticleStatus.WITHDRAWN });
      if (withdrawn) this.keep(withdrawn);
      this.tell(number, withdrawn);
    }
    try {
      const card = await this.loadByNumber.load(number);
      // It has changed again meanwhile: two readings may end in either order, and the later change tells.
      if ((this.changedAt.get(number) ?? changedAt) !== changedAt) return;
      if (card === undefined) this.cards.delete(number);
      else this.unknown.delete(card.slug);
      this.tell(number, card);
    } catch (error) {
      // Better no card than an old one: whoever needs it asks Postgres again.
      this.cards.delete(number);
      this.parts.log.warn({ err: error, articleId }, 'could not read an article that has changed');
      this.parts.clock.after(READ_AGAIN_MS, () => {
        const isLatest = (this.changedAt.get(number) ?? changedAt) === changedAt;
        return this.isFollowing && isLatest ? this.take(change) : undefined;
      });
    }
  }

  private takeChanged(number: number): Promise<void> {
    return this.cards.has(number) ? this.changedHere.add(number) : this.changedElsewhere.add(number);
  }

  /** Pushes nothing out of memory that readers ask for. */
  private async readChanged(numbers: readonly number[]): Promise<void> {
    const { sections, clock, log } = this.parts;
    const startedAt = this.changeCount;
    try {
      const stored = await this.select('number', numbers);
      await sections.know(stored.map((card) => card.sectionId));
      const found = new Map(stored.map((row) => [row.number, this.cardFrom(row)]));
      for (const number of numbers) {
        // It has changed again meanwhile: the later change tells.
        if ((this.changedAt.get(number) ?? 0) > startedAt) continue;
        const card = found.get(number);
        if (card === undefined) this.cards.delete(number);
        else if (this.cards.has(number) || this.cards.size < this.parts.size) this.keep(card);
        if (card !== undefined) this.unknown.delete(card.slug);
        this.tell(number, card);
      }
    } catch (error) {
      // Better no card than an old one: whoever needs it asks Postgres again.
      for (const number of numbers) this.cards.delete(number);
      log.warn({ err: error, articles: numbers.length }, 'could not read articles that have changed');
      clock.after(READ_AGAIN_MS, () => {
        if (this.isFollowing) for (const number of numbers) void this.changedElsewhere.add(number);
      });
    }
  }

  private tell(number: number, card: ArticleCard | undefined): void {
    for (const listener of this.listeners) listener(number, card);
    this.movements += 1;
    this.told += 1;
  }
}
