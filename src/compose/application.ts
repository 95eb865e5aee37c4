// The whole program in one process: the stores, the newsroom, the counting, the rails and the API over them, started in
// the order in which they need each other and stopped in the opposite one.

import { seedDemo } from '../demo/seed-demo';
import type { Log } from '../platform/log/log';
import { oneAtATime } from '../platform/postgres/one-at-a-time';
import { type Api, composeApi } from './api';
import { composeMostReadKeeper } from './audience';
import { composeCorrections } from './corrections';
import { composeCounting } from './counting';
import { composeDemoReaders, fillsDemo } from './demo-readers';
import { composeNewsroom, type Newsroom } from './newsroom';
import { composeRails, type Rails } from './rails';
import { composeHistoryKeeper } from './ranking-history';
import { rankingInThread } from './ranking-in-thread';
import { composeRollups, keepRollupTimeZone } from './rollups';
import type { Settings } from './settings';
import { composeSimilarTextsKeeping } from './similar-texts';
import { openStores, type Stores } from './stores';
import { composeViewStreamKeeping } from './view-stream-keeping';
import { composeWorker } from './worker';

/** Of several processes that start at once on an empty database, one fills it. */
const SEED_LOCK = 4_170_322_122;

export interface Application {
  api: Api;
  stores: Stores;
  newsroom: Newsroom;
  rails: Rails;
  /** Refuses new requests, finishes those under way, sends what is still queued, and ends the stores it started. */
  stop(): Promise<void>;
}

export interface ApplicationParts {
  settings: Settings;
  log: Log;
  /** Told, in a few words, what is being done: "starting Postgres". */
  progress: (step: string) => void;
}

interface Part {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Gives the running program. When a part cannot start, those that had started are stopped before the error goes on. */
export async function startApplication(parts: ApplicationParts): Promise<Application> {
  const { settings, log, progress } = parts;
  const stores = await openStores(settings, log, progress);
  const running: Part[] = [];
  const start = async (part: Part) => {
    await part.start();
    running.unshift(part);
  };
  const stop = async () => {
    for (const part of running.splice(0)) await part.stop();
    await stores.close();
  };
  try {
    await keepRollupTimeZone(stores, settings);
    const newsroom = composeNewsroom(stores, settings, log);
    await start(newsroom);
    // Before the counting, so that it stops after it and the last views are flushed too.
    const rollups = settings.program.role === 'api' ? undefined : composeRollups(stores, settings, log);
    if (rollups) await start(rollups);
    const counting = composeCounting(stores, newsroom, settings, log);
    await start(counting);
    const corrections = composeCorrections({ stores, newsroom, counting, settings, log });
    await start(corrections);
    if (fillsDemo(settings)) {
      const seed = () => seedDemo({ ...newsroom, clock: stores.clock, progress });
      await oneAtATime(stores.dataSource, SEED_LOCK, seed);
    }
    const rankIn = rankingInThread(stores, settings, log);
    const rails = composeRails(stores, newsroom, counting, settings, log, rankIn);
    await start(rails);
    if (settings.program.role !== 'api') {
      const similarTexts = composeSimilarTextsKeeping(stores, newsroom, settings, log);
      await start(composeWorker(stores, newsroom, log, similarTexts));
      const keeper = composeMostReadKeeper(stores, newsroom, settings, log);
      await start(keeper);
      corrections.onExclusion(() => keeper.renewAll());
      await start(composeViewStreamKeeping(stores, settings, log));
      await start(composeHistoryKeeper(stores, settings, log));
    }
    const api = composeApi({ settings, log, stores, newsroom, counting, corrections, rails, rollups });
    progress('Starting the API');
    await start(api);
    await start(composeDemoReaders({ stores, newsroom, counting, rails, settings, log }));
    await stores.announce(api.url);
    return { api, stores, newsroom, rails, stop };
  } catch (error) {
    await stop().catch((stopError: unknown) =>
      log.error({ err: stopError }, 'could not stop after a failed start'),
    );
    throw error;
  }
}
