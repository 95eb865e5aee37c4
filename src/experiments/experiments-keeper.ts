// The experiments in the memory of a process that ranks, shows lists or takes reports: told over Redis when one
// changes, and looked at every two seconds besides. What begins or ends does so by the clock, on the second.

import type { Clock, Stop } from '../platform/clock';
import { StoreUnavailable } from '../platform/errors';
import { LatestReading } from '../platform/latest-reading';
import type { Log } from '../platform/log/log';
import { Channel } from '../platform/redis/channel';
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
/** Longer than Postgres is given (experiments.repository.ts). */
const LOOK_WITHIN_MS = 10_000;

export class ExperimentsKeeper {
  private readonly channel: Channel<{ id: string }>;
  private readonly reading: LatestReading<Experiment[]>;
  private kept: readonly Experiment[] = [];
  private read = '[]';
  private troubled = false;
  private stops: Stop[] = [];

  constructor(private readonly parts: ExperimentsKeeperParts) {
    this.channel = new Channel(parts.redis, 'experiments');
    this.reading = new LatestReading({
      read: () => parts.repository.kept(parts.clock.nowMs()),
      take: (kept) => this.take(kept),
      onFailure: (error) => this.standStill(error),
      withinMs: LOOK_WITHIN_MS,
    });
  }

  async start(): Promise<void> {
    const look = () => void this.reading.anew();
    this.stops.push(await this.channel.subscribe(look, look));
    await this.reading.anew();
    this.stops.push(this.parts.clock.every(LOOK_EVERY_MS, () => this.reading.anew()));
  }

  async stop(): Promise<void> {
    for (const stop of this.stops.splice(0)) stop();
    await this.reading.ended();
  }

  /** The one that runs on a rail now. */
  runningOn(rail: TestedRail): Experiment | undefined {
    const nowMs = this.parts.clock.nowMs();
    return this.kept.find((one) => one.rail === rail && phaseOf(one, nowMs) === 'RUNNING');
  }

  running(): Experiment[] {
    const nowMs = this.parts.clock.nowMs();
    return this.kept.filter((one) => phaseOf(one, nowMs) === 'RUNNING');
  }

  /** One that runs, is to come, or has ended within the last day. */
  byId(id: string): Experiment | undefined {
    return this.kept.find((one) => one.id === id);
  }

  /** For whoever has just committed a change: this process knows it when it resolves, the others soon after. */
  async announce(id: string): Promise<void> {
    await this.channel.publish({ id }).catch((error: unknown) => {
      if (!(error instanceof StoreUnavailable)) throw error;
    });
    await this.reading.anew();
  }

  private standStill(error: unknown): void {
    if (!this.troubled) this.parts.log.warn({ err: error }, 'experiments stand still');
    this.troubled = true;
  }

  /** What is the same stays the same object: much is remembered by it. */
  private take(kept: readonly Experiment[]): void {
    this.troubled = false;
    const read = JSON.stringify(kept);
    if (read === this.read) return;
    this.read = read;
    this.kept = kept;
  }
}
