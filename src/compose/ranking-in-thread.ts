// Ranking in a thread beside the one that answers requests. What it needs of Postgres and Redis the thread reads over
// connections of its own, and its snapshots come back as from any other process; between the two go only figures, and
// the term that lists have been seen with.

import type { Stop } from '../platform/clock';
import type { Log } from '../platform/log/log';
import { KeptThread } from '../platform/processes/kept-thread';
import type { RedisOptions } from '../platform/redis/connection';
import { RankingFigures, type TickFigures } from '../ranking/ranking-figures';
import type { SnapshotMirror } from '../ranking/snapshot-mirror';
import type { Ranking } from './ranking';
import type { Settings } from './settings';
import { databaseUrlOf, type Stores } from './stores';

export interface RankingThreadData {
  databaseUrl: string;
  redis: RedisOptions;
  settings: Settings;
  seenTerm: number;
}

/** What the thread is told. */
export interface SeenTerm {
  seenTerm: number;
}

/** Longer than any tick takes, a take-over of many live articles with it. */
const SILENT_AFTER_MS = 30_000;
const SILENT_AFTER_TICKS = 10;
/**
 * A tick makes some megabytes of lists and throws them away. With less room a fifth of its time goes into that; with
 * four times as much it is collected seldom, and then for 30 ms at a stretch.
 */
const YOUNG_MEMORY_MB = 32;

/** How a process of these settings has its ranking beside it; undefined where it ranks on its main thread. */
export function rankingInThread(
  stores: Stores,
  settings: Settings,
  log: Log,
): ((mirror: SnapshotMirror) => Ranking) | undefined {
  const isAsked = settings.program.role === 'all' && settings.ranking.thread === 'own';
  return isAsked ? (mirror) => new RankingInThread(stores, mirror, settings, log) : undefined;
}

class RankingInThread implements Ranking {
  readonly figures = new RankingFigures();
  private readonly thread: KeptThread<TickFigures, SeenTerm>;
  private toldTerm = 0;
  private stopListening: Stop = () => undefined;

  constructor(
    stores: Pick<Stores, 'dataSource' | 'redis'>,
    private readonly mirror: SnapshotMirror,
    settings: Settings,
    log: Log,
  ) {
    const { figures } = this;
    this.thread = new KeptThread({
      name: 'ranking',
      // Compiled, the one beside this file; in TypeScript whatever runs this file finds that one too.
      file: require.resolve('./ranking-thread'),
      data: (): RankingThreadData => ({
        databaseUrl: databaseUrlOf(stores.dataSource),
        redis: stores.redis.options,
        settings,
        seenTerm: mirror.seenTerm(),
      }),
      onTold: (tick) => figures.note(tick),
      onGone: () => figures.forget(),
      log,
      youngMemoryMb: YOUNG_MEMORY_MB,
      // It tells of each tick, whoever leads.
      silentAfterMs: Math.max(SILENT_AFTER_MS, SILENT_AFTER_TICKS * settings.ranking.tickMs),
    });
    figures.restarts = () => this.thread.restarts;
  }

  get isLeader(): boolean {
    return this.figures.leads;
  }

  async start(): Promise<void> {
    this.stopListening = this.mirror.onSnapshot(() => this.tellTerm());
    await this.thread.start();
    // Its first lists may still be on their way.
    await this.mirror.readAfresh();
  }

  async stop(): Promise<void> {
    this.stopListening();
    await this.thread.stop();
  }

  private tellTerm(): void {
    const seenTerm = this.mirror.seenTerm();
    if (seenTerm === this.toldTerm) return;
    this.toldTerm = seenTerm;
    this.thread.ask({ seenTerm });
  }
}
