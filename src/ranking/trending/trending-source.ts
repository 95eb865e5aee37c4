// Trending as the ranker asks for it: what is read far more than its own past lets expect. Every article that has had
// readers of late is looked at, once in two seconds, in memory alone. The lists are placed as those of Popular Now are:
// one article per story, steadiness, what editors have placed; but no empty place is filled. Where nothing rises, the
// list is empty.

import type { ArticleCard } from '../../articles/article-card';
import { KEPT_MINUTES } from '../../boards/board-keys';
import { WINDOW_MINUTES } from '../board-readings';
import { ListMembership } from '../candidates';
import { isEligible } from '../eligibility';
import { EMPTY_POOL } from '../fallback';
import { EMPTY_MEMORY, type ListMemory } from '../formulas/steadiness';
import type { Story } from '../formulas/variety';
import { type KeptListMemories, keptMemories, memoryOfList } from '../list-memories';
import type { ListSource, RankingTick, SourceMemories, TriedList } from '../list-source';
import { type PopularNowRule, type RatedArticle, rankPopularNow, storyOfCard } from '../popular-now';
import type { SurpriseFigures } from '../rank-figures';
import { RankReason } from '../rank-reason';
import type { RankedEntry } from '../ranked-entry';
import { listPlacements } from '../rules/placement';
import type { RankingRules } from '../rules/ranking-rules';
import { SITE_LIST, type Snapshot, trendingList } from '../snapshot';
import { WordsOfCards } from '../words-of-cards';
import { Newcomers } from './newcomers';
import {
  isReadEnough,
  mayBeReadEnough,
  type Peak,
  type Rising,
  risingArticle,
  risingNow,
} from './rising-article';

/** Among what sources remember. 'trending' was a list of peaks alone, and older programs stumble over anything else. */
const MEMORY = 'trending-lists';
const LOOK_EVERY_MS = 2_000;
/** Those read most in the last minutes; a rise of others is too small to be told from chance. */
const LOOKED_AT = 2_000;
const DEPTH = 50;
const MINUTE_MS = 60_000;
/** Where no rule says otherwise. */
const ENTRY_DWELL_MS = 30_000;
const SITE = trendingList(SITE_LIST);

type PackedPeak = [article: number, score: number, atMs: number, surprise: SurpriseFigures];

interface KeptMemories {
  peaks: PackedPeak[];
  lists: KeptListMemories;
}

/** Going once through all articles takes several ticks, so that none of them is long. */
interface Round {
  articles: readonly number[];
  /** Who of them is looked at next. */
  next: number;
  rising: Map<ArticleCard, Rising>;
  peaks: Map<number, Peak>;
  /** How many so far are read enough to rise. */
  readEnough: number;
}

interface ListToRank {
  name: string;
  stories: readonly RatedArticle[];
  rule: PopularNowRule;
  rules: RankingRules;
}

export class TrendingSource implements ListSource {
  readonly step = 'trending';
  private peaks = new Map<number, Peak>();
  private memoryOf = new Map<string, ListMemory>();
  private readonly words = new WordsOfCards();
  private readonly newcomers = new Newcomers();
  private learntFrom: unknown;
  /** Of the article that is being looked at. */
  private readonly counts = new Float64Array(KEPT_MINUTES);
  private lists: ReadonlyMap<string, readonly RankedEntry[]> = new Map([[SITE, []]]);
  private round: Round | undefined;
  /** What the last whole round has found. */
  private rising: ReadonlyMap<ArticleCard, Rising> = new Map();
  private tickedMs = -Infinity;
  /** How many articles were read enough when last all were looked at: among more, chance makes more of them rise. */
  private readEnough: number | undefined;

  /** How many articles the last tick has looked at. */
  lastRated = 0;

  constructor(private readonly rules: RankingRules) {}

