// Of experiments that ended long ago the result is kept, and the sums of their buckets are deleted: once nothing can
// come any more, nobody needs to know what the readers of a bucket did.

import type { Clock, Stop } from '../platform/clock';
import { StoreUnavailable } from '../platform/errors';
import type { Log } from '../platform/log/log';
import type { ExperimentResults } from './experiment-result';
import type { ExperimentsRepository } from './experiments.repository';
import type { VariantSumsRepository } from './variant-sums.repository';

export interface ExperimentFolderParts {
  experiments: Pick<ExperimentsRepository, 'notFolded'>;
  sums: Pick<VariantSumsRepository, 'fold'>;
  results: Pick<ExperimentResults, 'of'>;
  clock: Clock;
  log: Log;
}

const FOLD_EVERY_MS = 3_600_000;
export const BUCKETS_KEPT_DAYS = 30;
const DAY_MS = 24 * 3_600_000;

export class ExperimentFolder {
  constructor(private readonly parts: ExperimentFolderParts) {}

  start(): Stop {
    return this.parts.clock.every(FOLD_EVERY_MS, () => this.foldInPeace());
  }

  async fold(): Promise<void> {
    const { experiments, sums, results, clock } = this.parts;
    const before = new Date(clock.nowMs() - BUCKETS_KEPT_DAYS * DAY_MS);
    for (const experiment of await experiments.notFolded(before)) {
      await sums.fold(experiment.number, await results.of(experiment));
    }
  }

  private async foldInPeace(): Promise<void> {
    await this.fold().catch((error: unknown) => {
      const level = error instanceof StoreUnavailable ? 'warn' : 'error';
      this.parts.log[level]({ err: error }, 'experiments of long ago still have the sums of their buckets');
    });
  }
}
