// Taking views out of the figures again, and visitors out of what is kept: the acts, the telling of every process, and
// the boards that follow.

import { AuditSubject } from '../accounts/audit-entry.entity';
import { AuditLogRepository } from '../accounts/audit-log.repository';
import { ArticleRepository } from '../articles/article.repository';
import { ArticleChangeRepository } from '../articles/article-change.repository';
import { EngagedReadingsStore } from '../audience/engaged-readings.store';
import { CommentLimitsStore } from '../comments/comment-limits.store';
import { forgetReporter } from '../comments/forget-reporter';
import { ModerationRepository } from '../comments/moderation.repository';
import { type Stop, systemClock } from '../platform/clock';
import type { Log } from '../platform/log/log';
import { LEARNT_WITHIN_MS } from '../recommendations/co-visit-recorder';
import { ReadingSessionStore } from '../recommendations/reading-session.store';
import { BoardsFollowExclusions } from '../views/boards-follow-exclusions';
import { ExcludeViews } from '../views/exclude-views';
import { ExclusionRepository } from '../views/exclusion.repository';
import { ExclusionChanges, type ExclusionListener } from '../views/exclusion-changes';
import { ExclusionsResolver } from '../views/exclusions.resolver';
import { ForgetVisitors, type KeptOfVisitors } from '../views/forget-visitor';
import { ForgetVisitorResolver } from '../views/forget-visitor.resolver';
import { HeaviestVisitorsResolver } from '../views/heaviest-visitors.resolver';
import { LiveSlicesStore } from '../views/live-slices.store';
import { ViewStreamStore } from '../views/view-stream.store';
import { PublisherDays } from '../visitors/publisher-day';
import type { Counting } from './counting';
import type { Newsroom } from './newsroom';
import type { Settings } from './settings';
import type { Stores } from './stores';

export interface Corrections {
  exclusions: ExcludeViews;
  /** Any number of processes may run it. */
  boardsFollow: BoardsFollowExclusions;
  resolvers: object[];
  /** Told in this process of each exclusion that is made or taken back in any. */
  onExclusion(listener: ExclusionListener): Stop;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface CorrectionsParts {
  stores: Pick<Stores, 'dataSource' | 'redis' | 'clock'>;
  newsroom: Pick<Newsroom, 'cards'>;
  counting: Pick<Counting, 'totals' | 'caps' | 'visitorIds'>;
  settings: Pick<Settings, 'comments' | 'views' | 'visitors'>;
  log: Log;
}

/** A day has at most 25 hours, and yesterday's pseudonyms are known 45 minutes into the next. */
const PSEUDONYMS_LIVE_MS = 26 * 3_600_000;

export function composeCorrections(parts: CorrectionsParts): Corrections {
  const { stores, newsroom, counting, log } = parts;
  const { dataSource, redis, clock } = stores;
  const { cards } = newsroom;
  const repository = new ExclusionRepository(dataSource);
  const stream = new ViewStreamStore(redis, parts.settings.views.streamViews);
  const boardsFollow = new BoardsFollowExclusions({ repository, redis, clock, log });
  const changes = new ExclusionChanges({ repository, redis, clock, log });
  const exclusions = new ExcludeViews({
    ...{ repository, stream, clock, live: new LiveSlicesStore(redis), audit: new AuditLogRepository() },
    async onChanged(id) {
      await changes.announce(id);
      await boardsFollow.tryNow();
    },
  });
  const visitors = composeForgetting(parts, { repository, stream });
  const stops: Stop[] = [];
  return {
    ...{ exclusions, boardsFollow },
    resolvers: [
      new ExclusionsResolver({ exclusions, repository, cards, clock }),
      new HeaviestVisitorsResolver(stream, cards, clock),
      new ForgetVisitorResolver(visitors),
    ],
    onExclusion: (listener) => changes.onExclusion(listener),
    async start() {
      stops.push(
        changes.onExclusion(({ articles }) => counting.totals.forgetTotals(articles)),
        await changes.start(),
        boardsFollow.start(),
      );
    },
    async stop() {
      for (const stop of stops.splice(0)) stop();
    },
  };
}

function composeForgetting(
  { stores, counting, settings }: CorrectionsParts,
  { repository, stream }: { repository: ExclusionRepository; stream: ViewStreamStore },
): ForgetVisitors {
  const { dataSource, redis, clock } = stores;
  const audit = new AuditLogRepository();
  const days = new PublisherDays(settings.visitors.timeZone);
  const sessions = new ReadingSessionStore(redis);
  const readings = new EngagedReadingsStore({
    ...{ redis, clock, dayOf: (atMs) => days.dayOf(atMs) },
    newestArticle: () => new ArticleRepository(dataSource).newestNumber(),
  });
  const limits = new CommentLimitsStore(redis, settings.comments);
  const reports = new ModerationRepository(dataSource, new ArticleChangeRepository(dataSource), audit);
  const kept: KeptOfVisitors[] = [
    { place: 'VIEW_STREAM', forget: (visitors) => stream.forget(visitors) },
    {
      place: 'READING_SESSIONS',
      // In whatever process views wait to be learnt from, they would bring a session back that was deleted before.
      forget: async (visitors) => {
        await systemClock.wait(LEARNT_WITHIN_MS);
        return sessions.forget(visitors);
      },
    },
    { place: 'VIEW_CAPS', forget: (visitors) => counting.caps.forget(visitors) },
    { place: 'ENGAGED_READINGS', forget: (visitors) => readings.forget(visitors) },
    { place: 'COMMENT_LIMITS', forget: (visitors) => limits.forget(visitors) },
    {
      place: 'COMMENT_REPORTS',
      forget: (visitors) =>
        forgetReporter(reports, { visitors, since: new Date(clock.nowMs() - PSEUDONYMS_LIVE_MS) }),
    },
    { place: 'EXCLUSIONS', forget: (visitors) => repository.forgetVisitors(visitors) },
  ];
  return new ForgetVisitors({
    kept,
    ids: counting.visitorIds,
    audit: ({ by, id, details }) =>
      dataSource.transaction((manager) =>
        audit.write(manager, {
          ...{ by, act: 'FORGOTTEN', subject: AuditSubject.VISITOR, subjectId: id, details },
        }),
      ),
  });
}
