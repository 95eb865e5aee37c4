// The leader's work: several times a second it reads what the boards say, ranks every list and publishes a snapshot.
// Each process that ranks runs one of these; the lease says whose ticks count. A Redis or a Postgres that does not
// answer ends a tick, never the ranker: lists go on being served from memory, and say how old they are.

import { randomUUID } from 'node:crypto';
import type { CardCache } from '../articles/card-cache';
import type { LatestStories } from '../articles/latest-stories';
import type { Clock, Stop } from '../platform/clock';
import type { Log } from '../platform/log/log';
import { areMoving } from '../platform/redis/store-error';
import type { SectionTree } from '../sections/section-tree';
import { BoardReadings, type ReadBoards, WINDOW_MINUTES } from './board-readings';
import { ListMovement, MOVEMENT_MINUTES } from './list-movement';
import type { ListSource } from './list-source';
import { OrderKeeper } from './order-keeper';
import type { RankedEntry } from './ranked-entry';
import type { Reading, Snapshot } from './snapshot';
import type { SnapshotStore } from './snapshot.store';

export interface RankerParts {
  boards: ReadBoards;
  cards: CardCache;
  latest: LatestStories;
  sections: SectionTree;
  store: SnapshotStore;
  /** The largest term that this process has seen in a snapshot. */
  seenTerm: () => number;
  /** The lists of this process itself get each snapshot without the way over Redis. */
  onSnapshot: (snapshot: Snapshot) => Promise<void>;
  clock: Clock;
  log: Log;
  /** Asked in this order; no two have a list of one name. */
  sources: readonly ListSource[];
  tickMs: number;
  maxLiveArticles: number;
}

/** Renewed at every tick; with no leader for so long, the next one takes over. */
const LEASE_MS = 3_000;
const KEEP_NEWEST_EVERY_MS = 2_000;
const MINUTE_MS = 60_000;
/** Cards asked for in one tick, and how long an article that is not there is not asked for again. */
const LOAD_PER_TICK = 2_000;
const ASK_AGAIN_MS = 10_000;
/** Of so many articles it is published how much they are read. */
const READING_DEPTH = 1_000;
const RENEW_READING_EVERY_MS = 2_000;

const noReading = { atMs: -Infinity, ofArticles: new Map<number, Reading>() };

export class Ranker {
  private readonly holder = randomUUID();
  private readonly readings: BoardReadings;
  private readonly movement = new ListMovement();
  private readonly orders = new OrderKeeper();
  private readonly notThere = new Map<number, number>();
  private term: number | undefined;
  private sequence = 0;
  private newestKeptMs = -Infinity;
  private reading: { atMs: number; ofArticles: ReadonlyMap<number, Reading> } = noReading;
  private troubled = false;
  private running: Promise<void> = Promise.resolve();
  private stops: Stop[] = [];

  constructor(private readonly parts: RankerParts) {
    this.readings = new BoardReadings(parts.boards, parts.maxLiveArticles);
  }

  get isLeader(): boolean {
    return this.term !== undefined;
  }

  async start(): Promise<void> {
    await this.tick();
    this.stops.push(this.parts.clock.every(this.parts.tickMs, () => this.tick()));
  }

  /** Ends after the running tick, and gives the lease back so that the next leader need not wait. */
  async stop(): Promise<void> {
    for (const stop of this.stops.splice(0)) stop();
    await this.running;
    if (this.term === undefined) return;
    this.term = undefined;
    await this.holdLease(0).catch(() => undefined);
  }

  /** One tick; it gives no error: what went wrong is logged once, until a tick succeeds again. */
  tick(): Promise<void> {
    this.running = this.rankAndPublish().then(
      () => {
        this.troubled = false;
      },
      (error: unknown) => {
        // What was read before may have gaps now: the next tick reads all.
        this.readings.forget();
        if (!this.troubled) this.parts.log.warn({ err: error }, 'ranking waits for the stores');
        this.troubled = true;
      },
    );
    return this.running;
  }

  private async rankAndPublish(): Promise<void> {
    const lease = await this.holdLease(LEASE_MS);
    if (!lease.held) {
      this.term = undefined;
      return;
    }
    if (lease.term !== this.term) await this.takeOver(lease.term);
    const nowMs = this.parts.clock.nowMs();
    await this.readings.refresh(nowMs);
    await this.readings.refreshSlow(nowMs);
    await this.loadCards(nowMs);
    await this.publish(this.rank(nowMs), { term: lease.term, nowMs });
  }

  private rank(nowMs: number): ReadonlyMap<string, readonly RankedEntry[]> {
    const { cards, latest, sections, sources } = this.parts;
    const cardOf = (article: number) => cards.peek(article);
    const tick = { nowMs, readings: this.readings, cardOf, latest, sections };
    const lists = new Map(sources.flatMap((source) => [...source.rank(tick)]));
    return this.movement.withPreviousRanks(lists, Math.floor(nowMs / MINUTE_MS));
  }

