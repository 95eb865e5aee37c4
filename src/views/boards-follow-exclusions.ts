// Has the boards follow: each partition loses, or gets back, what an exclusion says, once. What the boards have done is
// written beside them in Redis and holds for them alone; Postgres notes what need not be looked at every second. A
// process that dies in between leaves it to any other.

import { allPartitions } from '../boards/partition';
import type { Clock, Stop } from '../platform/clock';
import { StoreUnavailable } from '../platform/errors';
import type { Log } from '../platform/log/log';
import type { RedisConnection } from '../platform/redis/connection';
import { runScript } from '../platform/redis/script';
import { BOARDS_REMEMBER_DAYS, excludeFromBoards } from './exclude-from-boards.script';
import type { ExclusionState } from './exclusion';
import type { ExclusionRepository } from './exclusion.repository';

export interface BoardsFollowParts {
  repository: ExclusionRepository;
  redis: RedisConnection;
  clock: Clock;
  log: Log;
}

const LOOK_EVERY_MS = 1_000;
/** A Redis that came back as it was some time ago has boards of that time. */
const LOOK_AT_ALL_EVERY_MS = 30_000;
const REMEMBER_MS = BOARDS_REMEMBER_DAYS * 24 * 3_600_000;

export class BoardsFollowExclusions {
  private isTroubled = false;

  constructor(private readonly parts: BoardsFollowParts) {}

  start(): Stop {
    const { clock } = this.parts;
    const stops = [
      clock.every(LOOK_EVERY_MS, () => this.try(() => this.follow('BEHIND'))),
      clock.every(LOOK_AT_ALL_EVERY_MS, () => this.try(() => this.follow('ALL'))),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** At once, after an exclusion; what fails is tried again within a second. */
  tryNow(): Promise<void> {
    return this.try(() => this.follow('BEHIND'));
  }

  /** Whatever boards have not followed. @throws StoreUnavailable */
  async follow(which: 'BEHIND' | 'ALL'): Promise<void> {
    const { repository, clock } = this.parts;
    const since = new Date(clock.nowMs() - REMEMBER_MS);
    for (const { id, state } of await repository.forBoards(which, since)) await this.settle(id, state);
  }

  /** @throws StoreUnavailable */
  async settle(exclusionId: string, state: ExclusionState): Promise<void> {
    const { repository, redis } = this.parts;
    const boards = await repository.boardsOf(exclusionId);
    const wanted = state === 'IN_FORCE' ? 'TAKEN_OUT' : 'PUT_BACK';
    await Promise.all(
      allPartitions.map(async (partition) => {
        for (const part of boards.filter((one) => one.partition === partition)) {
          await runScript(redis, excludeFromBoards, { ...part, exclusionId, wanted });
        }
      }),
    );
    await repository.markFollowed(exclusionId, state);
  }

  private async try(act: () => Promise<void>): Promise<void> {
    try {
      await act();
      this.isTroubled = false;
    } catch (error) {
      if (!this.isTroubled && !(error instanceof StoreUnavailable)) {
        this.parts.log.error({ err: error }, 'boards wait to follow exclusions');
      }
      this.isTroubled = true;
    }
  }
}
