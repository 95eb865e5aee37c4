// A site that is read from one seed, with boards in memory and a clock that is moved by hand: the real ranker over it
// gives the same snapshots every time, on any machine. Nothing waits for a store, so that what a tick takes is work.

import { LatestStories } from '../../src/articles/latest-stories';
import { PARTITIONS, type Partition, partitionOf } from '../../src/boards/partition';
import { SimulatedClock } from '../../src/platform/clock';
import { createLog } from '../../src/platform/log/log';
import { DEFAULT_STEADINESS } from '../../src/ranking/formulas/steadiness';
import { PopularNowSource } from '../../src/ranking/popular-now-source';
import { Ranker, type RankerParts } from '../../src/ranking/ranker';
import { RankingFigures } from '../../src/ranking/ranking-figures';
import { RankingRuleBook } from '../../src/ranking/rules/ranking-rules';
import { type PackedSnapshot, packSnapshot, type Snapshot } from '../../src/ranking/snapshot';
import type { SnapshotStore } from '../../src/ranking/snapshot.store';
import { TrendingSource } from '../../src/ranking/trending/trending-source';
import type { SectionRepository } from '../../src/sections/section.repository';
import { SectionTree } from '../../src/sections/section-tree';
import { aCard, anAuthor, aSection } from './a-card';
import { aBoost, aBury, aPin } from './a-placement';

export interface SiteInMemory {
  articles: number;
  sections: number;
  viewsPerTick: number;
  /** Of so many past minutes there are boards. */
  minutes: number;
  tickMs: number;
  seed: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const START_MS = Date.UTC(2026, 3, 1, 12, 0, 30);
const languages = ['en', 'ko', 'de'] as const;

interface Count {
  views: number;
  discount: number;
}

export class RankedSiteInMemory {
  readonly clock = new SimulatedClock(START_MS);
  readonly figures = new RankingFigures();
  /** What has been published, as it was sent. */
  readonly published: PackedSnapshot[] = [];
  readonly ranker: Ranker;
  private readonly boards = new Map<number, Map<number, Count>>();
  private readonly all = new Map<number, number>();
  private readonly upTo: Float64Array;
  private readonly cards = new Map<number, ReturnType<typeof aCard>>();
  private counted = new Map<number, Set<number>>();
  private late = new Set<number>();
  private tops: { place: { article: number; decayedViews: number }[]; atMs: number } = {
    place: [],
    atMs: -Infinity,
  };
  private readonly chance: () => number;
  private ticks = 0;
  private readonly latest: LatestStories;

  constructor(private readonly size: SiteInMemory) {
    this.chance = chanceFrom(size.seed);
    this.upTo = zipf(size.articles);
    this.publish();
    for (let back = size.minutes; back > 0; back--) this.readMinute(minuteOf(START_MS) - back);
    const sections = this.sections();
    const cards = {
      peek: (article: number) => this.cards.get(article),
      byNumbers: async (articles: readonly number[]) => articles.map((article) => this.cards.get(article)),
      onCard: () => () => undefined,
    };
    const log = createLog('silent');
    this.latest = new LatestStories({
      ...{ cards: cards as never, sections, clock: this.clock, log },
      repository: { newestOfEach: async () => this.newestOfEach() } as never,
    });
    const rules = new RankingRuleBook(
      {
        ...{ maxAgeDays: 3, steadiness: DEFAULT_STEADINESS, stories: 'one', leadHours: 1 },
        caps: { perSection: 2, perAuthor: 1 },
      },
      {
        rules: [],
        placements: [
          aPin(17, 3),
          aBury(2),
          aBoost(5, 1.5),
          aPin(23, 1, { scope: { sectionId: 'section-0', language: null } }),
        ],
      },
      sections,
    );
    this.ranker = new Ranker({
      boards: this.readBoards(),
      lately: this.countedLately(),
      ...{
        cards,
        latest: this.latest,
        sections,
        store: this.store(),
        figures: this.figures,
        clock: this.clock,
        log,
      },
      seenTerm: () => 0,
      onSnapshot: async () => undefined,
      sources: [new PopularNowSource(rules), new TrendingSource(rules)],
      tickMs: size.tickMs,
      maxLiveArticles: size.articles,
    });
  }

  async start(): Promise<this> {
    await this.latest.start();
    await this.ranker.tick();
    return this;
  }

  /** Some read, and the ranker ticks. */
  async tick(): Promise<void> {
    await this.clock.advanceBy(this.size.tickMs);
    this.ticks++;
    const minute = minuteOf(this.clock.nowMs());
    for (let view = 0; view < this.size.viewsPerTick; view++) {
      // What is read five times as much for a while.
      const burst = this.ticks % 40 < 10 && this.chance() < 0.1;
      this.count(burst ? 1 + (Math.floor(this.ticks / 40) % 7) * 11 : this.draw(), minute);
    }
    if (this.ticks % 25 === 0) {
      const past = minute - 2 - Math.floor(this.chance() * 30);
      for (let view = 0; view < 20; view++) this.count(this.draw(), past);
      this.late.add(past);
    }
    await this.ranker.tick();
  }

  stop(): void {
    this.latest.stop();
  }