  takeOver(last: Snapshot | undefined, memories: SourceMemories = {}): void {
    const { peaks = [], lists = {} } = (memories[MEMORY] ?? {}) as Partial<KeptMemories>;
    this.peaks = new Map(
      peaks.map(([article, score, atMs, surprise]) => [article, { score, atMs, surprise }]),
    );
    this.memoryOf.clear();
    for (const [name, { entries }] of last?.lists ?? []) {
      const risen = entries.filter(({ reason }) => reason === RankReason.TRENDING);
      if (risen.length === 0 && lists[name] === undefined) continue;
      this.memoryOf.set(name, memoryOfList(risen, lists[name], last!.computedAtMs));
    }
    this.round = undefined;
    this.readEnough = undefined;
    this.tickedMs = -Infinity;
  }

  /** What has risen of late, and how long challengers have led: else each change of leader would begin anew. */
  memories(): SourceMemories {
    const peaks = [...this.peaks].map(([article, { score, atMs, surprise }]): PackedPeak => {
      return [article, score, atMs, surprise];
    });
    const kept: KeptMemories = {
      peaks: peaks.sort((a, b) => b[1] - a[1]).slice(0, DEPTH),
      lists: keptMemories(this.memoryOf),
    };
    return { [MEMORY]: kept };
  }

  rank(tick: RankingTick): ReadonlyMap<string, readonly RankedEntry[]> {
    this.lastRated = 0;
    const passedMs = tick.nowMs - this.tickedMs;
    this.tickedMs = tick.nowMs;
    const share = passedMs < 0 ? 1 : Math.min(passedMs / LOOK_EVERY_MS, 1);
    this.round ??= this.beginRound(tick);
    const { round } = this;
    this.look(round, Math.ceil(round.articles.length * share), tick);
    if (round.next < round.articles.length) return this.lists;
    this.round = undefined;
    this.peaks = round.peaks;
    this.readEnough = round.readEnough;
    this.rising = round.rising;
    this.lists = this.rankAll(round.rising, tick);
    return this.lists;
  }

  tried({ name, rules }: TriedList, tick: RankingTick): readonly RankedEntry[] | undefined {
    if (!name.startsWith(trendingList(''))) return undefined;
    const membership = new ListMembership(tick.sections);
    const stories: RatedArticle[] = [];
    for (const [card, found] of this.rising) {
      if (!membership.listsOf(card).some((plain) => trendingList(plain) === name)) continue;
      stories.push(risingArticle(card, this.words.of(card), found, tick.nowMs));
    }
    const rule = readersAside(rules.ruleOf(name, tick.nowMs));
    return this.rankList({ name, stories, rule, rules }, tick, membership).entries;
  }

  private beginRound({ readings, cardOf, nowMs }: RankingTick): Round {
    const { hour, day } = readings.slowBoards;
    if (this.learntFrom !== day) this.newcomers.learn({ hour, day }, cardOf, nowMs);
    this.learntFrom = day;
    const runningPart = (nowMs % MINUTE_MS) / MINUTE_MS;
    const articles = new Set(readings.minutes.mostRead(LOOKED_AT, runningPart).map(({ article }) => article));
    for (const article of this.peaks.keys()) articles.add(article);
    this.readEnough ??= countReadEnough(articles, readings);
    return { articles: [...articles], next: 0, rising: new Map(), peaks: new Map(), readEnough: 0 };
  }

  private look(round: Round, most: number, { readings, cardOf, nowMs }: RankingTick): void {
    const runningPart = (nowMs % MINUTE_MS) / MINUTE_MS;
    const site = readings.minutes.siteCounts();
    const until = Math.min(round.next + most, round.articles.length);
    for (; round.next < until; round.next++) {
      const article = round.articles[round.next]!;
      this.lastRated++;
      // Most are read too little to rise: that is told by one sum, and nothing else of them need be fetched.
      if (!this.peaks.has(article) && !mayBeReadEnough(article, readings)) continue;
      const card = cardOf(article);
      if (!card?.publishedAt) continue;
      const past = {
        ...{ own: readings.minutes.countsOf(article, this.counts), site, runningPart },
        ageMinutes: (nowMs - card.publishedAt.getTime()) / MINUTE_MS,
        newcomersPerMinute: this.newcomers.of(card.sectionId),
      };
      const found = risingNow(past, this.peaks.get(article), { among: this.readEnough ?? 0, nowMs });
      if (isReadEnough(past)) round.readEnough++;
      if (found === undefined) continue;
      round.peaks.set(article, found.peak);
      round.rising.set(card, found);
    }
  }

