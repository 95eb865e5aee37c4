// The ranked lists: Popular Now, Must-Reads, You May Also Like; and the ranker, which leads in one process at a time.

import type { Registry } from 'prom-client';
import { RailTests } from '../experiments/rail-tests';
import { MustReadList } from '../must-reads/must-read-list';
import { MustReadsResolver } from '../must-reads/must-reads.resolver';
import { MustReadsChangedResolver } from '../must-reads/must-reads-changed.resolver';
import { PickBook } from '../must-reads/pick-book';
import type { Stop } from '../platform/clock';
import type { Log } from '../platform/log/log';
import { type TimeOfDay, timeOfDayIn } from '../ranking/explanation';
import type { PastLists } from '../ranking/history/past-lists';
import { LiveLists } from '../ranking/live/live-lists';
import { RankedListsChangedResolver } from '../ranking/live/ranked-lists-changed.resolver';
import { NewestMatching } from '../ranking/newest-matching';
import { PopularNowResolver } from '../ranking/popular-now.resolver';
import { type RankedArticleEdge, RankedEdges } from '../ranking/ranked-article.type';
import { RankedListPages } from '../ranking/ranked-list-pages';
import type { Ranker } from '../ranking/ranker';
import { SnapshotStore } from '../ranking/snapshot.store';
import { SnapshotMirror } from '../ranking/snapshot-mirror';
import { TrendingResolver } from '../ranking/trending/trending.resolver';
import { type RailVariants, VariantRails } from '../ranking/variants';
import { AlsoLikeLists, type AlsoLikeListsParts } from '../recommendations/also-like-lists';
import { AlsoLikePages } from '../recommendations/also-like-pages';
import { AlsoLikeVariants, type MayFollow } from '../recommendations/also-like-variants';
import { CoVisitRecorder } from '../recommendations/co-visit-recorder';
import { NeighbourBoardStore } from '../recommendations/neighbour-board.store';
import { OnwardMemory } from '../recommendations/onward-memory';
import { ReadingSessionStore } from '../recommendations/reading-session.store';
import { RecommendationsResolver } from '../recommendations/recommendations.resolver';
import { YouMayAlsoLikeResolver } from '../recommendations/you-may-also-like.resolver';
import { asksForPrivacy } from '../visitors/privacy-signal';
import type { Counting } from './counting';
import { resolversForExperiments } from './experiments';
import { matchingIn } from './matching-articles';
import type { Newsroom } from './newsroom';
import { composeRanking, type Ranking, type RankingHere, type RankingParts } from './ranking';
import { composeRankingArchive, composeRankingReadBack } from './ranking-history';
import { composeRankingRules, resolversForRankingRules } from './ranking-rules';
import type { Settings } from './settings';
import { composeSimilarTexts } from './similar-texts';
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
export type RailsCounting = Pick<Counting, 'boards' | 'counter' | 'experiments'>;
export type RailsSettings = Pick<Settings, 'alsoLike' | 'articles' | 'program' | 'ranking' | 'visitors'>;

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
  const experiments = counting.experiments.keeper;
  const here = { stores, newsroom, settings, log, rules, picks, experiments, boards: counting.boards };
  const tests = new RailTests(experiments);
  const mayFollow: MayFollow = (headers) => !asksForPrivacy(headers, settings.visitors);
  const ranking: Ranking & Partial<RankingHere> =
    rankIn === undefined ? rankHere(here, mirror) : rankIn(mirror);
  const newest = composeNewest(newsroom, clock);
  const pages = new RankedListPages({ mirror, store, cards, newest, sections, rules, clock, log });
  const readBack = composeRankingReadBack(stores, newsroom, settings);
  const mustReads = new MustReadList({ book: picks, cards, latest, mirror, rules, clock });
  const similar = composeSimilarTexts(stores, settings, log);
  const shown = { mirror, rules, similar, ...settings.alsoLike };
  const { recorder, alsoLike } = composeAlsoLike(stores, newsroom, shown, log);
  const alsoLikePages = new AlsoLikePages({ lists: alsoLike, mirror, clock, timeOfDay });
  const edges = new RankedEdges(timeOfDay);
  const lists = { pages, past: readBack.past, mustReads, mirror, edges, timeOfDay, tests, mayFollow };
  const parts = [rules, experiments, mirror, picks, similar];
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
      ...resolversOfLists(lists, stores, newsroom),
      ...readBack.resolvers,
      ...resolversOfAlsoLike({ pages: alsoLikePages, tests, mirror, mayFollow }, newsroom),
      ...resolversForRankingRules(stores, newsroom, rules, { mirror, timeOfDay }),
      ...resolversForExperiments(stores, newsroom, { keeper: experiments, rules }, settings),
    ],
    register: (registry) => ranking.figures.register(registry, () => mirror.lagMs),
    async start() {
      stops = [counting.counter.onCounted((view) => recorder.record(view))];
      for (const part of parts) await part.start();
      if (settings.program.role !== 'api') await ranking.start();
    },
    async stop() {
      for (const stop of stops.splice(0)) stop();
      await ranking.stop();
      for (const part of parts) await part.stop();
      await recorder.drain();
    },
    async popularNow(limit) {
      const page = await pages.page({ filter: wholeSite, first: limit, after: null });
      return edges.of(page.places);
    },
  };
}

