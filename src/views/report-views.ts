import { MostreadError } from '../platform/errors';
import type { OnBehalfOf } from '../visitors/on-behalf-of';
import type { Reader, Readers, RequestOrigin } from '../visitors/readers';
import { readerOrRefusal } from '../visitors/who-reports';
import type { Referrers } from './referrer';
import type { ReportOutcomes } from './report-outcomes';
import { ReusedEventIds } from './reused-event-ids';
import type { ReportedView, ViewCounter, ViewOutcome } from './view-counter';
import type { ViewReport } from './view-event';
import { EventIdReused } from './views.errors';

export interface ReportedByClient {
  /** What the client calls its visitor; absent where its request says it once for all, or not at all. */
  visitor?: string;
  /** Of a publisher's server that reports for its visitors. */
  onBehalfOf?: OnBehalfOf;
  report: ViewReport;
  /** The page that led to the article; empty for none. Neither stored nor logged. */
  referrer?: string | undefined;
  /** The address of the page, for the tags in it. Neither stored nor logged. */
  pageUrl?: string | undefined;
}

/** What a client sends: who reads is found out for each view, and each view gets its outcome, in order. */
export class ViewReports {
  private readonly reused = new ReusedEventIds();

  constructor(
    private readonly readers: Readers,
    private readonly counter: ViewCounter,
    private readonly referrers?: Pick<Referrers, 'sourceOf'>,
    private readonly told?: ReportOutcomes,
  ) {}

  /** @throws StoreUnavailable when nothing could be found out about any of them */
  async record(origin: RequestOrigin, views: readonly ReportedByClient[]): Promise<ViewOutcome[]> {
    const found = views.map(({ visitor, onBehalfOf }) =>
      readerOrRefusal(this.readers, { origin, visitor, onBehalfOf }),
    );
    const readers = areKnown(found) ? found : await Promise.all(found);
    for (const index of this.reused.among(views)) readers[index] = new EventIdReused();
    const countable: ReportedView[] = [];
    views.forEach((view, index) => {
      const reader = readers[index]!;
      if (!(reader instanceof MostreadError)) countable.push({ reader, report: this.withSource(view) });
    });
    const outcomes = (await this.counter.record(countable)).values();
    const all = readers.map((reader, index): ViewOutcome => {
      if (reader instanceof MostreadError) return { status: 'REFUSED', views: null, refusal: reader };
      const outcome: ViewOutcome = outcomes.next().value!;
      if (outcome.refusal === null) this.reused.taken(views[index]!.report);
      return outcome;
    });
    this.told?.tell('view', all);
    return all;
  }

  /** A source that is said wins, and a rail is one. */
  private withSource({ report, referrer, pageUrl }: ReportedByClient): ViewReport {
    if (referrer === undefined && pageUrl === undefined) return report;
    const isSaid = report.source !== undefined || report.rail !== undefined;
    if (isSaid || this.referrers === undefined) return report;
    return { ...report, source: this.referrers.sourceOf({ referrer, pageUrl }) };
  }
}

type FoundReader = Reader | MostreadError;

/** All of them, but for the first reports of a day: then there is nothing to wait for. */
function areKnown(found: (FoundReader | Promise<FoundReader>)[]): found is FoundReader[] {
  return !found.some((one) => one instanceof Promise);
}
