import type { ActivityToCount } from './count-activity.script';
import { eventPlace } from './dedupe';

const DAY_MS = 24 * 3_600_000;

/** Where the event id of a report is remembered; `name` begins with what is reported, so that no two kinds meet. */
export function activityEvent(
  name: string,
  article: number,
  atMs: number,
): NonNullable<ActivityToCount['event']> {
  return { day: Math.floor(atMs / DAY_MS), place: eventPlace(name, article) };
}
