// What ranking costs and yields, for the metrics of the process that it runs in.

import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Effort } from '../platform/processes/thread-effort';
import type { TickStep } from './tick-steps';

/** Of one tick; plain data, since it may come from another thread. */
export interface TickFigures {
  /** Whether this process leads: otherwise the tick asked for the lease and did nothing else. */
  leads: boolean;
  /** Seconds by parts; those of a tick that has failed end with the part that failed. */
  seconds: Partial<Record<TickPart, number>>;
  /** Seconds by what the parts are made of; what is waited for side by side is told of each. */
  steps: Partial<Record<TickStep, number>>;
  /** By parts, where the system tells it. */
  efforts: Partial<Record<TickPart, Effort>>;
  /** For how long garbage was collected meanwhile, as far as it has been told by its end. */
  collectedSeconds: number;
  failed: boolean;
  /** Ticks that fell due while the one before was still running. */
  skipped: number;
  /** Of the last snapshot: its lists, and its time. */
  lists: number;
  computedAtMs: number | undefined;
  /** Articles that were read within the hour, and of how many the rate was worked out anew. */
  liveArticles: number;
  rated: number;
  published: number;
  /** Since when the whole site has been improbably silent, so that lists stand still; undefined while views come. */
  silentSinceMs: number | undefined;
}

export const tickParts = ['lease', 'read', 'cards', 'rank', 'publish'] as const;
export type TickPart = (typeof tickParts)[number];

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.075, 0.1, 0.25, 0.5, 1, 2.5, 5];

export class RankingFigures {
  private latest: TickFigures | undefined;
  private skipped = 0;
  private failed = 0;
  private published = 0;
  private standstills = 0;
  private readonly listeners = new Set<(figures: TickFigures) => void>();

  /** Where ranking runs in a thread of its own: how often that was started again. */
  restarts: (() => number) | undefined;

  note(figures: TickFigures): void {
    const { silentSinceMs } = figures;
    if (figures.leads && silentSinceMs !== undefined && silentSinceMs !== this.latest?.silentSinceMs)
      this.standstills++;
    this.latest = figures;
    this.skipped += figures.skipped;
    this.failed += figures.failed ? 1 : 0;
    this.published += figures.published;
    for (const listener of this.listeners) listener(figures);
  }

  /** Nobody ranks here any more. */
  forget(): void {
    this.latest = undefined;
  }

  get leads(): boolean {
    return this.latest?.leads ?? false;
  }

  onTick(listener: (figures: TickFigures) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** @param lagMs how old the lists are that this process shows; in a process that shows none as old as it made them */
  register(registry: Registry, lagMs: () => number): void {
    this.registerTicks(registry);
    const gauge = (name: string, help: string, value: () => number) =>
      new Gauge({
        ...{ name, help, registers: [registry] },
        collect() {
          this.set(value());
        },
      });
    const counter = (name: string, help: string, value: () => number) =>
      new Counter({
        ...{ name, help, registers: [registry] },
        collect() {
          this.reset();
          this.inc(value());
        },
      });
    const latest = () => this.latest;
    gauge('mostread_ranking_leader', '1 in the one process that ranks, 0 elsewhere.', () => +this.leads);
    gauge(
      'mostread_ranking_own_thread',
      '1 where ranking has a thread of its own beside the one that answers, 0 elsewhere.',
      () => +(this.restarts !== undefined),
    );
    gauge('mostread_ranking_lists', 'Ranked lists in the last tick.', () => latest()?.lists ?? 0);
    gauge(
      'mostread_ranking_live_articles',
      'Articles that were read within the last 65 minutes, as the leader has them in memory.',
      () => latest()?.liveArticles ?? 0,
    );
    gauge(
      'mostread_ranking_candidates',
      'Articles whose rate the last tick has worked out.',
      () => latest()?.rated ?? 0,
    );
    gauge(
      'mostread_ranking_lag_seconds',
      'How old the ranked lists are that this process shows.',
      () => lagMs() / 1_000,
    );
    gauge(
      'mostread_ranking_standstill_seconds',
      'For how long no view of the whole site has come, where that is improbable: Popular Now stands still ' +
        'meanwhile. 0 otherwise, and in processes that do not lead.',
      () => this.standstillMs() / 1_000,
    );
    counter(
      'mostread_ranking_standstills_total',
      'How often Popular Now has begun to stand still, while this process led, because no view came.',
      () => this.standstills,
    );
    counter('mostread_ranking_snapshots_total', 'Snapshots published here.', () => this.published);
    counter(
      'mostread_ranking_ticks_skipped_total',
      'Ticks that fell due while the one before was still running: they are left out, not made up for.',
      () => this.skipped,
    );
    counter('mostread_ranking_ticks_failed_total', 'Ticks that a store has cut short.', () => this.failed);
    counter(
      'mostread_ranking_thread_restarts_total',
      'How often the thread that ranks has died and was started again.',
      () => this.restarts?.() ?? 0,
    );
  }

  /** As of the last tick. */
  private standstillMs(): number {
    const { leads = false, silentSinceMs, computedAtMs } = this.latest ?? {};
    return leads && silentSinceMs !== undefined && computedAtMs !== undefined
      ? computedAtMs - silentSinceMs
      : 0;
  }

  private registerTicks(registry: Registry): void {
    const whole = new Histogram({
      name: 'mostread_ranking_tick_seconds',
      help: 'How long a tick of the leader takes, waiting for the stores included.',
      buckets: SECONDS,
      registers: [registry],
    });
    const parts = new Histogram({
      name: 'mostread_ranking_tick_part_seconds',
      help: 'How long the parts of a tick of the leader take: lease, read, cards, rank, publish.',
      labelNames: ['part'],
      buckets: SECONDS,
      registers: [registry],
    });
    this.onTick(({ leads, seconds }) => {
      if (!leads) return;
      let sum = 0;
      for (const part of tickParts) {
        const took = seconds[part];
        if (took === undefined) continue;
        parts.observe({ part }, took);
        sum += took;
      }
      whole.observe(sum);
    });
  }
}
