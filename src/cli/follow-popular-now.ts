// Tells of each change among the first five that are read now, as the snapshots come in.

import type { Clock, Stop } from '../platform/clock';
import { RankReason } from '../ranking/rank-reason';
import { SITE_LIST } from '../ranking/snapshot';
import type { SnapshotMirror } from '../ranking/snapshot-mirror';
import { listChanges } from './list-changes';
import { type LinePlace, lineOf } from './popular-now-lines';

export interface FollowParts {
  mirror: Pick<SnapshotMirror, 'list' | 'onSnapshot'>;
  /** Undefined for an article that readers may not see. */
  headlineOf: (article: number) => string | undefined;
  clock: Clock;
  print: (line: string) => void;
  /** How wide the terminal is at present. */
  columns: () => number;
}

const PLACES = 5;
/** What changes within it is told together, as the difference it has made in the end. */
const TELL_EVERY_MS = 500;

export function followPopularNow({ mirror, headlineOf, clock, print, columns }: FollowParts): Stop {
  const timeOfDay = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
  let told: LinePlace[] = [];
  let toldMs = -Infinity;
  return mirror.onSnapshot(() => {
    const nowMs = clock.nowMs();
    if (nowMs - toldMs < TELL_EVERY_MS) return;
    const places = firstPlaces();
    const changes = listChanges(told, places, ({ article }) => article);
    if (changes.length === 0) return;
    for (const change of changes) print(lineOf(change, timeOfDay.format(nowMs), columns()));
    told = places;
    toldMs = nowMs;
  });

  function firstPlaces(): LinePlace[] {
    const entries = mirror.list(SITE_LIST)?.entries.slice(0, PLACES) ?? [];
    return entries.flatMap(({ article, reason, score }) => {
      const headline = headlineOf(article);
      if (reason !== RankReason.READ_NOW || headline === undefined) return [];
      return [{ article, headline, readersPerMinute: score }];
    });
  }
}
