// How every process hears that an article was published, changed or withdrawn, or that what is around it has changed.
// The row in article_change is the truth and is read four times a second; the message over Redis only makes it faster.
// Rows commit out of the order of their ids, so the reading looks back over the last seconds and leaves out what it
// has seen.

import type { Clock, Stop } from '../platform/clock';
import type { Log } from '../platform/log/log';
import { Channel } from '../platform/redis/channel';
import type { RedisConnection } from '../platform/redis/connection';
import { ArticleChangeKind } from './article-change.entity';
import type { ArticleChangeRepository, ChangeRow } from './article-change.repository';

export interface ArticleChanged extends ChangeRow {
  articleId: string;
  number: number;
}

/** Whatever its card shows may be different now. */
export const kindsOfCards: ReadonlySet<ArticleChangeKind> = new Set([
  ArticleChangeKind.PUBLISHED,
  ArticleChangeKind.CHANGED,
  ArticleChangeKind.WITHDRAWN,
]);

export type KindAround = 'COMMENTS' | 'PICKS' | 'SECTIONS';
/** Handles its own errors. What it promises is awaited by whoever announces, so that a writer reads what it wrote. */
type ChangeListener = (change: ArticleChanged) => Promise<void> | void;
type AroundListener = (change: ChangeRow) => Promise<void> | void;

export interface ArticleChangesParts {
  repository: ArticleChangeRepository;
  redis: RedisConnection;
  clock: Clock;
  log: Log;
}

const READ_EVERY_MS = 250;
const READ_AT_MOST = 5_000;
/** A message over Redis carries so many at most, and an announcement so many messages: the reading finds the rest. */
const ROWS_A_MESSAGE = 1_000;
const MESSAGES_AT_MOST = 5;
/** Whoever announces waits until the first so many are shown; thousands take a few seconds. */
const AWAITED_AT_MOST = 500;
/** Longer than any transaction that writes a change may take: statements end after ten seconds. */
const LOOK_BACK_MS = 15_000;
/** Kept so long for those who look into what happened. */
const KEEP_MS = 7 * 24 * 3_600_000;
const DELETE_EVERY_MS = 3_600_000;

export class ArticleChanges {
  private readonly listeners = new Set<AroundListener>();
  private readonly afterwards = new Set<() => void>();
  private readonly channel: Channel<ChangeRow[]>;
  /** Ids after `horizon` that have been told, each with when. */
  private readonly seen = new Map<string, number>();
  private horizon: string | undefined;
  private stops: Stop[] = [];
  private underWay: Promise<void> = Promise.resolve();
  private failing = false;

  constructor(private readonly parts: ArticleChangesParts) {
    this.channel = new Channel(parts.redis, 'article-changes');
  }

  /** Told of every article whose card may have changed. */
  onChange(listener: ChangeListener): Stop {
    return this.listen((change) =>
      kindsOfCards.has(change.kind) ? listener(change as ArticleChanged) : undefined,
    );
  }

  /** Told of changes of one kind that are around articles; each but SECTIONS names the article. */
  onChangeAround(kind: KindAround, listener: AroundListener): Stop {
    return this.listen((change) => (change.kind === kind ? listener(change) : undefined));
  }

  /** Told after changes of any kind, once all the others who listen show them here. */
  onShown(listener: () => void): Stop {
    this.afterwards.add(listener);
    return () => void this.afterwards.delete(listener);
  }

  private listen(listener: AroundListener): Stop {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Tells of everything that is committed after this call has begun. */
  async start(): Promise<void> {
    const { repository, clock } = this.parts;
    // What is being committed at this moment has its id already: the reading begins before it.
    const { afterId, ids } = await repository.beginning(LOOK_BACK_MS);
    this.horizon = afterId;
    for (const id of ids) this.seen.set(id, clock.nowMs());
    this.stops = [
      await this.channel.subscribe((rows) => void this.tell(rows)),
      clock.every(READ_EVERY_MS, () => {
        this.underWay = this.read();
        return this.underWay;
      }),
      clock.every(DELETE_EVERY_MS, () => this.deleteOld()),
    ];
  }

  /** Resolves when the reading that is under way has ended: its connection is about to be closed. */
  async stop(): Promise<void> {
    for (const stop of this.stops.splice(0)) stop();
    await this.underWay;
  }

  /**
   * For whoever has just committed these changes: this process shows them (of thousands, the first) when it resolves,
   * the others soon after.
   */
  async announce(rows: readonly ChangeRow[]): Promise<void> {
    if (rows.length === 0) return;
    const told = this.tell(rows);
    try {
      for (let message = 0; message < MESSAGES_AT_MOST; message++) {
        const some = rows.slice(message * ROWS_A_MESSAGE, (message + 1) * ROWS_A_MESSAGE);
        if (some.length > 0) await this.channel.publish(some);
      }
    } catch (error) {
      this.parts.log.warn(
        { err: error },
        'a change was not announced; other processes find it within a second',
      );
    }
    await told;
  }

  private async read(): Promise<void> {
    if (this.horizon === undefined) return;
    try {
      const { repository } = this.parts;
      let found = READ_AT_MOST;
      while (found === READ_AT_MOST) {
        const rows = await repository.changesAfter(this.horizon, [...this.seen.keys()], READ_AT_MOST);
        this.failing = false;
        void this.tell(rows);
        found = rows.length;
      }
      this.moveHorizon();
    } catch (error) {
      if (!this.failing) this.parts.log.warn({ err: error }, 'cannot read which articles have changed');
      this.failing = true;
    }
  }

  private async deleteOld(): Promise<void> {
    try {
      await this.parts.repository.deleteOlderThan(KEEP_MS);
    } catch (error) {
      this.parts.log.warn({ err: error }, 'old changes of articles are not deleted yet');
    }
  }

  private async tell(rows: readonly ChangeRow[]): Promise<void> {
    const answers: (Promise<void> | void)[] = [];
    const nowMs = this.parts.clock.nowMs();
    for (const row of rows) {
      if (this.seen.has(row.id)) continue;
      this.seen.set(row.id, nowMs);
      const isAwaited = answers.length < AWAITED_AT_MOST * this.listeners.size;
      for (const listener of this.listeners) {
        const answer = listener(row);
        if (isAwaited) answers.push(answer);
      }
    }
    await Promise.all(answers);
    if (answers.length > 0) for (const listener of this.afterwards) listener();
  }

  /** Past all that was first seen so long ago that nothing can be committed before it any more. */
  private moveHorizon(): void {
    const beforeMs = this.parts.clock.nowMs() - LOOK_BACK_MS;
    let horizon = BigInt(this.horizon ?? 0);
    for (const [id, seenMs] of this.seen) {
      if (seenMs > beforeMs) break; // told in order of time
      if (BigInt(id) > horizon) horizon = BigInt(id);
      this.seen.delete(id);
    }
    this.horizon = horizon.toString();
  }
}
