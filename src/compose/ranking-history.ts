// What is kept of ranked lists: who writes it, who reads it, who forgets it.

import type { Log } from '../platform/log/log';
import { HistoryKeeper } from '../ranking/history/history-keeper';
import { PastLists } from '../ranking/history/past-lists';
import { RankedMinutesRepository } from '../ranking/history/ranked-minutes.repository';
import { RankingArchive } from '../ranking/history/ranking-archive';
import { PlacesOfArticles } from '../ranking/history/ranking-history';
import { RankingHistoryResolver } from '../ranking/history/ranking-history.resolver';
import type { Newsroom } from './newsroom';
import type { Settings } from './settings';
import type { Stores } from './stores';

export interface RankingReadBack {
  past: PastLists;
  resolvers: object[];
}

/** For whoever leads the ranking. */
export function composeRankingArchive({ dataSource }: Pick<Stores, 'dataSource'>, log: Log): RankingArchive {
  return new RankingArchive({ minutes: new RankedMinutesRepository(dataSource), log });
}

export function composeRankingReadBack(
  { dataSource, clock }: Pick<Stores, 'dataSource' | 'clock'>,
  { cards, sections }: Pick<Newsroom, 'cards' | 'sections'>,
  { ranking }: Pick<Settings, 'ranking'>,
): RankingReadBack {
  const minutes = new RankedMinutesRepository(dataSource);
  const keptDays = ranking.historyDays;
  const places = new PlacesOfArticles({ minutes, cards, clock, keptDays });
  return {
    past: new PastLists({ minutes, cards, sections, clock, keptDays }),
    resolvers: [new RankingHistoryResolver(places, sections)],
  };
}

/** In every process that works. */
export function composeHistoryKeeper(
  { dataSource, clock }: Pick<Stores, 'dataSource' | 'clock'>,
  { ranking }: Pick<Settings, 'ranking'>,
  log: Log,
): HistoryKeeper {
  const minutes = new RankedMinutesRepository(dataSource);
  return new HistoryKeeper({ minutes, clock, log, keptDays: ranking.historyDays });
}
