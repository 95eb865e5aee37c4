// The ranked lists: Popular Now, Must-Reads, You May Also Like; and the ranker, which leads in one process at a time.

import type { Registry } from 'prom-client';
import { isPublic } from '../articles/article-card';
import { MustReadList } from '../must-reads/must-read-list';
import { MustReadsResolver } from '../must-reads/must-reads.resolver';
import { MustReadsChangedResolver } from '../must-reads/must-reads-changed.resolver';
import { PickBook } from '../must-reads/pick-book';
import type { Stop } from '../platform/clock';
import { readUuid } from '../platform/graphql/id-or-slug';
import type { Log } from '../platform/log/log';
import { timeOfDayIn } from '../ranking/explanation';
import { LiveLists } from '../ranking/live/live-lists';
import { RankedListsChangedResolver } from '../ranking/live/ranked-lists-changed.resolver';
import { type MatchingArticles, NewestMatching } from '../ranking/newest-matching';
import { PopularNowResolver } from '../ranking/popular-now.resolver';
import type { PopularNowFilter } from '../ranking/popular-now-filter';
import { type RankedArticleEdge, RankedEdges } from '../ranking/ranked-article.type';
import { RankedListPages } from '../ranking/ranked-list-pages';
import type { Ranker } from '../ranking/ranker';
import { SnapshotStore } from '../ranking/snapshot.store';
import { SnapshotMirror } from '../ranking/snapshot-mirror';
import { TrendingResolver } from '../ranking/trending/trending.resolver';
import { AlsoLikeLists } from '../recommendations/also-like-lists';
import { CoVisitRecorder } from '../recommendations/co-visit-recorder';
import { NeighbourBoardStore } from '../recommendations/neighbour-board.store';
import { OnwardMemory } from '../recommendations/onward-memory';
import { ReadingSessionStore } from '../recommendations/reading-session.store';
import { YouMayAlsoLikeResolver } from '../recommendations/you-may-also-like.resolver';
import type { Counting } from './counting';
import type { Newsroom } from './newsroom';
import { composeRanking, type Ranking, type RankingHere } from './ranking';
import { composeRankingArchive, composeRankingReadBack } from './ranking-history';
import { composeRankingRules, resolversForRankingRules } from './ranking-rules';
import type { Settings } from './settings';
import type { Stores } from './stores';

export interface Rails {
  /** Where this process ranks: here, or in a thread of its own. */
  ranking: Ranking;
  /** Where it ranks here. @throws Error where it does not */
  readonly ranker: Ranker;
  mirror: SnapshotMirror;
  /** What has been learnt of where readers go on to. */
  recorder: CoVisitRecorder;
  alsoLike: AlsoLikeLists;
  mustReads: MustReadList;
  resolvers: object[];
  /** What ranking costs and yields. */
  register(registry: Registry): void;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** The list of the whole site as it stands, for a command to show. */
  popularNow(limit: number): Promise<readonly RankedArticleEdge[]>;
}

export type RailsStores = Pick<Stores, 'dataSource' | 'redis' | 'clock'>;
export type RailsNewsroom = Pick<
  Newsroom,
  'articles' | 'authors' | 'cards' | 'changes' | 'latest' | 'picks' | 'sections'
>;
export type RailsCounting = Pick<Counting, 'boards' | 'counter'>;
export type RailsSettings = Pick<Settings, 'program' | 'ranking' | 'visitors'>;

