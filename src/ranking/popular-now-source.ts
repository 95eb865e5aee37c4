// Popular Now as the ranker asks for it: every list of one moment, from what the leader has in memory, and what
// steadiness remembers from tick to tick. No store is asked here.

import { type ArticleCard, isPublic } from '../articles/article-card';
import { KEPT_MINUTES } from '../boards/board-keys';
import { type BoardReadings, WINDOW_MINUTES } from './board-readings';
import { CandidateChooser, ListMembership, type RankingList, rankingLists } from './candidates';
import { isEligible } from './eligibility';
import { EMPTY_POOL } from './fallback';
import { siteRhythm } from './formulas/minute-bins';
import { EMPTY_MEMORY, type ListMemory } from './formulas/steadiness';
import type { Story } from './formulas/variety';
import { type KeptListMemories, keptMemories, memoryOfList } from './list-memories';
import { ListPools } from './list-pools';
import type { ListSource, RankingTick, SourceMemories, TriedList } from './list-source';
import { type RatedArticle, rankPopularNow, rateArticle, storyOfCard } from './popular-now';
import { RankReason } from './rank-reason';
import type { RankedEntry } from './ranked-entry';
import { listPlacements } from './rules/placement';
import type { RankingRules } from './rules/ranking-rules';
import { SITE_LIST, type Snapshot } from './snapshot';
import { StillMemories } from './still-memories';
import { WordsOfCards } from './words-of-cards';

/** How long the lists are: the site's is also what author and tag lists are cut from. */
export const SITE_DEPTH = 200;
export const LIST_DEPTH = 50;
/** Among what sources remember. What older programs kept as 'popular-now' had another form. */
const MEMORY = 'popular-now-lists';
const YOUNG_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** How often it is looked at which lists there are, and what may fill their empty places. */
const REFRESH_POOLS_EVERY_MS = 1_000;

/** How long a rate is used again while its article gets no reader: so much of a minute changes it by a thirtieth. */
const RATE_HOLDS_MS = 2_000;
/** Rates worked out anew in one tick; of what is left the last ones hold, for so long at most. */
const RATES_PER_TICK = 1_500;
/** So many sections are ranked in one tick, or a fifth of all: each every two seconds at least. */
const [SECTIONS_PER_TICK, TICKS_A_ROUND] = [10, 5];
const RATE_HOLDS_AT_MOST_MS = 10_000;

interface Rated {
  version: number;
  ratedMs: number;
  story: RatedArticle | undefined;
  /** The look at all that has met it last. */
  look: number;
}

export class PopularNowSource implements ListSource {
  readonly step = 'popularNow';
  private readonly listMemories = new Map<string, ListMemory>();
  private readonly still = new StillMemories();
  private pools: ListPools | undefined;
  private readonly words = new WordsOfCards();
  private readonly rated = new Map<ArticleCard, Rated>();
  private readonly ranked = new Map<string, RankedEntry[]>();
  /** Of the article that is being rated. */
  private readonly counts = new Float64Array(KEPT_MINUTES);
  private lists: RankingList[] = [];
  /** How old an article may be on each of them, in days. */
  private ages = new Map<string, number>();
  private poolsOf: { boards: unknown; atMs: number } = { boards: undefined, atMs: -Infinity };

  /** Of how many articles the last tick has worked out the rate: RATES_PER_TICK at most, but for those without one. */
  lastRated = 0;
  private turn = 0;
  private rankedMs = -Infinity;
  private oldForgottenMs = -Infinity;
  private looks = 0;

  /** @param only the one list to rank, if not all: for a preview */
  constructor(
    private readonly rules: RankingRules,
    private readonly only?: string,
    private readonly chooser = new CandidateChooser(),
  ) {}

  tried({ name, rules, last }: TriedList, tick: RankingTick): readonly RankedEntry[] | undefined {
    if (!this.ranked.has(name)) return undefined;
    const trial = new PopularNowSource(rules, name, this.chooser);
    trial.takeOver(last, this.memories());
    return trial.rank(tick).get(name);
  }

