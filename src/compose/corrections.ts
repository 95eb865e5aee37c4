// Taking views out of the figures again: the acts, the telling of every process, and the boards that follow.

import { AuditLogRepository } from '../accounts/audit-log.repository';
import type { Stop } from '../platform/clock';
import type { Log } from '../platform/log/log';
import { BoardsFollowExclusions } from '../views/boards-follow-exclusions';
import { ExcludeViews } from '../views/exclude-views';
import { ExclusionRepository } from '../views/exclusion.repository';
import { ExclusionChanges, type ExclusionListener } from '../views/exclusion-changes';
import { ExclusionsResolver } from '../views/exclusions.resolver';
import { LiveSlicesStore } from '../views/live-slices.store';
import { ViewStreamStore } from '../views/view-stream.store';
import type { Newsroom } from './newsroom';
import type { Stores } from './stores';

export interface Corrections {
  exclusions: ExcludeViews;
  /** Any number of processes may run it. */
  boardsFollow: BoardsFollowExclusions;
  resolvers: object[];
  /** Told in this process of each exclusion that is made or taken back in any. */
  onExclusion(listener: ExclusionListener): Stop;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function composeCorrections(
  { dataSource, redis, clock }: Pick<Stores, 'dataSource' | 'redis' | 'clock'>,
  { cards }: Pick<Newsroom, 'cards'>,
  log: Log,
): Corrections {
  const repository = new ExclusionRepository(dataSource);
  const stream = new ViewStreamStore(redis);
  const boardsFollow = new BoardsFollowExclusions({ repository, redis, clock, log });
  const changes = new ExclusionChanges({ repository, redis, clock, log });
  const exclusions = new ExcludeViews({
    ...{ repository, stream, clock, live: new LiveSlicesStore(redis), audit: new AuditLogRepository() },
    async onChanged(id) {
      await changes.announce(id);
      await boardsFollow.tryNow();
    },
  });
  const stops: Stop[] = [];
  return {
    ...{ exclusions, boardsFollow },
    resolvers: [new ExclusionsResolver({ exclusions, repository, cards, clock })],
    onExclusion: (listener) => changes.onExclusion(listener),
    async start() {
      stops.push(await changes.start(), boardsFollow.start());
    },
    async stop() {
      for (const stop of stops.splice(0)) stop();
    },
  };
}