  private count(article: number, minute: number): void {
    let board = this.boards.get(minute);
    if (board === undefined) {
      board = new Map();
      this.boards.set(minute, board);
    }
    const count = board.get(article) ?? { views: 0, discount: 0 };
    board.set(article, {
      views: count.views + 1,
      discount: count.discount + (this.chance() < 0.02 ? 0.75 : 0),
    });
    this.all.set(article, (this.all.get(article) ?? 0) + 1);
    const counted = this.counted.get(minute) ?? new Set();
    this.counted.set(minute, counted.add(article));
  }

  private draw(): number {
    const wanted = this.chance() * this.upTo[this.size.articles - 1]!;
    let [low, high] = [0, this.size.articles - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.upTo[middle]! < wanted) low = middle + 1;
      else high = middle;
    }
    return 1 + ((low * 7_919) % this.size.articles);
  }

  private readMinute(minute: number): void {
    const { articles, minutes, viewsPerTick, tickMs } = this.size;
    const views = Math.round((viewsPerTick * MINUTE_MS) / tickMs);
    for (let view = 0; view < views; view++) this.count(this.draw(), minute);
    for (let article = 1 + (minute % minutes); article <= articles; article += minutes)
      this.count(article, minute);
    this.counted = new Map();
  }

  private publish(): void {
    const { articles, sections } = this.size;
    for (let number = 1; number <= articles; number++) {
      const told = Math.floor(this.chance() * articles * 0.8);
      const sectionId = `section-${number % sections}`;
      this.cards.set(
        number,
        aCard({
          ...{ number, sectionId, language: languages[number % 3]! },
          headline: `What number ${told} said of the ${told % 7} bridges over the river ${told % 97}`,
          authors: [anAuthor(`author-${number % 50}`)],
          publishedAtMs: START_MS - ((number - 1) / articles) * 100 * HOUR_MS,
        }),
      );
    }
  }

  private newestOfEach(): number[] {
    return [...this.cards.keys()].slice(0, 20_000);
  }

  private sections(): SectionTree {
    const sections = Array.from({ length: this.size.sections }, (_, at) =>
      aSection(`section-${at}`, { parentId: at % 4 === 0 ? null : `section-${at - (at % 4)}`, position: at }),
    );
    const tree = new SectionTree({ allSections: async () => sections } as unknown as SectionRepository);
    void tree.load();
    return tree;
  }

  private readBoards(): RankerParts['boards'] {
    const countsIn = (minute: number, wanted: (article: number) => boolean) => {
      const counts = new Map<number, Count>();
      for (const [article, count] of this.boards.get(minute) ?? [])
        if (wanted(article)) counts.set(article, count);
      return counts;
    };
    return {
      minuteCounts: async (minute) => countsIn(minute, () => true),
      minuteCountsIn: async (partition: Partition, minute) =>
        countsIn(minute, (article) => partitionOf(article) === partition),
      minuteCountsOf: async (minute, articles) => {
        const board = this.boards.get(minute);
        return new Map(
          [...articles].map((article) => [article, board?.get(article) ?? { views: 0, discount: 0 }]),
        );
      },
      takeLateMinutes: async () => {
        const minutes = [...this.late];
        this.late = new Set();
        return { minutes, isWhole: true };
      },
      top: async (board, count, nowMs) => {
        if (nowMs - this.tops.atMs >= 15_000) {
          const place = [...this.all].map(([article, views]) => ({ article, decayedViews: views / 3 }));
          place.sort((a, b) => b.decayedViews - a.decayedViews || a.article - b.article);
          this.tops = { place: place.slice(0, 500), atMs: nowMs };
        }
        const factor = { hour: 1, day: 4, week: 9 }[board];
        return this.tops.place
          .slice(0, count)
          .map(({ article, decayedViews }) => ({ article, decayedViews: decayedViews * factor }));
      },
    };
  }

  private countedLately(): RankerParts['lately'] {
    const positions = Array<number>(PARTITIONS).fill(0);
    return {
      positions: async () => positions,
      since: async () => {
        const articles = this.counted;
        this.counted = new Map();
        return { articles, unknown: [], rewound: [], positions };
      },
    };
  }

  /** It holds the lease for ever, and what is published is kept. */
  private store(): SnapshotStore {
    const store: Partial<SnapshotStore> = {
      holdLease: async () => ({ held: true, term: 1 }),
      readNewest: async () => undefined,
      readMemories: async () => ({}),
      readRanks: async () => new Map(),
      keepNewest: async ({ snapshot, memories }) => {
        JSON.stringify([packSnapshot(snapshot), memories]);
        return 'kept';
      },
      pack: (snapshot) => JSON.stringify(packSnapshot(snapshot)),
      keepOrders: async () => undefined,
      keepRanks: async () => undefined,
      publish: async (snapshot: Snapshot) => {
        this.published.push(JSON.parse(JSON.stringify(packSnapshot(snapshot))) as PackedSnapshot);
      },
    };
    return store as SnapshotStore;
  }
}

const minuteOf = (ms: number) => Math.floor(ms / MINUTE_MS);

function zipf(articles: number): Float64Array {
  const upTo = new Float64Array(articles);
  let sum = 0;
  for (let rank = 0; rank < articles; rank++) {
    sum += (rank + 1) ** -0.9;
    upTo[rank] = sum;
  }
  return upTo;
}

/** Mulberry32 (Ettinger, 2017). */
function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
