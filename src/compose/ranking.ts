// All that ranking needs, in one place: on the main thread of a process, or in a thread of its own
// (ranking-thread.ts).

import { BoardStore } from '../boards/board.store';
import type { ExperimentsKeeper } from '../experiments/experiments-keeper';
import { MustReadSource } from '../must-reads/must-read-source';
import type { PickBook } from '../must-reads/pick-book';
import type { Stop } from '../platform/clock';
import type { Log } from '../platform/log/log';
import type { ReadBoards } from '../ranking/board-readings';
import type { RankingArchive } from '../ranking/history/ranking-archive';
import type { ListSource } from '../ranking/list-source';
import type { PopularNowRule } from '../ranking/popular-now';
import { PopularNowSource } from '../ranking/popular-now-source';
import { Ranker } from '../ranking/ranker';
import { RankingFigures } from '../ranking/ranking-figures';
import { PreviewAnswers } from '../ranking/rules/preview-answers';
import { PreviewStore } from '../ranking/rules/previews.store';
import type { RankingRules } from '../ranking/rules/ranking-rules';
import type { RankingRulesKeeper } from '../ranking/rules/ranking-rules-keeper';
import type { Snapshot } from '../ranking/snapshot';
import { SnapshotStore } from '../ranking/snapshot.store';
import { TrendingSource } from '../ranking/trending/trending-source';
import { VariantSource } from '../ranking/variant-source';
import { CountedLatelyStore } from '../views/counted-lately.store';
import type { Newsroom } from './newsroom';
import type { Settings } from './settings';
import type { Stores } from './stores';

/** Where ranking runs, it is started and stopped, and measured. */
export interface Ranking {
  readonly figures: RankingFigures;
  readonly isLeader: boolean;
  start(): Promise<void>;
  /** Gives the lease back, so that the next leader need not wait. */
  stop(): Promise<void>;
}

export interface RankingHere extends Ranking {
  readonly ranker: Ranker;
}

export interface RankingParts {
  stores: Pick<Stores, 'redis' | 'clock'>;
  newsroom: Pick<Newsroom, 'cards' | 'latest' | 'sections'>;
  /** Where somebody has them already. */
  boards?: ReadBoards;
  /** Where others may be tried, previews are answered. */
  rules: RankingRules & Partial<Pick<RankingRulesKeeper, 'tried' | 'widest'>>;
  /** What is tested on rails, kept up to date by whoever has composed it; without it nothing is. */
  experiments?: Pick<ExperimentsKeeper, 'runningOn'>;
  /** What editors have picked, kept up to date by whoever has composed it; without it there are no Must-Reads. */
  picks?: PickBook;
  settings: Pick<Settings, 'ranking'>;
  log: Log;
  /** The largest term that this process has seen in a snapshot. */
  seenTerm: () => number;
  /** Lists of this process that get each snapshot without the way over Redis. */
  onSnapshot?: (snapshot: Snapshot) => Promise<void>;
  /** Keeps the lists of each minute; without it nobody does. */
  archive?: RankingArchive;
}

export function composeRanking(parts: RankingParts): RankingHere {
  const { stores, newsroom, rules, settings, log, seenTerm } = parts;
  const { redis, clock } = stores;
  const { cards, latest, sections } = newsroom;
  const popularNow = new PopularNowSource(rules);
  const figures = new RankingFigures();
  const sources = [
    popularNow,
    new TrendingSource(rules),
    ...(parts.picks ? [new MustReadSource(parts.picks, rules)] : []),
  ];
  const variants = variantSources(parts);
  const previews = composePreviewAnswers(parts, sources);
  const ranker = new Ranker({
    ...{ cards, latest, sections, figures, clock, log, seenTerm },
    boards: parts.boards ?? new BoardStore(redis),
    lately: new CountedLatelyStore(redis),
    store: new SnapshotStore(redis),
    onSnapshot: async (snapshot) => {
      previews?.note(snapshot);
      parts.archive?.keep(snapshot);
      await parts.onSnapshot?.(snapshot);
    },
    sources: [...sources, ...variants, ...(previews === undefined ? [] : [previews])],
    tickMs: settings.ranking.tickMs,
    maxLiveArticles: settings.ranking.maxLiveArticles,
  });
  let stops: Stop[] = [];
  return {
    ranker,
    figures,
    get isLeader() {
      return ranker.isLeader;
    },
    async start() {
      if (stops.length > 0) return ranker.start();
      let isOver = false;
      stops = [
        cards.onCard((article) => {
          for (const source of [popularNow, ...variants]) source.cardChanged(article);
        }),
        sections.onLoaded(() => {
          for (const source of [popularNow, ...variants]) source.sectionsChanged();
        }),
        () => {
          isOver = true;
        },
      ];
      await ranker.start();
      if (!isOver) await previews?.start();
    },
    async stop() {
      for (const stop of stops.splice(0)) stop();
      previews?.stop();
      await ranker.stop();
      await parts.archive?.stop();
    },
  };
}

/** Of each rail the lists that readers of B see, while something is tested on it. */
function variantSources({ rules, experiments }: RankingParts): VariantSource[] {
  const { tried, widest } = rules;
  if (experiments === undefined || tried === undefined || widest === undefined) return [];
  const parts = { rules: { tried: tried.bind(rules), widest: widest.bind(rules) } };
  return [
    new VariantSource({
      ...parts,
      rail: 'POPULAR_NOW',
      tested: () => experiments.runningOn('POPULAR_NOW'),
      make: (rulesOfB) => new PopularNowSource(rulesOfB),
    }),
    new VariantSource({
      ...parts,
      rail: 'TRENDING',
      tested: () => experiments.runningOn('TRENDING'),
      make: (rulesOfB) => new TrendingSource(rulesOfB),
    }),
  ];
}

function composePreviewAnswers(
  { stores, newsroom, rules, log }: RankingParts,
  sources: readonly ListSource[],
): PreviewAnswers | undefined {
  if (rules.tried === undefined) return undefined;
  const { redis, clock } = stores;
  const tried = rules.tried.bind(rules);
  const store = new PreviewStore(redis);
  return new PreviewAnswers({ store, rules: { tried }, sources, cards: newsroom.cards, clock, log });
}

/** What holds where no rule says otherwise. */
export function ruleOfSettings({ ranking }: Pick<Settings, 'ranking'>): PopularNowRule {
  const { entryLead, entryDwellMs, entryPatience, swapLead } = ranking;
  const { maxAgeDays, perSection, perAuthor, stories, leadHours } = ranking;
  return {
    maxAgeDays,
    steadiness: { entryLead, entryDwellMs, entryPatience, swapLead },
    caps: { perSection, perAuthor },
    stories,
    leadHours,
  };
}
