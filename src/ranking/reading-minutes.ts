// The last 65 minutes of every article that was read in them, in the leader's memory: what the boards of the minutes
// hold, so that a tick reads only what has changed. Each article has a place in a few long arrays of numbers, a third
// of a kilobyte; the minute of the clock chooses the column. What would be worked out of all minutes at every tick,
// the decayed counts, is kept up as they change.

import type { MinuteCount } from '../boards/board.store';
import { KEPT_MINUTES } from '../boards/board-keys';
import { type Partition, partitionOf } from '../boards/partition';
import { DecayedReaders, moved, nothingBelow } from './decayed-readers';
import { Largest } from './largest';
import { MinuteViews } from './minute-views';

const CANDIDATE_HALF_LIFE_MINUTES = 4;
const READING_HALF_LIFE_MINUTES = 5;
const FIRST_PLACES = 1_024;
const NOBODY = -1;
const NOTHING: MinuteCount = { views: 0, discount: 0 };

export interface ReadArticle {
  article: number;
  /** Its readers, decayed: who may be a candidate. */
  candidacy: number;
}

/**
 * Everything that was read, by place: good until it is asked for again or a minute is read. The place of an article is
 * the same as long as it is read: a small number, for whoever remembers things of it. At a place without an article
 * the candidacy is 0.
 */
export interface ReadNow {
  places: number;
  articleAt: ArrayLike<number>;
  /** Readers, decayed with a half-life of four minutes. */
  candidacyAt: ArrayLike<number>;
}

export class ReadingMinutes {
  private readonly placeOf = new Map<number, number>();
  private readonly site = new Float64Array(KEPT_MINUTES);
  private freePlaces: number[] = [];
  private used = 0;
  private runningMinute = 0;
  private added: number[] = [];
  /** By place: */
  private articleAt = new Int32Array(FIRST_PLACES);
  private partitionAt = new Uint8Array(FIRST_PLACES);
  private lastReadAt = new Float64Array(FIRST_PLACES);
  private versionAt = new Uint32Array(FIRST_PLACES);
  private readonly forCandidates = new DecayedReaders(CANDIDATE_HALF_LIFE_MINUTES, FIRST_PLACES);
  private readonly forReading = new DecayedReaders(READING_HALF_LIFE_MINUTES, FIRST_PLACES);
  private readonly views = new MinuteViews(FIRST_PLACES);
  /** By place: the readers of the running minute as they are weighed. All of them are gone through at every tick. */
  private runningAt = new Float64Array(FIRST_PLACES);
  private candidacyAt = new Float64Array(FIRST_PLACES);

  /**
   * @param mostArticles those read least are forgotten beyond that; they come back with their next reader
   * @param silentPart for so much of a minute nothing decays
   */
  constructor(
    private readonly mostArticles: number,
    private readonly silentPart: (minute: number) => number = () => 0,
  ) {}

  /** How many articles were read within the window. */
  get size(): number {
    return this.placeOf.size;
  }

  /** Empties what has left the window; a jump of an hour, or a clock that was put back, empties everything. */
  advanceTo(minute: number): void {
    if (minute === this.runningMinute) return;
    const passed = minute - this.runningMinute;
    if (passed < 0 || passed >= KEPT_MINUTES) this.clear();
    else while (this.runningMinute < minute) this.closeRunning();
    this.runningMinute = minute;
    this.forgetUnread();
  }

  /** Takes over what the board of a minute holds now, of all articles; a minute outside the window is ignored. */
  replaceMinute(minute: number, counts: ReadonlyMap<number, MinuteCount>): void {
    this.replace(minute, counts);
  }

  /** The same of the articles of one partition. */
  replacePartition(minute: number, partition: Partition, counts: ReadonlyMap<number, MinuteCount>): void {
    this.replace(minute, counts, partition);
  }

  /** Takes over what the board of a minute holds of these articles. */
  takeCounts(minute: number, counts: ReadonlyMap<number, MinuteCount>): void {
    if (!this.isKept(minute)) return;
    const decaying = this.decayingMinutes(minute);
    for (const [article, count] of counts) {
      if (count.views > 0 || this.placeOf.has(article))
        this.set(minute, this.placeFor(article), count, decaying);
    }
  }