  takeOver(last: Snapshot | undefined, memories: SourceMemories = {}): void {
    const kept = (memories[MEMORY] ?? {}) as KeptListMemories;
    this.listMemories.clear();
    this.still.forget();
    this.rated.clear();
    this.ranked.clear();
    this.renewPools();
    for (const [name, list] of last?.lists ?? []) {
      const read = list.entries.filter((entry) => entry.reason === RankReason.READ_NOW);
      this.listMemories.set(name, memoryOfList(read, kept[name], last!.computedAtMs));
    }
  }

  /** How long challengers have led, and who has stood among the first: else each change of leader would begin anew. */
  memories(): SourceMemories {
    return { [MEMORY]: keptMemories(this.listMemories) };
  }

  /** What may fill empty places has changed: the next tick looks. */
  cardChanged(article: number): void {
    this.chooser.forgetCard(article);
    this.renewPools();
  }

  sectionsChanged(): void {
    this.chooser.forgetAll();
    this.renewPools();
  }

  private renewPools(): void {
    this.poolsOf.atMs = -Infinity;
  }

  rank(tick: RankingTick): Map<string, RankedEntry[]> {
    const { readings, nowMs } = tick;
    const { silence, slowBoards: boards } = readings;
    if (boards !== this.poolsOf.boards || nowMs - this.poolsOf.atMs >= REFRESH_POOLS_EVERY_MS) {
      this.refreshPools(tick);
      this.poolsOf = { boards, atMs: nowMs };
    }
    const runningPart = (nowMs % MINUTE_MS) / MINUTE_MS;
    const { latest, cardOf, sections } = tick;
    this.still.hold(this.listMemories, silence, nowMs);
    const young = latest.youngerThan(YOUNG_MS);
    const candidates = this.chooser.choose({
      ...{ lists: this.dueLists(nowMs), read: readings.minutes, runningPart, young, cardOf, sections },
    });
    const rated = this.rateAll(this.inTurn(candidates), readings, nowMs);
    const viewsInWindow = remember((article: number) =>
      readings.minutes.viewsWithin(article, WINDOW_MINUTES),
    );
    const membership = new ListMembership(sections);
    for (const [name, cards] of candidates) {
      const stories = [...cards].map((card) => rated.get(card)?.story);
      const { entries, memory } = rankPopularNow({
        candidates: stories.filter((story) => story !== undefined),
        depth: depthOf(name),
        memory: this.listMemories.get(name) ?? EMPTY_MEMORY,
        pool: this.pools?.of(name) ?? EMPTY_POOL,
        previousRanks: new Map(),
        viewsInWindow,
        rule: this.rules.ruleOf(name, nowMs),
        placements: listPlacements(this.rules.placementsOf(name, nowMs)),
        storyOf: (article) => this.storyOf(cardOf(article), { name, membership, nowMs }),
        nowMs,
      });
      this.listMemories.set(name, memory);
      this.ranked.set(name, entries);
    }
    this.still.keep(this.listMemories, silence);
    return new Map(
      this.lists.flatMap(({ name }): [string, RankedEntry[]][] => {
        const entries = this.ranked.get(name);
        return entries === undefined ? [] : [[name, entries]];
      }),
    );
  }

  /** The site, the languages and new lists always; of many sections some, in turn, while ticks follow each other. */
  private dueLists(nowMs: number): RankingList[] {
    const sinceMs = nowMs - this.rankedMs;
    this.rankedMs = nowMs;
    if (sinceMs < 0 || sinceMs >= RATE_HOLDS_MS) return this.lists;
    const isSection = ({ name }: RankingList) => name.startsWith('section:');
    const sections = this.lists.filter(isSection);
    const many = Math.max(SECTIONS_PER_TICK, Math.ceil(sections.length / TICKS_A_ROUND));
    this.turn %= Math.max(1, sections.length);
    const turn = new Set([...sections, ...sections].slice(this.turn, this.turn + many));
    this.turn += many;
    return this.lists.filter((list) => !isSection(list) || turn.has(list) || !this.ranked.has(list.name));
  }

