import { KEPT_MINUTES } from '../boards/board-keys';
import type { Reader } from '../visitors/readers';
import { pseudonymAt } from '../visitors/visitor-ids';
import type { ViewToCount } from './count-views.script';
import { SLICES_LOOKED_UP, viewEventPlace, visitorPlace } from './dedupe';
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
  /** The day of the publisher in which it was read. */
  day: string;
}

/** A checked view in the words of the counting script. */
export function viewToCount(view: CountableView): ViewToCount {
  const { reader, article, event, rankingWeight, day } = view;
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
    streamLine: streamLineOf(view),
    event:
      eventId === undefined
        ? undefined
        : { day: Math.floor(atMs / DAY_MS), place: viewEventPlace(eventId, contentOf(view)) },
    seenIn: isLate ? undefined : placesLookedUp(reader, article, arrivedAtMs),
    // A late view of a day whose salt is gone goes by the pseudonym of today: its reader may be counted twice there.
    readOn: reader.isPrivate ? undefined : { day, visitor: pseudonymAt(reader, atMs) },
  };
}

/** What a client says of a view; not who reports it, since a reader may come back by another address. */
function contentOf({ article, event }: CountableView): string {
  return `${article} ${event.counterName} ${event.occurredAtMs ?? ''}`;
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
