// For which time a list of the most read is asked: a named window that ends now, two moments, or a day, week or month
// of the publisher's calendar. Every range is made of whole slices, and ends with the running one at the latest.

import { registerEnumType } from 'type-graphql';
import { BadUserInput } from '../platform/errors';
import { SLICE_MS, sliceOf } from '../views/slice';
import { type Calendar, dayAfter, dayOfDate, firstOfMonth, mondayOfWeek, type SliceRange } from './calendar';

export enum ViewWindow {
  HOUR = 'HOUR',
  DAY = 'DAY',
  WEEK = 'WEEK',
  MONTH = 'MONTH',
  YEAR = 'YEAR',
  ALL_TIME = 'ALL_TIME',
}

const WHOLE = 'from the beginning of the quarter, hour, day or month on that is kept as a whole: see "from".';

registerEnumType(ViewWindow, {
  name: 'ViewWindow',
  description: 'A stretch of time that ends now.',
  valuesConfig: {
    HOUR: { description: 'The last 60 minutes of the clock, with the running one.' },
    DAY: { description: 'The last 24 hours, from the beginning of a quarter of an hour on.' },
    WEEK: { description: `The last 7 times 24 hours, ${WHOLE}` },
    MONTH: { description: `The last 30 times 24 hours, ${WHOLE}` },
    YEAR: { description: `The last 365 times 24 hours, ${WHOLE}` },
    ALL_TIME: { description: 'Since counting began.' },
  },
});

const DAY_MS = 24 * 3_600_000;

/** How far back the windows of slices reach. */
const windowMs: Readonly<Record<Exclude<ViewWindow, 'HOUR' | 'ALL_TIME'>, number>> = {
  DAY: DAY_MS,
  WEEK: 7 * DAY_MS,
  MONTH: 30 * DAY_MS,
  YEAR: 365 * DAY_MS,
};

export interface PeriodArguments {
  window?: ViewWindow | null;
  from?: Date | null;
  to?: Date | null;
  day?: string | null;
  week?: string | null;
  month?: string | null;
}

export type Period = { window: ViewWindow } | { range: SliceRange; name: string };

const WAYS = 'Give "window", or "from" and "to", or one of "day", "week" and "month".';

/** @throws BadUserInput naming the argument */
export function readPeriod(asked: PeriodArguments, calendar: Calendar, nowMs: number): Period {
  const ways = [
    asked.window != null && 'window',
    (asked.from != null || asked.to != null) && 'from',
    asked.day != null && 'day',
    asked.week != null && 'week',
    asked.month != null && 'month',
  ].filter((way) => way !== false);
  if (ways.length === 0) throw new BadUserInput('window', `It is not said for which time. ${WAYS}`);
  if (ways.length > 1) throw new BadUserInput(ways[1]!, `"${ways[0]}" and "${ways[1]}" are given. ${WAYS}`);
  if (asked.window != null) return { window: asked.window };
  if (ways[0] === 'from') {
    const { from, to } = readFromTo(asked);
    return named(sliceRange(from, to, nowMs), `${from.getTime()} ${to.getTime()}`);
  }
  return calendarPeriod(asked, calendar, nowMs);
}

/** @throws BadUserInput unless both are there, and the first is before the second */
export function readFromTo({ from, to }: PeriodArguments): { from: Date; to: Date } {
  if (from == null) throw new BadUserInput('from', '"from" is missing: "from" and "to" are given together.');
  if (to == null) throw new BadUserInput('to', '"to" is missing: "from" and "to" are given together.');
  if (from.getTime() < to.getTime()) return { from, to };
  throw new BadUserInput(
    'to',
    `"to" is ${to.toISOString()}; it must be later than "from", ${from.toISOString()}.`,
  );
}

/** The slices that two moments touch, of those from 1970 to the running one. */
export function sliceRange(from: Date, to: Date, nowMs: number): SliceRange {
  const end = sliceOf(nowMs) + 1;
  const bounded = (slice: number) => Math.min(Math.max(slice, 0), end);
  return { from: bounded(sliceOf(from.getTime())), until: bounded(Math.ceil(to.getTime() / SLICE_MS)) };
}

/** Of those that are counted in slices. */
export function rangeOfWindow(window: keyof typeof windowMs, nowMs: number): SliceRange {
  return { from: sliceOf(nowMs - windowMs[window]), until: sliceOf(nowMs) + 1 };
}

function calendarPeriod(asked: PeriodArguments, calendar: Calendar, nowMs: number): Period {
  const { day, week, month } = asked;
  if (day != null)
    return days(calendar, dayOfDate(day), 'DAY', { field: 'day', given: day, like: '2026-11-25' }, nowMs);
  if (week != null)
    return days(
      calendar,
      mondayOfWeek(week),
      'WEEK',
      { field: 'week', given: week, like: '2026-W48' },
      nowMs,
    );
  const given = month ?? '';
  return days(calendar, firstOfMonth(given), 'MONTH', { field: 'month', given, like: '2026-11' }, nowMs);
}

function days(
  calendar: Calendar,
  first: number | undefined,
  interval: 'DAY' | 'WEEK' | 'MONTH',
  { field, given, like }: { field: string; given: string; like: string },
  nowMs: number,
): Period {
  if (first === undefined || first < 0)
    throw new BadUserInput(
      field,
      `"${field}" is "${given}"; it must be one since 1970, written as "${like}".`,
    );
  const end = sliceOf(nowMs) + 1;
  const from = Math.min(calendar.beginningOf(first), end);
  const until = Math.min(calendar.beginningOf(dayAfter(first, interval)), end);
  return named({ from, until: Math.max(from, until) }, `${interval} ${given}`);
}

function named(range: SliceRange, name: string): Period {
  return { range: { from: range.from, until: Math.max(range.from, range.until) }, name };
}
