// Ranks every list of one moment from what the leader has in memory, and remembers from tick to tick what steadiness
// and movement need. No store is asked here.

import type { ArticleCard } from '../articles/article-card';
import type { LatestStories } from '../articles/latest-stories';
import type { BoardPlace } from '../boards/board.store';
import type { SectionTree } from '../sections/section-tree';
import { type BoardReadings, type SlowBoards, WINDOW_MINUTES } from './board-readings';
import { chooseCandidates, ListMembership, type RankingList, rankingLists } from './candidates';
import { isEligible } from './eligibility';
import { EMPTY_POOL, type FillPool } from './fallback';
import { siteRhythm } from './formulas/minute-bins';
import { EMPTY_MEMORY, type ListMemory } from './formulas/steadiness';
import { type HeadlineWords, headlineWords } from './formulas/variety';
import { type PopularNowRule, type RatedArticle, rankPopularNow, rateArticle } from './popular-now';
import { RankReason } from './rank-reason';
import type { RankedEntry } from './ranked-entry';
import { SITE_LIST, type Snapshot } from './snapshot';

/** How long the lists are: the site's is also what author and tag lists are cut from. */
export const SITE_DEPTH = 200;
export const LIST_DEPTH = 50;
const YOUNG_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** A rank is compared with that of ten minutes ago. */
const MOVEMENT_MINUTES = 10;

/** How long a rate is used again while its article gets no reader: so much of a minute changes it by a thirtieth. */
const RATE_HOLDS_MS = 2_000;

interface Rated {
  version: number;
  ratedMs: number;
  story: RatedArticle | undefined;
}

export type Ranks = ReadonlyMap<string, ReadonlyMap<number, number>>;

export interface ListRankerParts {
  cardOf: (article: number) => ArticleCard | undefined;
  latest: LatestStories;
  sections: SectionTree;
  rule: PopularNowRule;
}

export class ListRanker {
  private readonly memories = new Map<string, ListMemory>();
  private readonly pools = new Map<string, FillPool>();
  private readonly pastRanks = new Map<number, Ranks>();
  private readonly words = new WeakMap<ArticleCard, HeadlineWords>();
  private readonly rated = new Map<ArticleCard, Rated>();
  private lists: RankingList[] = [];

  constructor(private readonly parts: ListRankerParts) {}

  /** Goes on where the last leader stopped: its lists, and the ranks of the minutes before. */
  takeOver(last: Snapshot | undefined, pastRanks: ReadonlyMap<number, Ranks>): void {
    this.memories.clear();
    this.pastRanks.clear();
    this.rated.clear();
    for (const [minute, ranks] of pastRanks) this.pastRanks.set(minute, ranks);
    for (const [name, list] of last?.lists ?? []) {
      const read = list.entries.filter((entry) => entry.reason === RankReason.READ_NOW);
      this.memories.set(name, { order: read.map((entry) => entry.article), leadingSince: new Map() });
    }
  }

  /** Which lists there are and what may fill their empty places; it changes slowly, so not at every tick. */
  refreshPools(boards: SlowBoards, nowMs: number): void {
    const membership = new ListMembership(this.parts.sections);
    const newestOfAll = this.parts.latest.newest({ limit: SITE_DEPTH });
    const languages = new Set(newestOfAll.map((card) => card.language));
    for (const { article } of boards.hour) {
      const language = this.parts.cardOf(article)?.language;
      if (language) languages.add(language);
    }
    this.lists = rankingLists(this.parts.sections, [...languages].sort());
    const hour = this.boardPerList(boards.hour, membership, nowMs);
    const day = this.boardPerList(boards.day, membership, nowMs);
    this.pools.clear();
    for (const { name, newest } of this.lists) {
      const cards = this.parts.latest.newest({ ...newest, limit: depthOf(name) });
      this.pools.set(name, {
        hour: hour.get(name) ?? [],
        day: day.get(name) ?? [],
        newest: cards.map((card) => card.number),
      });
    }
    for (const name of this.memories.keys()) if (!this.pools.has(name)) this.memories.delete(name);
  }

