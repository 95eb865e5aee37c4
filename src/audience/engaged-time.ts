// Engaged seconds by heartbeats: a page says every few seconds for how many of them its reader scrolled, clicked, typed
// or moved the pointer since the last. What a heartbeat may say is capped (fifteen seconds by default: the habit of the
// field is to ask every five to ten), and so is what one visitor may have with one article on one day of the publisher,
// so that a page left open is no reader.

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
import type { ReportOutcomes } from '../views/report-outcomes';
import { sliceOf } from '../views/slice';
import type { KnownArticles } from '../views/view-counter';
import type { OnBehalfOf } from '../visitors/on-behalf-of';
import type { PublisherDays } from '../visitors/publisher-day';
import type { Reader, Readers, RequestOrigin } from '../visitors/readers';
import { readerOrRefusal } from '../visitors/who-reports';
import { readingOf } from './engaged-reading';

export interface EngagementReport {
  articleId: string;
  visitor?: string | undefined;
  onBehalfOf?: OnBehalfOf | undefined;
  eventId: string;
  seconds: number;
  occurredAtMs?: number | undefined;
}

export interface EngagedTimeParts {
  readers: Readers;
  articles: KnownArticles;
  activity: Pick<ActivityCounter, 'count'>;
  clock: Clock;
  days: Pick<PublisherDays, 'dayOf'>;
  told?: ReportOutcomes;
  /** The most that a heartbeat counts, and all of a reading. */
  heartbeatSecondsMax: number;
  readingSecondsMax: number;
}

/** Longer than any page is silent: more is a mistake in units, not a long reading. */
const SECONDS_TOLD_MAX = 3_600;

export class EngagedTime {
  constructor(private readonly parts: EngagedTimeParts) {}

  /** Each report gets its outcome, in order. @throws StoreUnavailable when nothing can be found out about any */
  async record(origin: RequestOrigin, reports: readonly EngagementReport[]): Promise<ActivityOutcome[]> {
    const nowMs = this.parts.clock.nowMs();
    const numbers = await publicArticles(
      this.parts.articles,
      reports.map(({ articleId }) => articleId),
      nowMs,
    );
    const outcomes = await Promise.all(
      reports.map((report) => this.recordOne({ origin, report, numbers, nowMs })),
    );
    this.parts.told?.tell('engagement', outcomes);
    return outcomes;
  }

  private async recordOne(asked: {
    origin: RequestOrigin;
    report: EngagementReport;
    numbers: ReadonlyMap<string, number>;
    nowMs: number;
  }): Promise<ActivityOutcome> {
    const { origin, report, numbers, nowMs } = asked;
    try {
      const reader = await readerOrRefusal(this.parts.readers, { origin, ...report });
      if (reader instanceof MostreadError) throw reader;
      const article = numberOfArticle(numbers, report.articleId);
      const beat = this.beatOf({ report, article, reader, nowMs });
      const apart = notAReader(reader);
      if (apart !== undefined) return apart;
      const [counted] = await Promise.all(this.parts.activity.count([beat]));
      return countedActivity(counted!);
    } catch (error) {
      return refusedActivity(error);
    }
  }

  private beatOf(checked: {
    report: EngagementReport;
    article: number;
    reader: Reader;
    nowMs: number;
  }): ActivityToCount {
    const { report, article, reader, nowMs } = checked;
    const { days, heartbeatSecondsMax, readingSecondsMax } = this.parts;
    const atMs = timeOfActivity(report, nowMs);
    const seconds = Math.min(secondsOf(report), heartbeatSecondsMax);
    return {
      article,
      slice: sliceOf(atMs),
      counterName: 'ENGAGED_SECONDS',
      amount: seconds,
      event: activityEvent(`engaged\n${report.eventId}`, article, atMs),
      reading: {
        ...readingOf({ reader, article, atMs, arrivedAtMs: nowMs }, (whenMs) => days.dayOf(whenMs)),
        amountMax: readingSecondsMax,
        firstCounterName: 'ENGAGED_VIEWS',
      },
    };
  }
}

/** Whole seconds, rounded: at least one. @throws BadUserInput */
function secondsOf({ seconds }: EngagementReport): number {
  if (!Number.isFinite(seconds) || seconds < 0.5 || seconds > SECONDS_TOLD_MAX) {
    const message = `It is how many seconds the reader was engaged since the last report, 0.5 to ${SECONDS_TOLD_MAX}.`;
    throw new BadUserInput('seconds', message);
  }
  return Math.round(seconds);
}