export function composeRails(
  stores: RailsStores,
  newsroom: RailsNewsroom,
  counting: RailsCounting,
  settings: RailsSettings,
  log: Log,
  /** Where ranking runs, if not here. */
  rankIn?: (mirror: SnapshotMirror) => Ranking,
): Rails {
  const { redis, clock } = stores;
  const { cards, latest, sections } = newsroom;
  const timeOfDay = timeOfDayIn(settings.visitors.timeZone);
  const store = new SnapshotStore(redis);
  const mirror = new SnapshotMirror({ store, cards, clock, log });
  const rules = composeRankingRules(stores, newsroom, settings, log);
  const picks = new PickBook({ repository: newsroom.picks, changes: newsroom.changes, cards, clock, log });
  const rankHere = () =>
    composeRanking({
      ...{ stores, newsroom, settings, log },
      boards: counting.boards,
      ...{ rules, picks },
      seenTerm: () => mirror.seenTerm(),
      onSnapshot: (snapshot) => mirror.accept(snapshot),
      archive: composeRankingArchive(stores, log),
    });
  const ranking: Ranking & Partial<RankingHere> = rankIn === undefined ? rankHere() : rankIn(mirror);
  const stored = matchingIn(newsroom, () => clock.nowMs());
  const newest = new NewestMatching({ stored, latest, cards, sections, clock });
  const pages = new RankedListPages({ mirror, store, cards, newest, sections, rules, clock, log });
  const readBack = composeRankingReadBack(stores, newsroom, settings);
  const mustReads = new MustReadList({ book: picks, cards, latest, mirror, rules, clock });
  const neighbours = new NeighbourBoardStore(redis);
  const recorder = new CoVisitRecorder({ sessions: new ReadingSessionStore(redis), neighbours, clock, log });
  const alsoLike = new AlsoLikeLists({
    onward: new OnwardMemory(neighbours, clock),
    cards,
    latest,
    mirror,
    clock,
  });
  const edges = new RankedEdges(timeOfDay);
  const mustReadsResolver = new MustReadsResolver({
    ...{ list: mustReads, pages, past: readBack.past, sections, edges },
  });
  const liveLists = new LiveLists({ mirror, cards, edges, clock });
  let stops: Stop[] = [];

  return {
    ranking,
    get ranker() {
      if (ranking.ranker === undefined) throw new Error('Ranking runs in a thread of its own');
      return ranking.ranker;
    },
    mirror,
    recorder,
    alsoLike,
    mustReads,
    resolvers: [
      new PopularNowResolver({ pages, past: readBack.past, latest, sections, timeOfDay }),
      ...readBack.resolvers,
      new TrendingResolver({ pages, past: readBack.past, sections, edges }),
      new RankedListsChangedResolver(liveLists, pages, sections),
      mustReadsResolver,
      new MustReadsChangedResolver(liveLists, (first) => mustReadsResolver.firstPlaces(first)),
      new YouMayAlsoLikeResolver({ lists: alsoLike, mirror, clock, timeOfDay }),
      ...resolversForRankingRules(stores, newsroom, rules, { mirror, settings, timeOfDay, log }),
    ],
    register: (registry) => ranking.figures.register(registry, () => mirror.lagMs),
    async start() {
      // What has just been published fills empty places with the next tick.
      stops = [counting.counter.onCounted((view) => recorder.record(view))];
      await rules.start();
      await mirror.start();
      await picks.start();
      if (settings.program.role !== 'api') await ranking.start();
    },
    async stop() {
      for (const stop of stops.splice(0)) stop();
      await ranking.stop();
      await rules.stop();
      picks.stop();
      mirror.stop();
      await recorder.drain();
    },
    async popularNow(limit) {
      const page = await pages.page({ filter: wholeSite, first: limit, after: null });
      return edges.of(page.places);
    },
  };
}

const wholeSite = {
  section: undefined,
  author: undefined,
  tag: undefined,
  language: undefined,
  excluding: new Set<string>(),
};

function matchingIn(newsroom: RailsNewsroom, nowMs: () => number): MatchingArticles {
  const { articles, authors, cards, sections } = newsroom;
  const authorIdOf = async (idOrSlug: string) =>
    readUuid(idOrSlug) ?? (await authors.authorBySlug(idOrSlug))?.id;
  /** Undefined when it names an author who does not exist: then nothing matches. */
  const filterOf = async ({ section, author, tag, language }: Omit<PopularNowFilter, 'excluding'>) => {
    const authorId = author === undefined ? undefined : await authorIdOf(author);
    if (author !== undefined && authorId === undefined) return undefined;
    const sectionIds = section && [...sections.withDescendants(section.id)];
    return { nowMs: nowMs(), sectionIds, authorId, tagSlug: tag, language };
  };
  return {
    async newest({ filter, after, limit }) {
      const wanted = await filterOf(filter);
      if (wanted === undefined) return [];
      const found = await cards.byNumbers(await articles.newestPage(wanted, after, limit));
      // Between the statement and here one may have been withdrawn.
      return found.filter((card) => card !== undefined).filter((card) => isPublic(card, nowMs()));
    },
    async count(filter) {
      const wanted = await filterOf(filter);
      return wanted === undefined ? 0 : articles.countMatching(wanted);
    },
  };
}
