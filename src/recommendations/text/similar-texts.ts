// The lists of similar texts in the memory of a process: those that are asked for, packed, told when they change. A
// message may be lost, so each is read again a minute after it was; until then, and while Postgres is away, what is
// here is shown.

import { LRUCache } from 'lru-cache';
import type { Clock, Stop } from '../../platform/clock';
import type { Log } from '../../platform/log/log';
import type { Channel } from '../../platform/redis/channel';
import type { SimilarArticle, SimilarArticles } from '../similar-articles';
import { type PackedList, packList, unpackList } from './packed-list';
import type { SimilarTextsRepository } from './similar-texts.repository';

export interface SimilarTextsParts {
  repository: Pick<SimilarTextsRepository, 'listsOf'>;
  channel: Pick<Channel<number[]>, 'subscribe'>;
  clock: Clock;
  log: Log;
  /** How many lists may be in memory, under 1 KB each. */
  size: number;
}

interface KnownList {
  packed: PackedList | undefined;
  readMs: number;
  /** It has changed since. */
  isOld: boolean;
}

const READ_AGAIN_MS = 60_000;
/** A list that is not there yet is on its way, as often as not. */
const NONE_FOR_MS = 5_000;
/** Postgres is asked no more often than this for what it could not give. */
const PATIENCE_MS = 1_000;
const READ_AT_ONCE = 500;
/** For what has changed nobody waits longer: what is here is shown instead. */
const WAITS_FOR_CHANGED_MS = 100;

export class SimilarTexts implements SimilarArticles {
  private readonly known: LRUCache<number, KnownList>;
  private readonly wanted = new Set<number>();
  private reading: Promise<void> | undefined;
  private notBeforeMs = 0;
  /** Counted in messages: what was read before one may be older than it. */
  private messages = 0;
  private unsubscribe: Stop = () => undefined;

  constructor(private readonly parts: SimilarTextsParts) {
    this.known = new LRUCache({ max: parts.size });
  }

  async start(): Promise<void> {
    this.unsubscribe = await this.parts.channel.subscribe(
      (changed) => this.takeChanged(changed),
      () => this.takeChanged([...this.known.keys()]),
    );
  }

  async stop(): Promise<void> {
    this.unsubscribe();
    await this.reading;
  }

  /** From memory: nothing at the first time, while it is being read. */
  similarTo(article: number): readonly SimilarArticle[] {
    const known = this.known.get(article);
    if (known === undefined || this.isToBeRead(known)) void this.want([article]);
    return known?.packed === undefined ? [] : unpackList(known.packed);
  }

  /**
   * Resolves when these are in memory, or cannot be had; undefined when they are. What has changed since it was read is
   * waited for as well, a moment: an article that nobody has asked for since has a list of hours ago.
   */
  know(articles: readonly number[]): Promise<void> | undefined {
    const wanted = articles.filter((article) => this.known.get(article)?.isOld ?? true);
    if (wanted.length === 0) return undefined;
    const reading = this.want(wanted);
    return wanted.every((article) => this.known.has(article)) ? this.forAMoment(reading) : reading;
  }

  private async forAMoment(reading: Promise<void>): Promise<void> {
    let stop: Stop = () => undefined;
    const moment = new Promise<void>((resolve) => {
      stop = this.parts.clock.after(WAITS_FOR_CHANGED_MS, resolve);
    });
    await Promise.race([reading, moment]);
    stop();
  }

  private isToBeRead({ packed, readMs, isOld }: KnownList): boolean {
    const goodForMs = packed === undefined ? NONE_FOR_MS : READ_AGAIN_MS;
    return isOld || this.parts.clock.nowMs() - readMs > goodForMs;
  }

  private takeChanged(changed: readonly number[]): void {
    this.messages++;
    for (const article of changed) {
      const known = this.known.peek(article);
      if (known) known.isOld = true;
    }
  }

  private want(articles: readonly number[]): Promise<void> {
    if (this.parts.clock.nowMs() < this.notBeforeMs) return Promise.resolve();
    for (const article of articles) this.wanted.add(article);
    this.reading ??= this.read().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  /** All that is asked for while a statement is under way goes into the next one. */
  private async read(): Promise<void> {
    const { repository, clock, log } = this.parts;
    try {
      // What is asked for in this turn goes together.
      await Promise.resolve();
      while (this.wanted.size > 0) {
        const some = [...this.wanted].slice(0, READ_AT_ONCE);
        for (const article of some) this.wanted.delete(article);
        const { messages } = this;
        const found = new Map((await repository.listsOf(some)).map((list) => [list.article, packList(list)]));
        const isOld = messages !== this.messages;
        for (const article of some) {
          this.known.set(article, { packed: found.get(article), readMs: clock.nowMs(), isOld });
        }
      }
    } catch (error) {
      this.wanted.clear();
      this.notBeforeMs = clock.nowMs() + PATIENCE_MS;
      log.debug({ err: error }, 'similar texts cannot be read');
    }
  }
}