  rank(readings: BoardReadings, nowMs: number): Map<string, RankedEntry[]> {
    const minute = Math.floor(nowMs / MINUTE_MS);
    const runningPart = nowMs / MINUTE_MS - minute;
    const candidates = chooseCandidates({
      lists: this.lists,
      read: readings.minutes.byCandidacy(runningPart),
      young: this.parts.latest.youngerThan(YOUNG_MS),
      cardOf: this.parts.cardOf,
      membership: new ListMembership(this.parts.sections),
    });
    const rated = this.rating(readings, nowMs, runningPart);
    const viewsInWindow = remember((article: number) =>
      readings.minutes.viewsWithin(article, WINDOW_MINUTES),
    );
    const past = this.pastRanks.get(minute - MOVEMENT_MINUTES);
    const ranked = new Map<string, RankedEntry[]>();
    for (const [name, cards] of candidates) {
      const { entries, memory } = rankPopularNow({
        candidates: [...cards].map(rated).filter((story) => story !== undefined),
        depth: depthOf(name),
        memory: this.memories.get(name) ?? EMPTY_MEMORY,
        pool: this.pools.get(name) ?? EMPTY_POOL,
        previousRanks: past?.get(name) ?? new Map(),
        viewsInWindow,
        rule: ruleOf(name, this.parts.rule),
        nowMs,
      });
      this.memories.set(name, memory);
      ranked.set(name, entries);
    }
    return ranked;
  }

  /** The ranks of a minute, kept for the movement of later ones; undefined if that minute has already been kept. */
  keepRanks(lists: ReadonlyMap<string, readonly RankedEntry[]>, minute: number): Ranks | undefined {
    if (this.pastRanks.has(minute)) return undefined;
    const ranks = new Map([...lists].map(([name, entries]) => [name, ranksOf(entries)]));
    this.pastRanks.set(minute, ranks);
    for (const kept of this.pastRanks.keys()) {
      if (kept < minute - MOVEMENT_MINUTES) this.pastRanks.delete(kept);
    }
    return ranks;
  }

  /** An article's rate is the same on every list, and holds a moment longer where nobody has come to read it. */
  private rating({ minutes }: BoardReadings, nowMs: number, runningPart: number) {
    const rhythm = siteRhythm(minutes.siteCounts(), runningPart);
    const at = { rhythm, rule: this.parts.rule, nowMs };
    for (const [card, { ratedMs }] of this.rated)
      if (nowMs - ratedMs >= RATE_HOLDS_MS) this.rated.delete(card);
    return (card: ArticleCard): RatedArticle | undefined => {
      const version = minutes.versionOf(card.number);
      const known = this.rated.get(card);
      if (known?.version === version) return known.story;
      const story = rateArticle(card, minutes.countsOf(card.number), this.wordsOf(card), at);
      this.rated.set(card, { version, ratedMs: nowMs, story });
      return story;
    };
  }

  private wordsOf(card: ArticleCard): HeadlineWords {
    const known = this.words.get(card);
    if (known) return known;
    const words = headlineWords(card.headline);
    this.words.set(card, words);
    return words;
  }

  private boardPerList(
    board: readonly BoardPlace[],
    membership: ListMembership,
    nowMs: number,
  ): Map<string, BoardPlace[]> {
    const perList = new Map<string, BoardPlace[]>();
    for (const place of board) {
      const card = this.parts.cardOf(place.article);
      if (!card || !isEligible(card, this.parts.rule.maxAgeDays, nowMs)) continue;
      for (const name of membership.listsOf(card)) {
        const places = perList.get(name) ?? [];
        if (places.length < depthOf(name)) places.push(place);
        perList.set(name, places);
      }
    }
    return perList;
  }
}

function depthOf(listName: string): number {
  return listName === SITE_LIST ? SITE_DEPTH : LIST_DEPTH;
}

/** Within a section a cap on sections would empty the list. */
function ruleOf(listName: string, rule: PopularNowRule): PopularNowRule {
  return listName.startsWith('section:') ? { ...rule, caps: { ...rule.caps, perSection: 0 } } : rule;
}

function ranksOf(entries: readonly RankedEntry[]): Map<number, number> {
  return new Map(entries.map((entry, index) => [entry.article, index + 1]));
}

function remember<K, V>(workOut: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    if (known.has(key)) return known.get(key) as V;
    const value = workOut(key);
    known.set(key, value);
    return value;
  };
}
