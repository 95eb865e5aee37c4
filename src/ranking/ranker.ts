// The leader's work: several times a second it reads what the boards say, ranks every list and publishes a snapshot.
// Each process that ranks runs one of these; the lease says whose ticks count. A Redis or a Postgres that does not
// answer ends a tick, never the ranker: lists go on being served from memory, and say how old they are. A tick that
// takes longer than its period swallows those that fall due meanwhile.

import { randomUUID } from 'node:crypto';
import type { LatestStories } from '../articles/latest-stories';
import type { Clock, Stop } from '../platform/clock';
import type { Log } from '../platform/log/log';
import type { SectionTree } from '../sections/section-tree';
import { BoardReadings, type ReadBoards, type ReadCountedLately } from './board-readings';
import { ListMovement, MOVEMENT_MINUTES } from './list-movement';
import type { ListSource, SourceMemories } from './list-source';
import { MeasuredTick } from './measured-tick';
import { PublishedReading } from './published-reading';
import type { RankedEntry } from './ranked-entry';
import type { RankingFigures } from './ranking-figures';
import type { KeptSilence } from './site-silence';
import type { Snapshot } from './snapshot';
import type { SnapshotStore } from './snapshot.store';
import { SnapshotKeeping } from './snapshot-keeping';
import { takeOverSources } from './take-over-sources';
import { LOAD_PER_TICK, type RankedCards, TickCards } from './tick-cards';
import type { TickSteps } from './tick-steps';

export interface RankerParts {
  boards: ReadBoards;
  lately: ReadCountedLately;
  cards: RankedCards;
  latest: LatestStories;
  sections: SectionTree;
  store: SnapshotStore;
  /** The largest term that this process has seen in a snapshot. */
  seenTerm: () => number;
  /** The lists of this process itself get each snapshot without the way over Redis. */
  onSnapshot: (snapshot: Snapshot) => Promise<void>;
  figures: RankingFigures;
  clock: Clock;
  log: Log;
  /** Asked in this order; no two have a list of one name. */
  sources: readonly ListSource[];
  tickMs: number;
  maxLiveArticles: number;
}

/** Renewed at every tick; with no leader for so long, the next one takes over. */
const LEASE_MS = 3_000;
/** Among what the next leader should know beside the lists. */
const SILENCE = 'site-silence';
const MINUTE_MS = 60_000;
/** Of more new articles than a tick can load, the most read so many come first: they are what lists begin with. */
const FIRST_CARDS = 1_000;
/** On taking over, lists wait for the cards of those that stood on them; the lease holds longer. */
const TAKE_OVER_WITHIN_MS = 2_000;

type Lists = ReadonlyMap<string, readonly RankedEntry[]>;

export class Ranker {
  private readonly holder = randomUUID();
  private readonly readings: BoardReadings;
  private readonly cards: TickCards;
  private readonly movement = new ListMovement();
  private readonly keeping: SnapshotKeeping;
  private readonly reading = new PublishedReading();
  private term: number | undefined;
  /** The largest term in which the boards are known to have been read. */
  private laterTerm = 0;
  private sequence = 0;
  /** As it has been told. */
  private silentSinceMs: number | undefined;
  private troubled = false;
  private running: Promise<void> = Promise.resolve();
  private stops: Stop[] = [];
  private begun: Promise<void> | undefined;
  private ending: Promise<void> | undefined;
  private lastBeganMs: number | undefined;
  /** What stood on the lists of the last leader, until its cards have been asked for. */
  private inherited: ReadonlySet<number> = new Set();

  constructor(private readonly parts: RankerParts) {
    this.readings = new BoardReadings(parts.boards, parts.lately, parts.maxLiveArticles);
    this.keeping = new SnapshotKeeping(parts.store, this.holder);
    this.cards = new TickCards(parts.cards, parts.clock, parts.log);
  }

  get isLeader(): boolean {
    return this.term !== undefined;
  }

  /** Ends after the first tick; a second call waits for the same one. */
  start(): Promise<void> {
    this.begun ??= this.begin();
    return this.begun;
  }

