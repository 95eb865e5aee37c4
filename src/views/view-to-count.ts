import { KEPT_MINUTES } from '../boards/board-keys';
import type { Reader } from '../visitors/readers';
import type { ViewToCount } from './count-views.script';
import { eventPlace, SLICES_LOOKED_UP, visitorPlace } from './dedupe';
import { SLICE_MS, sliceOf } from './slice';
import type { ViewEvent } from './view-event';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 3_600_000;

export interface CountableView {
  reader: Reader;
  article: number;
  event: ViewEvent;
  /** After the caps. */
  rankingWeight: number;
}

/** A checked view in the words of the counting script. */
export function viewToCount({ reader, article, event, rankingWeight }: CountableView): ViewToCount {
  const { atMs, arrivedAtMs, isLate, eventId, counterName } = event;
  const minute = Math.floor(atMs / MINUTE_MS);
  const isKept = Math.floor(arrivedAtMs / MINUTE_MS) - minute < KEPT_MINUTES;
  return {
    article,
    atMs,
    rankingWeight,
    counterName,
    minute: isKept ? minute : undefined,
    slice: sliceOf(atMs),
    streamLine: streamLineOf({ reader, article, event, rankingWeight }),
    event:
      eventId === undefined
        ? undefined
        : { day: Math.floor(atMs / DAY_MS), place: eventPlace(eventId, article) },
    seenIn: isLate ? undefined : placesLookedUp(reader, article, arrivedAtMs),
  };
}

/**
 * The slice of arrival and the two before it, each under the pseudonym of its own day: a slice never spans
 * midnight, so that a reader who came before it and comes again after it is recognised.
 */
function placesLookedUp(reader: Reader, article: number, arrivedAtMs: number): ViewToCount['seenIn'] {
  const newest = sliceOf(arrivedAtMs);
  const today = visitorPlace(reader.visitor, article);
  const { earlier } = reader;
  return Array.from({ length: SLICES_LOOKED_UP }, (_, back) => {
    const slice = newest - back;
    if (earlier === undefined || slice * SLICE_MS >= earlier.untilMs) return { slice, place: today };
    return { slice, place: visitorPlace(earlier.visitor, article) };
  });
}

/** article, time, visitor (- for who asked for privacy), source, weight, slot: what the view stream keeps. */
function streamLineOf({ reader, article, event, rankingWeight }: CountableView): string {
  const visitor = reader.isPrivate ? '-' : reader.visitor;
  return `${article} ${event.atMs} ${visitor} ${event.counterName} ${rankingWeight} ${event.slot ?? '-'}`;
}
