import { MostreadError } from '../platform/errors';
import type { Log } from '../platform/log/log';
import type { RequestOrigin } from '../visitors/readers';
import type { ActivityOutcome } from './activity-report';
import type { BeaconReports, EngagementOfBeacon, ImpressionsOfBeacon } from './beacon-body';
import type { ViewReports } from './report-views';
import { ViewsBackedUp } from './views.errors';

/** Reports of beacons that may be under way at once. */
const UNDER_WAY_MAX = 10_000;

/** Who counts what beacons bring: views here, the rest wherever its figures are. */
export interface BeaconCounting {
  reports: Pick<ViewReports, 'record'>;
  engagedTime: {
    record(origin: RequestOrigin, reports: readonly EngagementOfBeacon[]): Promise<ActivityOutcome[]>;
  };
  impressions: {
    record(origin: RequestOrigin, reports: readonly ImpressionsOfBeacon[]): Promise<ActivityOutcome[][]>;
  };
}

/** Reports that nobody waits for: they are taken now and counted after their sender has been answered. */
export class Beacons {
  private readonly underWay = new Set<Promise<void>>();
  private reportsUnderWay = 0;

  constructor(
    private readonly counting: BeaconCounting,
    private readonly log: Log,
  ) {}

  /** @throws ViewsBackedUp when more wait already than may */
  take(origin: RequestOrigin, reports: BeaconReports): void {
    const { views, engagement, impressions } = reports;
    const size =
      views.length + engagement.length + impressions.reduce((sum, { shown }) => sum + shown.length, 0);
    if (this.reportsUnderWay + size > UNDER_WAY_MAX) throw new ViewsBackedUp();
    this.reportsUnderWay += size;
    const counting = this.count(origin, reports).finally(() => {
      this.reportsUnderWay -= size;
      this.underWay.delete(counting);
    });
    this.underWay.add(counting);
  }

  /** Resolves when everything that was taken has its outcome: for the end of the process. */
  async drain(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  private async count(origin: RequestOrigin, reports: BeaconReports): Promise<void> {
    const { views, engagement, impressions } = reports;
    const { reports: viewReports, engagedTime, impressions: shown } = this.counting;
    await Promise.all([
      views.length > 0 && this.settle(viewReports.record(origin, views)),
      engagement.length > 0 && this.settle(engagedTime.record(origin, engagement)),
      impressions.length > 0 && this.settle(shown.record(origin, impressions).then((all) => all.flat())),
    ]);
  }

  private async settle(counting: Promise<readonly { refusal: MostreadError | null }[]>): Promise<void> {
    try {
      for (const { refusal } of await counting) {
        if (refusal !== null) this.log.debug({ code: refusal.code }, 'a report of a beacon was refused');
      }
    } catch (error) {
      if (error instanceof MostreadError)
        this.log.debug({ code: error.code }, 'the reports of a beacon were lost');
      else this.log.error({ err: error }, 'the reports of a beacon were lost by accident');
    }
  }
}