  /** Ends after the running tick, and gives the lease back so that the next leader need not wait. */
  stop(): Promise<void> {
    this.begun = undefined;
    for (const stop of this.stops.splice(0)) stop();
    this.ending ??= this.end().finally(() => {
      this.ending = undefined;
    });
    return this.ending;
  }

  private async begin(): Promise<void> {
    const { clock, tickMs } = this.parts;
    let isOver = false;
    // Whoever stops while the first tick is under way finds this, and no tick follows.
    this.stops.push(() => {
      isOver = true;
    });
    await this.ending;
    if (!isOver) await this.tick();
    if (!isOver) this.stops.push(clock.every(tickMs, () => this.tick()));
  }

  private async end(): Promise<void> {
    await this.running;
    if (this.term === undefined) return;
    this.term = undefined;
    await this.holdLease(0).catch(() => undefined);
  }

  /** One tick; it gives no error: what went wrong is logged once, until a tick succeeds again. */
  tick(): Promise<void> {
    const tick = new MeasuredTick(this.skipped());
    this.running = this.rankAndPublish(tick)
      .then(
        () => {
          this.troubled = false;
        },
        (error: unknown) => {
          tick.failed = true;
          // What was read before may have gaps now: the next tick reads all.
          this.readings.forget();
          if (!this.troubled) this.parts.log.warn({ err: error }, 'ranking waits for the stores');
          this.troubled = true;
        },
      )
      .then(() => this.parts.figures.note(tick.figures(this.isLeader, this.readings)));
    return this.running;
  }

  /** How many ticks fell due since the last one began, beside this one. */
  private skipped(): number {
    const { clock, tickMs } = this.parts;
    const beganMs = clock.nowMs();
    const periods = this.lastBeganMs === undefined ? 1 : Math.round((beganMs - this.lastBeganMs) / tickMs);
    this.lastBeganMs = beganMs;
    return Math.max(0, periods - 1);
  }

  private async rankAndPublish(tick: MeasuredTick): Promise<void> {
    let nowMs = this.parts.clock.nowMs();
    const renewing = this.holdLease(LEASE_MS);
    // Who led a moment ago asks in the same write. Should the lease be lost, what was taken was taken in an old term:
    // whoever leads now reads all after that.
    let asked = this.term === undefined ? undefined : this.readings.ask(nowMs, this.term, tick);
    asked?.catch(() => undefined);
    const lease = await tick.measure('lease', () => renewing);
    if (!lease.held) {
      this.term = undefined;
      return;
    }
    if (lease.term !== this.term) {
      await this.takeOver(lease.term);
      nowMs = this.parts.clock.nowMs();
      asked = undefined;
    }
    const { term } = lease;
    const between = async () => void (await this.holdLease(LEASE_MS));
    const laterTerm = await tick.measure('read', () =>
      this.readings.refresh(nowMs, { term, between, asked, steps: tick }),
    );
    if (laterTerm !== undefined) {
      // Somebody has led since; or a lease that was lost began anew, and the next tick leads in a term after that one.
      this.laterTerm = laterTerm;
      this.term = undefined;
      return;
    }
    this.tellSilence();
    await tick.measure('cards', () => this.loadCards(nowMs));
    const lists = await tick.measure('rank', () => this.rank(nowMs, tick));
    tick.lists = lists.size;
    tick.rated = this.parts.sources.reduce((sum, source) => sum + (source.lastRated ?? 0), 0);
    tick.computedAtMs = nowMs;
    await tick.measure('publish', () => this.publish(lists, { term: lease.term, nowMs }, tick));
  }

  /** Once when it is sure, and once when it is over. */
  private tellSilence(): void {
    const { sinceMs } = this.readings.silence;
    if (sinceMs === this.silentSinceMs) return;
    const { log } = this.parts;
    if (sinceMs !== undefined) {
      log.warn({ since: new Date(sinceMs) }, 'no view comes any more: lists stand still until one does');
    } else log.info({ since: new Date(this.silentSinceMs!) }, 'lists no longer stand still');
    this.silentSinceMs = sinceMs;
  }