  clear(): void {
    for (const place of this.placeOf.values()) this.release(place);
    this.placeOf.clear();
    this.site.fill(0);
  }

  /** Every article that was read within the window. */
  articles(): Iterable<number> {
    return this.placeOf.keys();
  }

  /** Those that have come in since the last call. */
  takeAdded(): number[] {
    const { added } = this;
    this.added = [];
    return added;
  }

  /** The readers of all articles, newest minute first. */
  siteCounts(): Float64Array {
    return Float64Array.from({ length: KEPT_MINUTES }, (_, back) => this.site[this.columnOf(back)]!);
  }

  /** Tells whether the minutes of an article have changed between two moments of one window. */
  versionOf(article: number): number {
    const place = this.placeOf.get(article);
    return place === undefined ? 0 : this.versionAt[place]!;
  }

  /**
   * An article's readers weighed for ranking, newest minute first.
   * @param counts to be filled, where one is used again and again
   */
  countsOf(article: number, counts = new Float64Array(KEPT_MINUTES)): Float64Array {
    const place = this.placeOf.get(article);
    if (place === undefined) return counts.fill(0);
    this.views.takeWeighed(place, this.columnOf(0), counts);
    return counts;
  }

  /** An article's views as they are, over the last `minutes` of the clock. */
  viewsWithin(article: number, minutes: number): number {
    const place = this.placeOf.get(article);
    return place === undefined ? 0 : this.views.sum(place, this.columnOf(0), minutes);
  }

  /** Everything that was read, in no order. */
  readNow(runningPart: number): ReadNow {
    const { articleAt, candidacyAt, runningAt, used: places } = this;
    this.forCandidates.takeWith(runningAt, candidacyAt, {
      places,
      decay: this.forCandidates.decay(this.decayingPart(runningPart)),
    });
    return { places, articleAt, candidacyAt };
  }

  countsAsRead(article: number): boolean {
    const place = this.placeOf.get(article);
    if (place === undefined) return false;
    return this.forCandidates.of(place) > 0 || this.runningAt[place]! > 0;
  }

  /** The `most` that are read most, most first: decayed with a half-life of four minutes. */
  mostRead(most: number, runningPart: number): ReadArticle[] {
    const largest = new Largest(most);
    const { places, articleAt, candidacyAt } = this.readNow(runningPart);
    for (let place = 0; place < places; place++) {
      const candidacy = candidacyAt[place]!;
      if (candidacy > 0 && candidacy >= largest.floor) largest.offer(articleAt[place]!, candidacy);
    }
    return largest.inOrder().map(({ number, size }) => ({ article: number, candidacy: size }));
  }

  /** Readers a minute, decayed with a half-life of five minutes: a smooth figure for every article that is read. */
  readersPerMinute(article: number, runningPart: number): number {
    const place = this.placeOf.get(article);
    if (place === undefined) return 0;
    const decay = this.forReading.decay(this.decayingPart(runningPart));
    const decayed = this.runningAt[place]! + this.forReading.of(place) * decay;
    return (decayed * Math.LN2) / READING_HALF_LIFE_MINUTES;
  }

  private decayingPart(runningPart: number): number {
    return Math.max(0, runningPart - this.silentPart(this.runningMinute));
  }

  /** Between the end of a closed minute and that of the last one. */
  private decayingMinutes(since: number): number {
    let minutes = this.runningMinute - 1 - since;
    for (let minute = since + 1; minute < this.runningMinute; minute++) minutes -= this.silentPart(minute);
    return minutes;
  }

  private columnOf(minutesBack: number): number {
    return (this.runningMinute - minutesBack + KEPT_MINUTES) % KEPT_MINUTES;
  }

  private isKept(minute: number): boolean {
    return minute <= this.runningMinute && minute > this.runningMinute - KEPT_MINUTES;
  }