function composeNewest(newsroom: RailsNewsroom, clock: Stores['clock']): NewestMatching {
  const { cards, latest, sections } = newsroom;
  const stored = matchingIn(newsroom, () => clock.nowMs());
  return new NewestMatching({ stored, latest, cards, sections, clock });
}

function rankHere(
  parts: Pick<
    RankingParts,
    'newsroom' | 'settings' | 'log' | 'rules' | 'picks' | 'experiments' | 'boards'
  > & {
    stores: RailsStores;
  },
  mirror: SnapshotMirror,
): RankingHere {
  return composeRanking({
    ...parts,
    seenTerm: () => mirror.seenTerm(),
    onSnapshot: (snapshot) => mirror.accept(snapshot),
    archive: composeRankingArchive(parts.stores, parts.log),
  });
}

function composeAlsoLike(
  { redis, clock }: RailsStores,
  { cards, latest }: RailsNewsroom,
  lists: Pick<AlsoLikeListsParts, 'mirror' | 'rules' | 'similar' | 'newArticles' | 'newArticleWorth'>,
  log: Log,
): Pick<Rails, 'recorder' | 'alsoLike'> {
  const neighbours = new NeighbourBoardStore(redis);
  const sessions = new ReadingSessionStore(redis);
  return {
    recorder: new CoVisitRecorder({ sessions, neighbours, clock, log }),
    alsoLike: new AlsoLikeLists({
      onward: new OnwardMemory(neighbours, clock),
      ...{ cards, latest, clock, ...lists },
    }),
  };
}

function resolversOfAlsoLike(
  {
    pages,
    tests,
    mirror,
    mayFollow,
  }: { pages: AlsoLikePages; tests: RailVariants; mirror: SnapshotMirror; mayFollow: MayFollow },
  { latest, sections }: Pick<Newsroom, 'latest' | 'sections'>,
): object[] {
  const variants = new AlsoLikeVariants(tests, mirror, mayFollow);
  return [
    new YouMayAlsoLikeResolver(pages, mayFollow, variants),
    new RecommendationsResolver({ pages, latest, sections, mayFollow, variants }),
  ];
}

interface ListsToResolve {
  pages: RankedListPages;
  past: PastLists;
  mustReads: MustReadList;
  mirror: SnapshotMirror;
  edges: RankedEdges;
  timeOfDay: TimeOfDay;
  tests: RailVariants;
  mayFollow: MayFollow;
}

function resolversOfLists(
  { pages, past, mustReads, mirror, edges, timeOfDay, tests, mayFollow }: ListsToResolve,
  { clock }: Pick<Stores, 'clock'>,
  { cards, latest, sections }: Pick<Newsroom, 'cards' | 'latest' | 'sections'>,
): object[] {
  const variants = new VariantRails(tests, mirror, mayFollow);
  const mustReadsResolver = new MustReadsResolver({ list: mustReads, pages, past, sections, edges });
  const live = new LiveLists({ mirror, cards, edges, clock });
  return [
    new PopularNowResolver({ pages, past, latest, sections, timeOfDay, variants }),
    new TrendingResolver({ pages, past, sections, edges, variants }),
    mustReadsResolver,
    new RankedListsChangedResolver(live, pages, sections),
    new MustReadsChangedResolver(live, (first) => mustReadsResolver.firstPlaces(first)),
  ];
}

const wholeSite = {
  section: undefined,
  author: undefined,
  tag: undefined,
  language: undefined,
  excluding: new Set<string>(),
};
