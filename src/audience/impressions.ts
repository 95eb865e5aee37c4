// Rails that were shown: which article stood at which place. With the views that come from there (source RAIL, the same
// rail and slot) they give the click-through of every place.

import type { Clock } from '../platform/clock';
import { BadUserInput, MostreadError } from '../platform/errors';
import type { ActivityCounter } from '../views/activity-counter';
import { activityEvent } from '../views/activity-event';
import {
  type ActivityOutcome,
  countedActivity,
  notAReader,
  numberOfArticle,
  publicArticles,
  refusedActivity,
  timeOfActivity,
} from '../views/activity-report';
import type { ActivityToCount } from '../views/count-activity.script';
import { impressionCounterName } from '../views/counter-names';
import type { ReportOutcomes } from '../views/report-outcomes';
import type { ReportedVariant } from '../views/reported-variant';
import { sliceOf } from '../views/slice';
import type { KnownArticles } from '../views/view-counter';
import { checkSlot, isSlot } from '../views/view-event';
import type { Rail } from '../views/view-source';
import type { OnBehalfOf } from '../visitors/on-behalf-of';
import type { Readers, RequestOrigin } from '../visitors/readers';
import { readerOrRefusal } from '../visitors/who-reports';

export interface ImpressionReport {
  rail: Rail;
  visitor?: string | undefined;
  onBehalfOf?: OnBehalfOf | undefined;
  eventId: string;
  occurredAtMs?: number | undefined;
  shown: readonly { articleId: string; slot: number }[];
  /** Of a rail that is being tested. */
  experiment?: ReportedVariant | null | undefined;
}

/** Who counts for experiments. */
export interface ShownVariants {
  /** Each showing once, by its event id. @throws MostreadError where it cannot have been shown; StoreUnavailable */
  shown(showing: {
    rail: Rail;
    variant: ReportedVariant;
    visitor: string;
    eventId: string;
    atMs: number;
    impressions: number;
  }): Promise<void>;
}

export interface ImpressionsParts {
  readers: Readers;
  articles: KnownArticles;
  activity: Pick<ActivityCounter, 'count'>;
  clock: Clock;
  told?: ReportOutcomes;
  /** Absent: nothing is tested. */
  variants?: ShownVariants;
}

export const SHOWN_ON_A_RAIL_MAX = 50;

export class Impressions {
  constructor(private readonly parts: ImpressionsParts) {}

  /**
   * For each report an outcome for each article that was shown, in order. An article that is no longer public is
   * refused by itself, and the others are counted; a rail that shows none or too many gets one refusal.
   * @throws StoreUnavailable when nothing can be found out about any of them
   */
  async record(origin: RequestOrigin, reports: readonly ImpressionReport[]): Promise<ActivityOutcome[][]> {
    const nowMs = this.parts.clock.nowMs();
    const ids = reports.flatMap(({ shown }) =>
      shown.slice(0, SHOWN_ON_A_RAIL_MAX).map((one) => one.articleId),
    );
    const numbers = await publicArticles(this.parts.articles, ids, nowMs);
    const outcomes = await Promise.all(
      reports.map((report) => this.recordOne({ origin, report, numbers, nowMs })),
    );
    this.parts.told?.tell('impression', outcomes.flat());
    return outcomes;
  }

  private async recordOne(asked: {
    origin: RequestOrigin;
    report: ImpressionReport;
    numbers: ReadonlyMap<string, number>;
    nowMs: number;
  }): Promise<ActivityOutcome[]> {
    const { origin, report, numbers, nowMs } = asked;
    try {
      if (!isOfSize(report)) {
        throw new BadUserInput('shown', `A rail shows 1 to ${SHOWN_ON_A_RAIL_MAX} articles.`);
      }
      const reader = await readerOrRefusal(this.parts.readers, { origin, ...report });
      if (reader instanceof MostreadError) throw reader;
      const atMs = timeOfActivity(report, nowMs);
      const apart = notAReader(reader);
      if (apart !== undefined) return report.shown.map(() => apart);
      // First, and as a whole: what is sent again because an article was refused is a repeat for the experiment.
      if (!reader.isPrivate) await this.countVariant({ report, visitor: reader.visitor, numbers, atMs });
      return await Promise.all(report.shown.map((one) => this.countOne({ report, one, numbers, atMs })));
    } catch (error) {
      const refused = refusedActivity(error);
      return isOfSize(report) ? report.shown.map(() => refused) : [refused];
    }
  }

  private async countVariant(checked: {
    report: ImpressionReport;
    visitor: string;
    numbers: ReadonlyMap<string, number>;
    atMs: number;
  }): Promise<void> {
    const { report, visitor, numbers, atMs } = checked;
    const { rail, eventId, experiment: variant } = report;
    if (variant == null || this.parts.variants === undefined) return;
    const impressions = report.shown.filter(
      ({ articleId, slot }) => numbers.has(articleId) && isSlot(slot),
    ).length;
    await this.parts.variants.shown({ rail, variant, visitor, eventId, atMs, impressions });
  }

  private async countOne(checked: {
    report: ImpressionReport;
    one: ImpressionReport['shown'][number];
    numbers: ReadonlyMap<string, number>;
    atMs: number;
  }): Promise<ActivityOutcome> {
    try {
      const [counted] = await Promise.all(this.parts.activity.count([impressionOf(checked)]));
      return countedActivity(counted!);
    } catch (error) {
      return refusedActivity(error);
    }
  }
}

function isOfSize({ shown }: ImpressionReport): boolean {
  return shown.length > 0 && shown.length <= SHOWN_ON_A_RAIL_MAX;
}

function impressionOf(checked: {
  report: ImpressionReport;
  one: ImpressionReport['shown'][number];
  numbers: ReadonlyMap<string, number>;
  atMs: number;
}): ActivityToCount {
  const { report, one, numbers, atMs } = checked;
  checkSlot(one.slot);
  const article = numberOfArticle(numbers, one.articleId);
  const counterName = impressionCounterName(report.rail, one.slot);
  return {
    ...{ article, counterName, amount: 1 },
    slice: sliceOf(atMs),
    event: activityEvent(`${counterName}\n${report.eventId}`, article, atMs),
  };
}
