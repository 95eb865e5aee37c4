// Live updates: what may be followed beside the ranked lists, which the rails bring, and who follows it.

import { Counter, Gauge, type Registry } from 'prom-client';
import { systemClock } from '../platform/clock';
import { Live, type LiveParts } from '../platform/graphql/live/live';
import { type LiveFigures, noFigures } from '../platform/graphql/live/live-figures';
import type { Log } from '../platform/log/log';
import type { Metrics } from '../platform/metrics/metrics';
import { ArticleViewsChangedResolver } from '../views/live/article-views-changed.resolver';
import { WatchedViews } from '../views/live/watched-views';
import { followerOf } from '../visitors/follower-of';
import { networkOf } from '../visitors/network-of';
import type { Counting } from './counting';
import type { Newsroom } from './newsroom';
import type { Settings } from './settings';
import type { Stores } from './stores';

export interface FollowingParts {
  stores: Pick<Stores, 'clock'>;
  newsroom: Pick<Newsroom, 'cards'>;
  counting: Pick<Counting, 'totals'>;
  settings: Pick<Settings, 'views'>;
}

export function resolversForFollowing({ stores, newsroom, counting, settings }: FollowingParts): object[] {
  const { clock } = stores;
  const { cards } = newsroom;
  const { totals } = counting;
  const views = new WatchedViews({ totals, cards, clock, articlesMax: settings.views.watchedMax });
  return [new ArticleViewsChangedResolver(views, cards, clock)];
}

export interface ComposedLiveParts extends Pick<LiveParts, 'checks' | 'mayCall'> {
  settings: Pick<Settings, 'live'>;
  metrics: Metrics | undefined;
  log: Log;
}

/** Undefined where the setting says so. */
export function composeLive({
  checks,
  mayCall,
  settings,
  metrics,
  log,
}: ComposedLiveParts): Live | undefined {
  if (!settings.live.live) return undefined;
  const figures = metrics === undefined ? noFigures : figuresIn(metrics.registry);
  const live = new Live({
    ...{ checks, mayCall, figures, networkOf, followerOf, log },
    limits: settings.live,
    clock: systemClock,
  });
  if (metrics !== undefined) measureLive(metrics.registry, live);
  return live;
}

function figuresIn(registry: Registry): LiveFigures {
  const registers = [registry];
  const subscriptions = new Gauge({
    name: 'mostread_live_subscriptions',
    help: 'Subscriptions that clients have now, by the field of Subscription that they follow.',
    labelNames: ['field'] as const,
    registers,
  });
  const executions = new Counter({
    name: 'mostread_live_executions_total',
    help: 'Documents executed for followers, once for all who follow the same, by field.',
    labelNames: ['field'] as const,
    registers,
  });
  const pushes = new Counter({
    name: 'mostread_live_pushes_total',
    help: 'Results sent to followers, by field.',
    labelNames: ['field'] as const,
    registers,
  });
  const drops = new Counter({
    name: 'mostread_live_drops_total',
    help:
      'Connections cut: BUFFER_FULL and NOT_DRAINED for slow clients, NO_PONG, TOO_MANY_MESSAGES, ' +
      'CREDENTIAL_ENDED.',
    labelNames: ['reason'] as const,
    registers,
  });
  return {
    subscribed: (field, by) => subscriptions.inc({ field }, by),
    executed: (field) => executions.inc({ field }),
    pushed: (field) => pushes.inc({ field }),
    dropped: (reason) => drops.inc({ reason }),
  };
}

function measureLive(registry: Registry, { connections, executions }: Live): void {
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  gauge(
    'mostread_live_connections',
    'WebSockets and event streams that are open in this process.',
    () => connections.count,
  );
  gauge(
    'mostread_live_executions',
    'Different subscriptions that are followed in this process, however many follow each.',
    () => executions.count,
  );
  gauge(
    'mostread_live_waiting_bytes',
    'Bytes that wait in this process for followers to take them in.',
    () => connections.waitingBytes,
  );
}
