// Popular Now as the ranker asks for it: every list of one moment, from what the leader has in memory, and what
// steadiness remembers from tick to tick. No store is asked here.

import type { ArticleCard } from '../articles/article-card';
import type { BoardPlace } from '../boards/board.store';
import { type BoardReadings, WINDOW_MINUTES } from './board-readings';
import { chooseCandidates, ListMembership, type RankingList, rankingLists } from './candidates';
import { isEligible } from './eligibility';
import { EMPTY_POOL, type FillPool } from './fallback';
import { siteRhythm } from './formulas/minute-bins';
import { EMPTY_MEMORY, type ListMemory } from './formulas/steadiness';
import { type HeadlineWords, headlineWords } from './formulas/variety';
import type { ListSource, RankingTick } from './list-source';
import { type PopularNowRule, type RatedArticle, rankPopularNow, rateArticle } from './popular-now';
import { RankReason } from './rank-reason';
import type { RankedEntry } from './ranked-entry';
import { SITE_LIST, type Snapshot } from './snapshot';

/** How long the lists are: the site's is also what author and tag lists are cut from. */
export const SITE_DEPTH = 200;
export const LIST_DEPTH = 50;
const YOUNG_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** How often it is looked at which lists there are, and what may fill their empty places. */
const REFRESH_POOLS_EVERY_MS = 1_000;

/** How long a rate is used again while its article gets no reader: so much of a minute changes it by a thirtieth. */
const RATE_HOLDS_MS = 2_000;

interface Rated {
  version: number;
  ratedMs: number;
  story: RatedArticle | undefined;
}

export class PopularNowSource implements ListSource {
  private readonly memories = new Map<string, ListMemory>();
  private readonly pools = new Map<string, FillPool>();
  private readonly words = new WeakMap<ArticleCard, HeadlineWords>();
  private readonly rated = new Map<ArticleCard, Rated>();
  private lists: RankingList[] = [];
  private poolsOf: { boards: unknown; atMs: number } = { boards: undefined, atMs: -Infinity };

  constructor(private readonly rule: PopularNowRule) {}

  takeOver(last: Snapshot | undefined): void {
    this.memories.clear();
    this.rated.clear();
    this.renewPools();
    for (const [name, list] of last?.lists ?? []) {
      const read = list.entries.filter((entry) => entry.reason === RankReason.READ_NOW);
      this.memories.set(name, { order: read.map((entry) => entry.article), leadingSince: new Map() });
    }
  }

  /** What may fill empty places has changed: the next tick looks. */
  renewPools(): void {
    this.poolsOf.atMs = -Infinity;
  }

  rank(tick: RankingTick): Map<string, RankedEntry[]> {
    const { readings, nowMs } = tick;
    const boards = readings.slowBoards;
    if (boards !== this.poolsOf.boards || nowMs - this.poolsOf.atMs >= REFRESH_POOLS_EVERY_MS) {
      this.refreshPools(tick);
      this.poolsOf = { boards, atMs: nowMs };
    }
    const runningPart = (nowMs % MINUTE_MS) / MINUTE_MS;
    const candidates = chooseCandidates({
      lists: this.lists,
      read: readings.minutes.byCandidacy(runningPart),
      young: tick.latest.youngerThan(YOUNG_MS),
      cardOf: tick.cardOf,
      membership: new ListMembership(tick.sections),
    });
    const rated = this.rating(readings, nowMs, runningPart);
    const viewsInWindow = remember((article: number) =>
      readings.minutes.viewsWithin(article, WINDOW_MINUTES),
    );
    const ranked = new Map<string, RankedEntry[]>();
    for (const [name, cards] of candidates) {
      const { entries, memory } = rankPopularNow({
        candidates: [...cards].map(rated).filter((story) => story !== undefined),
        depth: depthOf(name),
        memory: this.memories.get(name) ?? EMPTY_MEMORY,
        pool: this.pools.get(name) ?? EMPTY_POOL,
        previousRanks: new Map(),
        viewsInWindow,
        rule: ruleOf(name, this.rule),
        nowMs,
      });
      this.memories.set(name, memory);
      ranked.set(name, entries);
    }
    return ranked;
  }

  /** Which lists there are and what may fill their empty places; it changes slowly, so not at every tick. */
  private refreshPools({ readings, latest, sections, cardOf, nowMs }: RankingTick): void {
    const boards = readings.slowBoards;
    const membership = new ListMembership(sections);
    const newestOfAll = latest.newest({ limit: SITE_DEPTH });
    const languages = new Set(newestOfAll.map((card) => card.language));
    for (const { article } of boards.hour) {
      const language = cardOf(article)?.language;
      if (language) languages.add(language);
    }
    this.lists = rankingLists(sections, [...languages].sort());
    const eligible = (article: number) => {
      const card = cardOf(article);
      return card && isEligible(card, this.rule.maxAgeDays, nowMs) ? card : undefined;
    };
    const hour = boardPerList(boards.hour, membership, eligible);
    const day = boardPerList(boards.day, membership, eligible);
    this.pools.clear();
    for (const { name, newest } of this.lists) {
      const cards = latest.newest({ ...newest, limit: depthOf(name) });
      this.pools.set(name, {
        hour: hour.get(name) ?? [],
        day: day.get(name) ?? [],
        newest: cards.map((card) => card.number),
      });
    }
    for (const name of this.memories.keys()) if (!this.pools.has(name)) this.memories.delete(name);
  }

  /** An article's rate is the same on every list, and holds a moment longer where nobody has come to read it. */
  private rating({ minutes }: BoardReadings, nowMs: number, runningPart: number) {
    const rhythm = siteRhythm(minutes.siteCounts(), runningPart);
    const at = { rhythm, rule: this.rule, nowMs };
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
}

function boardPerList(
  board: readonly BoardPlace[],
  membership: ListMembership,
  eligible: (article: number) => ArticleCard | undefined,
): Map<string, BoardPlace[]> {
  const perList = new Map<string, BoardPlace[]>();
  for (const place of board) {
    const card = eligible(place.article);
    if (!card) continue;
    for (const name of membership.listsOf(card)) {
      const places = perList.get(name) ?? [];
      if (places.length < depthOf(name)) places.push(place);
      perList.set(name, places);
    }
  }
  return perList;
}

function depthOf(listName: string): number {
  return listName === SITE_LIST ? SITE_DEPTH : LIST_DEPTH;
}

/** Within a section a cap on sections would empty the list. */
function ruleOf(listName: string, rule: PopularNowRule): PopularNowRule {
  return listName.startsWith('section:') ? { ...rule, caps: { ...rule.caps, perSection: 0 } } : rule;
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