  private holdLease(lengthMs: number) {
    return this.parts.store.holdLease({
      holder: this.holder,
      nowMs: this.parts.clock.nowMs(),
      lengthMs,
      seenTerm: Math.max(this.parts.seenTerm(), this.term ?? 0),
    });
  }

  private async takeOver(term: number): Promise<void> {
    const minute = Math.floor(this.parts.clock.nowMs() / MINUTE_MS);
    const pastMinutes = Array.from({ length: MOVEMENT_MINUTES }, (_, back) => minute - 1 - back);
    const last = await this.parts.store.readNewest();
    this.movement.takeOver(await this.parts.store.readRanks(pastMinutes));
    for (const source of this.parts.sources) source.takeOver(last);
    this.readings.forget();
    this.orders.clear();
    this.newestKeptMs = -Infinity;
    this.reading = noReading;
    this.term = term;
    this.parts.log.info({ term }, 'leads the ranking');
  }

  /** Brings the cards of all that is read into memory; an article that is not there is left alone for a while. */
  private async loadCards(nowMs: number): Promise<void> {
    const { cards, log } = this.parts;
    const { hour, day, week } = this.readings.slowBoards;
    const wanted = new Set<number>();
    const want = (article: number) => {
      if (wanted.size >= LOAD_PER_TICK || cards.peek(article) !== undefined) return;
      if ((this.notThere.get(article) ?? -Infinity) <= nowMs) wanted.add(article);
    };
    for (const article of this.readings.minutes.articles()) want(article);
    for (const board of [hour, day, week]) for (const place of board) want(place.article);
    if (wanted.size === 0) return;
    try {
      await cards.byNumbers([...wanted]);
    } catch (error) {
      log.warn({ err: error }, 'some articles cannot be ranked: their cards cannot be read');
    }
    if (this.notThere.size > this.parts.maxLiveArticles) this.notThere.clear();
    for (const article of wanted) {
      if (cards.peek(article) === undefined) this.notThere.set(article, nowMs + ASK_AGAIN_MS);
      else this.notThere.delete(article);
    }
  }

  private async publish(
    lists: ReadonlyMap<string, readonly RankedEntry[]>,
    made: { term: number; nowMs: number },
  ): Promise<void> {
    const { store } = this.parts;
    const id = { term: made.term, sequence: ++this.sequence };
    const snapshot: Snapshot = {
      id,
      computedAtMs: made.nowMs,
      lists: this.orders.listsOf(lists, id),
      reading: this.currentReading(made.nowMs),
      week: this.readings.slowBoards.week,
    };
    const due = this.orders.due(snapshot.lists, made.nowMs);
    await store.keepOrders(due);
    this.orders.wereKept(due, made.nowMs);
    const minute = Math.floor(made.nowMs / MINUTE_MS);
    const ranks = this.movement.keepRanks(lists, minute);
    if (ranks) await store.keepRanks(minute, ranks);
    if (made.nowMs - this.newestKeptMs >= KEEP_NEWEST_EVERY_MS) {
      const outcome = await this.keepNewest(snapshot);
      if (outcome === 'another-leads') {
        this.term = undefined;
        return;
      }
      if (outcome === 'kept') this.newestKeptMs = made.nowMs;
    }
    await store.publish(snapshot);
    await this.parts.onSnapshot(snapshot);
  }

  /** A lease on its way to another node of a Cluster, without the newest lists, is no reason to publish none. */
  private keepNewest(snapshot: Snapshot): Promise<'kept' | 'another-leads' | 'later'> {
    return this.parts.store.keepNewest(snapshot, this.holder).catch((error: unknown) => {
      if (areMoving(error)) return 'later';
      throw error;
    });
  }

  private currentReading(nowMs: number): ReadonlyMap<number, Reading> {
    if (nowMs - this.reading.atMs >= RENEW_READING_EVERY_MS) {
      this.reading = { atMs: nowMs, ofArticles: this.readReading(nowMs) };
    }
    return this.reading.ofArticles;
  }

  private readReading(nowMs: number): Map<number, Reading> {
    const runningPart = (nowMs % MINUTE_MS) / MINUTE_MS;
    const { minutes } = this.readings;
    const read = minutes.byCandidacy(runningPart).slice(0, READING_DEPTH);
    return new Map(
      read.map(({ article }) => [
        article,
        {
          readersPerMinute: minutes.readersPerMinute(article, runningPart),
          viewsInWindow: minutes.viewsWithin(article, WINDOW_MINUTES),
        },
      ]),
    );
  }
}
