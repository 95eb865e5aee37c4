// Counts for experiments what lists have shown and where readers went on from them: under the bucket of the reader, and
// the hour in which the list that was shown was computed. Nothing of it names a reader or an article.

import type { Clock } from '../platform/clock';
import { BadUserInput } from '../platform/errors';
import type { RedisConnection } from '../platform/redis/connection';
import { runScript } from '../platform/redis/script';
import { eventPlace } from '../views/dedupe';
import { LineageCalls } from '../views/lineage-calls';
import type { ReportedVariant } from '../views/reported-variant';
import type { Rail } from '../views/view-source';
import type { PublisherDays } from '../visitors/publisher-day';
import { BUCKETS, isBucket, variantOf } from './buckets';
import { countVariant, type VariantAmount } from './count-variant.script';
import { type Experiment, REPORTED_UNTIL_MS } from './experiment';
import { ShownTokenInvalid, VariantNotShown } from './experiments.errors';
import { readToken } from './shown-token';
import { partitionOfBucket } from './variant-keys';

export interface Showing {
  rail: Rail;
  variant: ReportedVariant;
  /** Pseudonym of the day. */
  visitor: string;
  eventId: string;
  /** When it was shown. */
  atMs: number;
  /** How many articles. */
  impressions: number;
}

export interface Click {
  rail: Rail | undefined;
  variant: ReportedVariant;
}

export interface VariantCounterParts {
  redis: RedisConnection;
  experiments: { byId(id: string): Experiment | undefined };
  days: PublisherDays;
  clock: Clock;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const JITTER_SECONDS_MAX = 300;
/** Clicks that wait to be counted: beyond it the newest are let go. */
const CLICKS_UNDER_WAY_MAX = 5_000;

export class VariantCounter {
  private readonly calls: LineageCalls;
  private readonly underWay = new Set<Promise<unknown>>();
  /** Clicks that were not counted: too many waited, or Redis was away for too long. */
  clicksLost = 0;

  constructor(private readonly parts: VariantCounterParts) {
    this.calls = new LineageCalls();
  }

  /**
   * What comes too late to count is left out.
   * @throws BadUserInput, ShownTokenInvalid, VariantNotShown; StoreUnavailable
   */
  async shown(showing: Showing): Promise<void> {
    const { visitor, eventId, atMs, impressions } = showing;
    const found = this.read(showing.rail, showing.variant);
    if (found === undefined || impressions === 0) return;
    const { experiment, bucket, hour } = found;
    const nowMs = this.parts.clock.nowMs();
    await this.count({
      ...{ experiment: experiment.number, bucket, hour, impressions, clicks: 0 },
      event: { day: Math.floor(atMs / DAY_MS), place: eventPlace(`shown\n${eventId}`, experiment.number) },
      reader: {
        day: this.parts.days.dayOf(nowMs),
        place: eventPlace(`reader\n${visitor}`, experiment.number),
      },
    });
  }

  /** Clicks that wait for Redis now. */
  get clicksWaiting(): number {
    return this.underWay.size;
  }

  /** Of a view that has counted. It settles later; what cannot have been shown is left out. */
  clicked({ rail, variant }: Click): void {
    const found = rail === undefined ? undefined : this.readIfShown(rail, variant);
    if (found === undefined) return;
    if (this.underWay.size >= CLICKS_UNDER_WAY_MAX) {
      this.clicksLost += 1;
      return;
    }
    const { experiment, bucket, hour } = found;
    const counting = this.count({ experiment: experiment.number, bucket, hour, impressions: 0, clicks: 1 })
      .catch(() => {
        this.clicksLost += 1;
      })
      .finally(() => this.underWay.delete(counting));
    this.underWay.add(counting);
  }

  /** Resolves when every click has settled: for the end of the process. */
  async drain(): Promise<void> {
    await Promise.all(this.underWay);
  }

  private readIfShown(rail: Rail, variant: ReportedVariant) {
    try {
      return this.read(rail, variant);
    } catch {
      return undefined;
    }
  }

  private read(rail: Rail, { token, bucket }: ReportedVariant) {
    if (!isBucket(bucket)) {
      throw new BadUserInput(
        'experiment',
        `"bucket" is ${bucket}; it is a whole number from 0 to ${BUCKETS - 1}.`,
      );
    }
    const { experiments, clock } = this.parts;
    const found = readToken(token, (id) => experiments.byId(id));
    if (found === undefined || found.experiment.rail !== rail) throw new ShownTokenInvalid();
    const { experiment, shown } = found;
    const sees = variantOf(experiment, bucket);
    if (sees !== shown.variant) throw new VariantNotShown({ bucket, sees, reported: shown.variant });
    if (clock.nowMs() - shown.computedAtMs > REPORTED_UNTIL_MS) return undefined;
    return { experiment, bucket, hour: Math.floor(shown.computedAtMs / HOUR_MS) };
  }

  private count(amount: VariantAmount): Promise<'COUNTED' | 'REPEAT'> {
    const partition = partitionOfBucket(amount.bucket);
    const callId = this.calls.newCallId();
    const jitterSeconds = Math.floor(Math.random() * JITTER_SECONDS_MAX);
    return this.calls.untilAnswered(partition, (lineage) =>
      runScript(this.parts.redis, countVariant, { partition, callId, lineage, jitterSeconds, amount }),
    );
  }
}