  private async loadCards(nowMs: number): Promise<void> {
    const { inherited } = this;
    const { minutes, slowBoards } = this.readings;
    const read = minutes.takeAdded();
    const runningPart = (nowMs % MINUTE_MS) / MINUTE_MS;
    const most = read.length > LOAD_PER_TICK ? minutes.mostRead(FIRST_CARDS, runningPart) : [];
    this.inherited = new Set();
    await this.cards.load({
      first: [...inherited, ...most.map(({ article }) => article)],
      ...{ read, boards: slowBoards, nowMs },
      ...(inherited.size > 0 ? { withinMs: TAKE_OVER_WITHIN_MS } : {}),
    });
  }

  private async rank(nowMs: number, steps: TickSteps): Promise<Lists> {
    const { latest, sections, sources } = this.parts;
    const { readings } = this;
    const cardOf = (article: number) => this.cards.cardOf(article);
    const tick = { nowMs, readings, cardOf, latest, sections };
    const lists = new Map<string, readonly RankedEntry[]>();
    for (const source of sources) {
      const rank = async () => {
        for (const [name, entries] of source.rank(tick)) lists.set(name, entries);
      };
      await (source.step === undefined ? rank() : steps.step(source.step, rank));
    }
    return steps.step('movement', async () => this.movement.withMovement(lists, nowMs));
  }

  private holdLease(lengthMs: number) {
    return this.parts.store.holdLease({
      holder: this.holder,
      nowMs: this.parts.clock.nowMs(),
      lengthMs,
      seenTerm: Math.max(this.parts.seenTerm(), this.term ?? 0, this.laterTerm),
    });
  }

  private async takeOver(term: number): Promise<void> {
    const { store, sources, clock, log } = this.parts;
    const minute = Math.floor(clock.nowMs() / MINUTE_MS);
    const pastMinutes = Array.from({ length: MOVEMENT_MINUTES }, (_, back) => minute - 1 - back);
    const last = await store.readNewest();
    const memories = await store.readMemories();
    this.movement.takeOver(last, await store.readRanks(pastMinutes));
    takeOverSources(sources, { last, memories, log });
    this.readings.silence.takeOver(memories[SILENCE] as KeptSilence | undefined);
    this.readings.forget();
    this.keeping.forget();
    this.reading.forget();
    this.inherited = articlesOn(last);
    this.term = term;
    log.info({ term }, 'leads the ranking');
  }

  private async publish(
    lists: Lists,
    made: { term: number; nowMs: number },
    tick: MeasuredTick,
  ): Promise<void> {
    const { store } = this.parts;
    const id = { term: made.term, sequence: ++this.sequence };
    const snapshot: Snapshot = {
      id,
      computedAtMs: made.nowMs,
      lists: this.keeping.orders.listsOf(lists, id),
      reading: this.reading.of(this.readings.minutes, made.nowMs),
      week: this.readings.slowBoards.week,
    };
    await tick.step('pack', async () => store.pack(snapshot));
    const ranks = this.movement.keepRanks(lists, made.nowMs);
    const memories = () => this.memories();
    const outcome = await tick.step('keep', () => this.keeping.keep({ snapshot, ranks, memories }));
    if (outcome === 'another-leads') {
      this.term = undefined;
      return;
    }
    await tick.step('send', () => store.publish(snapshot));
    tick.published = 1;
    await tick.step('show', () => this.parts.onSnapshot(snapshot));
  }

  private memories(): SourceMemories {
    const ofSources = this.parts.sources.map((source) => source.memories?.());
    return Object.assign({ [SILENCE]: this.readings.silence.kept() }, ...ofSources);
  }
}

function articlesOn(last: Snapshot | undefined): Set<number> {
  const articles = new Set<number>();
  for (const { entries } of last?.lists.values() ?? [])
    for (const { article } of entries) articles.add(article);
  return articles;
}
