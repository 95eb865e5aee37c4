// The experiments in the memory of a process that ranks, shows lists or takes reports: told over Redis when one
// changes, and looked at every two seconds besides. What begins or ends does so by the clock, on the second.

import type { Clock } from '../platform/clock';
import { FollowedReading } from '../platform/followed-reading';
import type { Log } from '../platform/log/log';
import type { RedisConnection } from '../platform/redis/connection';
import { type Experiment, phaseOf, type TestedRail } from './experiment';
import type { ExperimentsRepository } from './experiments.repository';

export interface ExperimentsKeeperParts {
  repository: Pick<ExperimentsRepository, 'kept'>;
  redis: RedisConnection;
  clock: Clock;
  log: Log;
}

const LOOK_EVERY_MS = 2_000;

export class ExperimentsKeeper {
  private readonly following: FollowedReading<Experiment[]>;
  private readonly clock: Clock;
  private kept: readonly Experiment[] = [];

  constructor({ repository, redis, clock, log }: ExperimentsKeeperParts) {
    this.clock = clock;
    this.following = new FollowedReading({
      ...{ redis, clock, log, channel: 'experiments', lookEveryMs: LOOK_EVERY_MS },
      read: () => repository.kept(clock.nowMs()),
      take: (kept) => {
        this.kept = kept;
      },
      warning: 'experiments stand still',
    });
  }

  async start(): Promise<void> {
    await this.following.start();
  }

  async stop(): Promise<void> {
    await this.following.stop();
  }

  /** The one that runs on a rail now. */
  runningOn(rail: TestedRail): Experiment | undefined {
    const nowMs = this.clock.nowMs();
    return this.kept.find((one) => one.rail === rail && phaseOf(one, nowMs) === 'RUNNING');
  }

  running(): Experiment[] {
    const nowMs = this.clock.nowMs();
    return this.kept.filter((one) => phaseOf(one, nowMs) === 'RUNNING');
  }

  /** One that runs, is to come, or has ended within the last day. */
  byId(id: string): Experiment | undefined {
    return this.kept.find((one) => one.id === id);
  }

  /** For whoever has just committed a change: this process knows it when it resolves, the others soon after. */
  async announce(id: string): Promise<void> {
    await this.following.announce(id);
  }
}
