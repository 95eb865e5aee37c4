// Who reads and what is counted: readers, the counter of views, the boards, and the fields of the API that
// speak of them.

import { EngagedTime } from '../audience/engaged-time';
import { Impressions } from '../audience/impressions';
import { RecordActivityResolver } from '../audience/record-activity.resolver';
import { BoardStore } from '../boards/board.store';
import type { VariantCounter } from '../experiments/variant-counter';
import type { Clock, Stop } from '../platform/clock';
import { StoreUnavailable } from '../platform/errors';
import type { Log } from '../platform/log/log';
import { ActivityCounter } from '../views/activity-counter';
import { ArticleTotalRepository } from '../views/article-total.repository';
import { ArticleViewsResolver } from '../views/article-views.resolver';
import { CountCalls } from '../views/count-calls';
import { KeptViews } from '../views/kept-views';
import { loadKnownReferrers } from '../views/known-referrers';
import { RecordViewResolver } from '../views/record-view.resolver';
import { Referrers } from '../views/referrer';
import { ReportOutcomes } from '../views/report-outcomes';
import { ViewReports } from '../views/report-views';
import { type KnownArticles, ViewCounter } from '../views/view-counter';
import { ViewTotals } from '../views/view-totals';
import { ViewTotalsLoader } from '../views/view-totals.loader';
import { ViewTotalsStore } from '../views/view-totals.store';
import { BotFilter } from '../visitors/bot-filter';
import { PublisherDays } from '../visitors/publisher-day';
import { Readers } from '../visitors/readers';
import { StaffCookies } from '../visitors/staff-cookie';
import { StaffCookieResolver } from '../visitors/staff-cookie.resolver';
import { StaffFilter } from '../visitors/staff-filter';
import { ViewCaps } from '../visitors/view-caps';
import { ViewCapsStore } from '../visitors/view-caps.store';
import { VisitorIds } from '../visitors/visitor-ids';
import { VisitorSaltStore } from '../visitors/visitor-salt.store';
import { composeExperiments, type Experiments } from './experiments';
import type { Settings } from './settings';
import type { Stores } from './stores';

export interface Counting {
  counter: ViewCounter;
  kept: KeptViews;
  totals: ViewTotals;
  caps: ViewCaps;
  boards: BoardStore;
  visitorIds: VisitorIds;
  staffCookies: StaffCookies;
  readers: Readers;
  reports: ViewReports;
  engagedTime: EngagedTime;
  impressions: Impressions;
  /** What is tested on rails; it is started with the rails. */
  experiments: Experiments;
  told: ReportOutcomes;
  /** Reports that wait for Redis now. */
  waiting: () => number;
  resolvers: object[];
  start(): Promise<void>;
  /** Sends what still waits. */
  stop(): Promise<void>;
}

/** Of the newsroom, counting needs to know which articles there are. */
export interface CountedNewsroom {
  cards: KnownArticles;
}

const RENEW_SALT_EVERY_MS = 10_000;
const TRIM_EVERY_MS = 5 * 60_000;

export function composeCounting(
  stores: Pick<Stores, 'dataSource' | 'redis' | 'clock'>,
  newsroom: CountedNewsroom,
  settings: Pick<Settings, 'audience' | 'share' | 'views' | 'visitors'>,
  log: Log,
): Counting {
  const { redis, clock } = stores;
  const days = new PublisherDays(settings.visitors.timeZone);
  const salts = new VisitorSaltStore(redis, days);
  const visitorIds = new VisitorIds(salts, days, clock);
  const staffCookies = new StaffCookies(settings.visitors.staffCookieSecrets, clock);
  const readers = new Readers({
    visitorIds,
    bots: new BotFilter(settings.visitors.ownAppAgents),
    staff: new StaffFilter(settings.visitors.staffNetworks, staffCookies),
    honourDoNotTrack: settings.visitors.honourDoNotTrack,
  });
  const caps = new ViewCaps(new ViewCapsStore(redis), clock, settings.visitors);
  const totals = new ViewTotals({
    inRedis: new ViewTotalsStore(redis),
    stored: new ArticleTotalRepository(stores.dataSource),
  });
  const boards = new BoardStore(redis);
  const kept = new KeptViews({
    ...{ clock, log, keptMax: settings.views.keptMax },
    calls: new CountCalls({ redis, clock, streamViews: settings.views.streamViews }),
  });
  const activity = new ActivityCounter({ redis, waitingMax: settings.views.waitingMax });
  const counter = new ViewCounter({
    articles: newsroom.cards,
    calls: kept,
    ...{ totals, activity, caps, days, clock, log },
    waitingMax: settings.views.waitingMax,
  });
  const experiments = composeExperiments(stores, settings, log);
  const variants = experiments.counter;
  const ways = composeWays({ readers, counter, activity, variants, clock, days, newsroom, settings });
  let stops: Stop[] = [];

  return {
    ...{ counter, kept, totals, caps, boards, visitorIds, staffCookies, readers },
    ...ways,
    experiments,
    waiting: () => counter.waiting + activity.waiting,
    resolvers: [
      new StaffCookieResolver(staffCookies),
      new RecordActivityResolver(ways.engagedTime, ways.impressions),
      new RecordViewResolver(ways.reports),
      new ArticleViewsResolver(new ViewTotalsLoader(totals)),
    ],
    async start() {
      const housekeeping = { clock, log };
      stops = [
        ...[caps.start(), kept.start()],
        counter.onCounted(({ rail, experiment: variant, isPrivate }) => {
          if (variant !== undefined && !isPrivate) variants.clicked({ rail, variant });
        }),
        regularly(housekeeping, RENEW_SALT_EVERY_MS, () => salts.renew(clock.nowMs())),
        regularly(housekeeping, TRIM_EVERY_MS, () => boards.trim(clock.nowMs())),
      ];
    },
    async stop() {
      for (const stop of stops) stop();
      await counter.drain();
      await activity.drain();
      await variants.drain();
      await kept.stop();
    },
  };
}

/** Housekeeping that may fail while Redis is away, and is due again soon. */
function regularly(
  { clock, log }: { clock: Clock; log: Log },
  everyMs: number,
  act: () => Promise<unknown>,
): Stop {
  return clock.every(everyMs, async () => {
    await act().catch((error: unknown) => {
      if (!(error instanceof StoreUnavailable)) log.error({ err: error }, 'housekeeping of views failed');
    });
  });
}

/** How reports come in. */
function composeWays(parts: {
  readers: Readers;
  counter: ViewCounter;
  activity: ActivityCounter;
  variants: VariantCounter;
  clock: Clock;
  days: PublisherDays;
  newsroom: CountedNewsroom;
  settings: Pick<Settings, 'audience' | 'share' | 'views'>;
}): Pick<Counting, 'reports' | 'engagedTime' | 'impressions' | 'told'> {
  const { readers, counter, activity, variants, clock, days, newsroom, settings } = parts;
  const ownHosts = [...settings.views.publisherHosts, new URL(settings.share.publicUrl).hostname];
  const referrers = new Referrers(ownHosts, loadKnownReferrers);
  const told = new ReportOutcomes();
  const active = { readers, activity, clock, told, articles: newsroom.cards };
  return {
    told,
    reports: new ViewReports(readers, counter, referrers, told),
    engagedTime: new EngagedTime({ ...active, days, ...settings.audience }),
    impressions: new Impressions({ ...active, variants }),
  };
}
