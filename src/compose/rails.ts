// The ranked lists: Popular Now, Must-Reads, You May Also Like; and the ranker, which leads in one process at a time.

import { isPublic } from '../articles/article-card';
import { MustReadList } from '../must-reads/must-read-list';
import { MustReadsResolver } from '../must-reads/must-reads.resolver';
import type { Stop } from '../platform/clock';
import { readUuid } from '../platform/graphql/id-or-slug';
import type { Log } from '../platform/log/log';
import { timeOfDayIn } from '../ranking/explanation';
import { LiveLists } from '../ranking/live/live-lists';
import { PopularNowChangedResolver } from '../ranking/live/popular-now-changed.resolver';
import { type MatchingArticles, NewestMatching } from '../ranking/newest-matching';
import type { PopularNowRule } from '../ranking/popular-now';
import { PopularNowResolver } from '../ranking/popular-now.resolver';
import type { PopularNowFilter } from '../ranking/popular-now-filter';
import { PopularNowPages } from '../ranking/popular-now-pages';
import { PopularNowSource } from '../ranking/popular-now-source';
import { type RankedArticleEdge, RankedEdges } from '../ranking/ranked-article.type';
import { Ranker } from '../ranking/ranker';
import { SnapshotStore } from '../ranking/snapshot.store';
import { SnapshotMirror } from '../ranking/snapshot-mirror';
import { AlsoLikeLists } from '../recommendations/also-like-lists';
import { CoVisitRecorder } from '../recommendations/co-visit-recorder';
import { NeighbourBoardStore } from '../recommendations/neighbour-board.store';
import { OnwardMemory } from '../recommendations/onward-memory';
import { ReadingSessionStore } from '../recommendations/reading-session.store';
import { YouMayAlsoLikeResolver } from '../recommendations/you-may-also-like.resolver';
import type { Counting } from './counting';
import type { Newsroom } from './newsroom';
import type { Settings } from './settings';
import type { Stores } from './stores';

export interface Rails {
  ranker: Ranker;
  mirror: SnapshotMirror;
  /** What has been learnt of where readers go on to. */
  recorder: CoVisitRecorder;
  alsoLike: AlsoLikeLists;
  mustReads: MustReadList;
  resolvers: object[];
  start(): Promise<void>;
  stop(): Promise<void>;
  /** The list of the whole site as it stands, for a command to show. */
  popularNow(limit: number): Promise<readonly RankedArticleEdge[]>;
}

export type RailsStores = Pick<Stores, 'redis' | 'clock'>;
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
): Rails {
  const { redis, clock } = stores;
  const { cards, latest, sections } = newsroom;
  const timeOfDay = timeOfDayIn(settings.visitors.timeZone);
  const store = new SnapshotStore(redis);
  const mirror = new SnapshotMirror({ store, cards, clock, log });
  const popularNow = new PopularNowSource(ruleFrom(settings));
  const ranker = new Ranker({
    ...{ cards, latest, sections, store, clock, log },
    boards: counting.boards,
    seenTerm: () => mirror.seenTerm(),
    onSnapshot: (snapshot) => mirror.accept(snapshot),
    sources: [popularNow],
    tickMs: settings.ranking.tickMs,
    maxLiveArticles: settings.ranking.maxLiveArticles,
  });
  const stored = matchingIn(newsroom, () => clock.nowMs());
  const newest = new NewestMatching({ stored, latest, cards, sections, clock });
  const pages = new PopularNowPages({ mirror, store, cards, newest, sections, clock, log });
  const { picks: repository, changes } = newsroom;
  const mustReads = new MustReadList({ repository, changes, cards, latest, mirror, clock, log });
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
  const liveLists = new LiveLists({ mirror, cards, edges, clock });
  let stops: Stop[] = [];

  return {
    ranker,
    mirror,
    recorder,
    alsoLike,
    mustReads,
    resolvers: [
      new PopularNowResolver(pages, sections, timeOfDay),
      new PopularNowChangedResolver(liveLists, pages, sections),
      new MustReadsResolver({ list: mustReads, mirror, clock, timeOfDay }),
      new YouMayAlsoLikeResolver({ lists: alsoLike, mirror, clock, timeOfDay }),
    ],
    async start() {
      // What has just been published fills empty places with the next tick.
      stops = [
        counting.counter.onCounted((view) => recorder.record(view)),
        cards.onCard(() => popularNow.renewPools()),
        sections.onLoaded(() => popularNow.renewPools()),
      ];
      await mirror.start();
      await mustReads.start();
      if (settings.program.role !== 'api') await ranker.start();
    },
    async stop() {
      for (const stop of stops.splice(0)) stop();
      await ranker.stop();
      mustReads.stop();
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

function ruleFrom({ ranking }: RailsSettings): PopularNowRule {
  const { maxAgeDays, entryLead, entryDwellMs, swapLead, perSection, perAuthor, stories, leadHours } =
    ranking;
  return {
    maxAgeDays,
    steadiness: { entryLead, entryDwellMs, swapLead },
    caps: { perSection, perAuthor },
    stories,
    leadHours,
  };
}

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
