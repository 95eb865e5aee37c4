import { MostreadError } from '../platform/errors';
import type { Log } from '../platform/log/log';
import type { RequestOrigin } from '../visitors/readers';
import type { ReportedByClient, ViewReports } from './report-views';
import { ViewsBackedUp } from './views.errors';

/** Views of beacons that may be under way at once. */
const UNDER_WAY_MAX = 10_000;

/** Views that nobody waits for: they are taken now and counted after their sender has been answered. */
export class Beacons {
  private readonly underWay = new Set<Promise<void>>();
  private viewsUnderWay = 0;

  constructor(
    private readonly reports: Pick<ViewReports, 'record'>,
    private readonly log: Log,
  ) {}

  /** @throws ViewsBackedUp when more wait already than may */
  take(origin: RequestOrigin, views: readonly ReportedByClient[]): void {
    if (this.viewsUnderWay + views.length > UNDER_WAY_MAX) throw new ViewsBackedUp();
    this.viewsUnderWay += views.length;
    const counting = this.count(origin, views).finally(() => {
      this.viewsUnderWay -= views.length;
      this.underWay.delete(counting);
    });
    this.underWay.add(counting);
  }

  /** Resolves when everything that was taken has its outcome: for the end of the process. */
  async drain(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  private async count(origin: RequestOrigin, views: readonly ReportedByClient[]): Promise<void> {
    try {
      const outcomes = await this.reports.record(origin, views);
      for (const { refusal } of outcomes) {
        if (refusal !== null) this.log.debug({ code: refusal.code }, 'a view of a beacon was refused');
      }
    } catch (error) {
      if (error instanceof MostreadError)
        this.log.debug({ code: error.code }, 'the views of a beacon were lost');
      else this.log.error({ err: error }, 'the views of a beacon were lost by accident');
    }
  }
}
