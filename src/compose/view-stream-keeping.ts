// Ends what is kept under pseudonyms, in every process that works.

import type { Stop } from '../platform/clock';
import { StoreUnavailable } from '../platform/errors';
import type { Log } from '../platform/log/log';
import { ExclusionRepository } from '../views/exclusion.repository';
import { ViewStreamKeeper } from '../views/view-stream-keeper';
import type { Settings } from './settings';
import type { Stores } from './stores';

export interface ViewStreamKeeping {
  start(): Promise<void>;
  /** Waits for what is under way. */
  stop(): Promise<void>;
}

const EVERY_MS = 180_000;

export function composeViewStreamKeeping(
  { dataSource, redis, clock }: Pick<Stores, 'dataSource' | 'redis' | 'clock'>,
  { views }: Pick<Settings, 'views'>,
  log: Log,
): ViewStreamKeeping {
  const exclusions = new ExclusionRepository(dataSource);
  const keeper = new ViewStreamKeeper({ redis, exclusions, clock, streamHours: views.streamHours });
  let underWay: Promise<void> = Promise.resolve();
  /** Tried again when it is due again. */
  const keep = (): Promise<void> => {
    underWay = keeper.run().catch((error: unknown) => {
      const level = error instanceof StoreUnavailable ? 'debug' : 'error';
      log[level]({ err: error }, 'old views were not taken out of the view stream');
    });
    return underWay;
  };
  let stop: Stop = () => {};
  return {
    async start() {
      stop = clock.every(EVERY_MS, keep);
    },
    async stop() {
      stop();
      await underWay;
    },
  };
}