  private rankAll(rising: ReadonlyMap<ArticleCard, Rising>, tick: RankingTick): Map<string, RankedEntry[]> {
    const { sections, nowMs } = tick;
    const membership = new ListMembership(sections);
    const candidates = new Map<string, RatedArticle[]>([[SITE, []]]);
    // A list on which nothing rises is still ranked once more, empty, and as long as editors hold a place of it.
    for (const name of this.memoryOf.keys()) candidates.set(name, []);
    for (const [card, found] of rising) {
      const story = risingArticle(card, this.words.of(card), found, nowMs);
      for (const plain of membership.listsOf(card)) {
        const name = trendingList(plain);
        const stories = candidates.get(name);
        if (stories === undefined) candidates.set(name, [story]);
        else stories.push(story);
      }
    }
    const lists = new Map<string, RankedEntry[]>();
    const memoryOf = new Map<string, ListMemory>();
    for (const [name, stories] of candidates) {
      const rule = forSurprises(this.rules.ruleOf(name, nowMs));
      const list = { name, stories, rule, rules: this.rules };
      const { entries, memory } = this.rankList(list, tick, membership);
      const isLedBounded = rule.leadHours > 0 && (memory.led?.size ?? 0) > 0;
      if (memory.order.length > 0 || isLedBounded) memoryOf.set(name, memory);
      lists.set(name, entries);
    }
    this.memoryOf = memoryOf;
    return lists;
  }

  private rankList(list: ListToRank, tick: RankingTick, membership: ListMembership) {
    const { name, stories, rule, rules } = list;
    const { readings, cardOf, nowMs } = tick;
    const cardOn = (article: number) => {
      const card = cardOf(article);
      if (card === undefined || !isEligible(card, rule.maxAgeDays, nowMs)) return undefined;
      return membership.listsOf(card).some((plain) => trendingList(plain) === name) ? card : undefined;
    };
    return rankPopularNow({
      candidates: stories.filter(({ article }) => cardOn(article) !== undefined),
      depth: DEPTH,
      memory: this.memoryOf.get(name) ?? EMPTY_MEMORY,
      pool: EMPTY_POOL,
      previousRanks: new Map(),
      viewsInWindow: (article) => readings.minutes.viewsWithin(article, WINDOW_MINUTES),
      rule,
      placements: listPlacements(rules.placementsOf(name, nowMs)),
      storyOf: (article): Story | undefined => {
        const card = cardOn(article);
        return card && storyOfCard(card, this.words.of(card));
      },
      reason: RankReason.TRENDING,
      nowMs,
    });
  }
}

/** A lead in surprise has to last. */
function forSurprises(rule: PopularNowRule): PopularNowRule {
  const { steadiness } = rule;
  const entryDwellMs = steadiness.entryDwellMs || ENTRY_DWELL_MS;
  return readersAside({ ...rule, steadiness: { ...steadiness, entryDwellMs } });
}

function countReadEnough(articles: Iterable<number>, readings: RankingTick['readings']): number {
  let count = 0;
  for (const article of articles) if (mayBeReadEnough(article, readings)) count++;
  return count;
}

/** Readers are missed where scores are readers. */
function readersAside(rule: PopularNowRule): PopularNowRule {
  return { ...rule, steadiness: { ...rule.steadiness, entryPatience: 0 } };
}