  /** Which lists there are and what may fill their empty places; it changes slowly, so not at every tick. */
  private refreshPools(tick: RankingTick): void {
    const { readings, latest, sections, cardOf, nowMs } = tick;
    const newestOfAll = latest.newest({ limit: SITE_DEPTH });
    const languages = new Set(newestOfAll.map((card) => card.language));
    for (const { article } of readings.slowBoards.hour) {
      const language = cardOf(article)?.language;
      if (language) languages.add(language);
    }
    const all = rankingLists(sections, [...languages].sort());
    this.lists = this.only === undefined ? all : all.filter(({ name }) => name === this.only);
    this.ages = new Map(this.lists.map(({ name }) => [name, this.rules.ruleOf(name, nowMs).maxAgeDays]));
    const eligible = (card: ArticleCard, name: string) =>
      isEligible(card, this.ages.get(name) ?? this.oldestDays(), nowMs);
    const pools = new ListPools(tick, { lists: this.lists, depthOf, eligible });
    for (const name of this.listMemories.keys()) if (!pools.has(name)) this.listMemories.delete(name);
    for (const name of this.ranked.keys()) if (!pools.has(name)) this.ranked.delete(name);
    this.pools = pools;
  }

  /** The site and the languages first: where there is not time for all, their rates are the newest. */
  private *inTurn(candidates: ReadonlyMap<string, ReadonlySet<ArticleCard>>): Generator<ArticleCard> {
    for (const [name, cards] of candidates) if (!name.startsWith('section:')) yield* cards;
    for (const [name, cards] of candidates) if (name.startsWith('section:')) yield* cards;
  }

  /** An article's rate is the same on every list, and holds a moment longer where nobody has come to read it. */
  private rateAll(
    cards: Iterable<ArticleCard>,
    { minutes, silence }: BoardReadings,
    nowMs: number,
  ): ReadonlyMap<ArticleCard, Rated> {
    const counted = silence.countedMinutes(KEPT_MINUTES);
    const rhythm = siteRhythm(minutes.siteCounts(), (nowMs % MINUTE_MS) / MINUTE_MS, counted);
    const at = { rhythm, rule: { maxAgeDays: this.oldestDays() }, nowMs };
    this.forgetOldRates(nowMs);
    this.looks++;
    this.lastRated = 0;
    for (const card of cards) {
      const known = this.rated.get(card);
      if (known !== undefined) {
        // It stands on four lists.
        if (known.look === this.looks) continue;
        known.look = this.looks;
        const isGood = nowMs - known.ratedMs < RATE_HOLDS_AT_MOST_MS;
        if (isGood && this.lastRated >= RATES_PER_TICK) continue;
      }
      const version = minutes.versionOf(card.number);
      if (known?.version === version && nowMs - known.ratedMs < RATE_HOLDS_MS) continue;
      const counts = minutes.countsOf(card.number, this.counts);
      const story = rateArticle(card, counts, this.words.of(card), at);
      this.rated.set(card, { version, ratedMs: nowMs, story, look: this.looks });
      this.lastRated++;
    }
    return this.rated;
  }

  /** Of what is on no list any more; now and then, since going through all of them is work. */
  private forgetOldRates(nowMs: number): void {
    if (Math.abs(nowMs - this.oldForgottenMs) < RATE_HOLDS_AT_MOST_MS) return;
    this.oldForgottenMs = nowMs;
    for (const [card, { ratedMs }] of this.rated) {
      if (nowMs - ratedMs >= RATE_HOLDS_AT_MOST_MS) this.rated.delete(card);
    }
  }

  /** As old as an article may be on any list: the rule of each list is looked at where it is ranked. */
  private oldestDays(): number {
    return Math.max(0, ...this.ages.values());
  }

  /** What may stand on a list now, whoever reads it. */
  private storyOf(
    card: ArticleCard | undefined,
    { name, membership, nowMs }: { name: string; membership: ListMembership; nowMs: number },
  ): Story | undefined {
    if (card === undefined || !isPublic(card, nowMs)) return undefined;
    return membership.listsOf(card).includes(name) ? storyOfCard(card, this.words.of(card)) : undefined;
  }
}

function depthOf(listName: string): number {
  return listName === SITE_LIST ? SITE_DEPTH : LIST_DEPTH;
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