  private replace(minute: number, counts: ReadonlyMap<number, MinuteCount>, partition?: Partition): void {
    if (!this.isKept(minute)) return;
    const column = minute % KEPT_MINUTES;
    const decaying = this.decayingMinutes(minute);
    const { articleAt, partitionAt } = this;
    for (let place = 0; place < this.used; place++) {
      if (partition !== undefined && partitionAt[place] !== partition) continue;
      // Where nobody is, nothing was viewed.
      const wasViewed = this.views.at(place, column) > 0;
      if (wasViewed && !counts.has(articleAt[place]!)) this.set(minute, place, NOTHING, decaying);
    }
    this.takeCounts(minute, counts);
  }

  private set(minute: number, place: number, count: MinuteCount, decaying: number): void {
    const { views } = this;
    const column = minute % KEPT_MINUTES;
    const before = views.weighedAt(place, column);
    const wasViewed = views.at(place, column);
    views.set(place, column, count);
    const weighed = views.weighedAt(place, column);
    if (minute === this.runningMinute) this.runningAt[place] = weighed;
    const more = weighed - before;
    if (more === 0 && wasViewed === views.at(place, column)) return;
    this.site[column]! += more;
    this.versionAt[place]!++;
    if (count.views > 0) this.lastReadAt[place] = Math.max(this.lastReadAt[place]!, minute);
    if (minute === this.runningMinute) return;
    this.forCandidates.add(place, more, decaying);
    this.forReading.add(place, more, decaying);
  }

  private placeFor(article: number): number {
    const known = this.placeOf.get(article);
    if (known !== undefined) return known;
    const place = this.freePlaces.pop() ?? this.used++;
    if (place >= this.articleAt.length) this.grow();
    this.articleAt[place] = article;
    this.partitionAt[place] = partitionOf(article);
    this.lastReadAt[place] = NOBODY;
    this.placeOf.set(article, place);
    if (this.added.length < this.mostArticles) this.added.push(article);
    return place;
  }

  private release(place: number): void {
    this.articleAt[place] = NOBODY;
    this.runningAt[place] = 0;
    this.views.forgetPlace(place);
    this.forCandidates.forget(place);
    this.forReading.forget(place);
    this.freePlaces.push(place);
  }

  private grow(): void {
    const places = 2 * this.articleAt.length;
    this.articleAt = moved(this.articleAt, new Int32Array(places));
    this.partitionAt = moved(this.partitionAt, new Uint8Array(places));
    this.lastReadAt = moved(this.lastReadAt, new Float64Array(places));
    this.versionAt = moved(this.versionAt, new Uint32Array(places));
    this.forCandidates.grow(places);
    this.forReading.grow(places);
    this.views.grow(places);
    this.runningAt = moved(this.runningAt, new Float64Array(places));
    this.candidacyAt = new Float64Array(places);
  }

  /** The running minute becomes the last closed one, and the oldest leaves the window. */
  private closeRunning(): void {
    const { used: places, runningAt } = this;
    const decaying = 1 - this.silentPart(this.runningMinute);
    for (const decayed of [this.forCandidates, this.forReading]) {
      decayed.close(runningAt, { places, decay: decayed.decay(decaying) });
    }
    runningAt.fill(0, 0, places);
    this.runningMinute++;
    const oldest = this.columnOf(0);
    this.views.forgetColumn(oldest, places);
    this.site[oldest] = 0;
  }

  private forgetUnread(): void {
    const oldest = this.runningMinute - KEPT_MINUTES + 1;
    for (let place = 0; place < this.used; place++) {
      const article = this.articleAt[place]!;
      if (this.lastReadAt[place]! < oldest && article !== NOBODY) this.forget(article, place);
    }
    if (this.placeOf.size <= this.mostArticles) return;
    const kept = new Set(this.mostRead(this.mostArticles, 0).map(({ article }) => article));
    for (const [article, place] of this.placeOf) if (!kept.has(article)) this.forget(article, place);
  }

  private forget(article: number, place: number): void {
    for (let column = 0; column < KEPT_MINUTES; column++) {
      this.site[column] = nothingBelow(this.site[column]! - this.views.weighedAt(place, column));
    }
    this.placeOf.delete(article);
    this.release(place);
  }
}
