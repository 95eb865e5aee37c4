// Days, hours, weeks and months of a time zone, counted in slices: every zone of today differs from UTC by whole
// quarters of an hour, so that each of them is made of whole slices. A day that an island has skipped has none.

import { SLICE_MS, type Slice } from '../views/slice';

const DAY_MS = 24 * 3_600_000;
const SLICES_A_DAY = 96;
const SLICES_AN_HOUR = 4;
/** A local midnight lies at most 14 hours before and 12 after that of UTC. */
const MIDNIGHT_WITHIN_SLICES = 64;
const REMEMBERED = 20_000;

/** Days of the calendar, counted from 1970-01-01. */
export type CalendarDay = number;

export type Interval = 'QUARTER_HOUR' | 'HOUR' | 'DAY' | 'WEEK' | 'MONTH';

export interface SliceRange {
  from: Slice;
  /** Not within it any more. */
  until: Slice;
}

export class Calendar {
  private readonly format: Intl.DateTimeFormat;
  private readonly localTimes = new Map<Slice, number>();
  private readonly beginnings = new Map<CalendarDay, Slice>();

  /** @throws RangeError for a zone that does not exist */
  constructor(readonly timeZone: string) {
    this.format = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone, hourCycle: 'h23', era: 'short' },
      ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' },
    });
  }

  dayOf(slice: Slice): CalendarDay {
    return Math.floor(this.localMs(slice) / DAY_MS);
  }

  /** The first slice of that day; of a day that was skipped, the first one after it. */
  beginningOf(day: CalendarDay): Slice {
    const known = this.beginnings.get(day);
    if (known !== undefined) return known;
    let low = day * SLICES_A_DAY - MIDNIGHT_WITHIN_SLICES;
    let high = day * SLICES_A_DAY + MIDNIGHT_WITHIN_SLICES;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.dayOf(middle) >= day) high = middle;
      else low = middle + 1;
    }
    return remember(this.beginnings, day, low);
  }

  /** The first slice of its hour of the clock; an hour is cut where the clocks are put forward or back within it. */
  hourOf(slice: Slice): Slice {
    const offset = this.offsetMs(slice);
    let first = slice - Math.floor((modulo(this.localMs(slice), 3_600_000) + 0.5) / SLICE_MS);
    while (first < slice && this.offsetMs(first) !== offset) first += 1;
    return first;
  }

  /** The first slice of its bucket. */
  floor(slice: Slice, interval: Interval): Slice {
    if (interval === 'QUARTER_HOUR') return slice;
    if (interval === 'HOUR') return this.hourOf(slice);
    return this.beginningOf(firstDayOf(this.dayOf(slice), interval));
  }

  /** The first slice of the next bucket. */
  next(slice: Slice, interval: Interval): Slice {
    if (interval === 'QUARTER_HOUR') return slice + 1;
    if (interval === 'HOUR') return this.nextHour(slice);
    let day = dayAfter(this.dayOf(slice), interval);
    // What begins with a skipped day begins with the day after it; of a skipped day there is nothing.
    while (this.beginningOf(day) <= slice) day = dayAfter(day, interval);
    return this.beginningOf(day);
  }

  /** `slice` itself where a bucket begins with it. */
  ceiling(slice: Slice, interval: Interval): Slice {
    return this.floor(slice, interval) === slice ? slice : this.next(slice, interval);
  }

  private nextHour(slice: Slice): Slice {
    const hour = this.hourOf(slice);
    let next = slice + 1;
    while (next < hour + SLICES_AN_HOUR && this.hourOf(next) === hour) next += 1;
    return next;
  }

  private offsetMs(slice: Slice): number {
    return this.localMs(slice) - slice * SLICE_MS;
  }

  /** What its clocks show when the slice begins, as if it were UTC. */
  private localMs(slice: Slice): number {
    const known = this.localTimes.get(slice);
    if (known !== undefined) return known;
    const parts: Record<string, string> = {};
    for (const { type, value } of this.format.formatToParts(slice * SLICE_MS)) parts[type] = value;
    const year = parts['era']?.startsWith('B') ? 1 - Number(parts['year']) : Number(parts['year']);
    const at = new Date(0);
    at.setUTCFullYear(year, Number(parts['month']) - 1, Number(parts['day']));
    at.setUTCHours(Number(parts['hour']), Number(parts['minute']));
    return remember(this.localTimes, slice, at.getTime());
  }
}

/** 2026-11-25, as Postgres writes a date. */
export function dateOf(day: CalendarDay): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Undefined when there is no such day. */
export function dayOfDate(date: string): CalendarDay | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  const ms = found === null ? Number.NaN : Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(ms) || dateOf(ms / DAY_MS) !== date ? undefined : ms / DAY_MS;
}

/** The Monday of an ISO week, 2026-W48; undefined when the year has no such week. */
export function mondayOfWeek(week: string): CalendarDay | undefined {
  const found = /^(\d{4})-W(\d{2})$/.exec(week);
  const fourthOfJanuary = found === null ? undefined : dayOfDate(`${found[1]}-01-04`);
  if (found === null || fourthOfJanuary === undefined) return undefined;
  const number = Number(found[2]);
  const monday = firstDayOf(fourthOfJanuary, 'WEEK') + (number - 1) * 7;
  const yearOfWeek = dateOf(monday + 3).slice(0, 4); // a week belongs to the year of its Thursday
  return number >= 1 && yearOfWeek === found[1] ? monday : undefined;
}

export function firstOfMonth(month: string): CalendarDay | undefined {
  return /^\d{4}-\d{2}$/.test(month) ? dayOfDate(`${month}-01`) : undefined;
}

/** A third of a month: its days 1 to 10, 11 to 20, 21 to the last. */
type Days = Exclude<Interval, 'QUARTER_HOUR' | 'HOUR'> | 'THIRD';

export function firstDayOf(day: CalendarDay, interval: Days): CalendarDay {
  if (interval === 'DAY') return day;
  if (interval === 'WEEK') return day - modulo(day + 3, 7); // 1970-01-01 was a Thursday
  const before = new Date(day * DAY_MS).getUTCDate() - 1;
  if (interval === 'MONTH') return day - before;
  return day - before + Math.min(Math.floor(before / 10), 2) * 10;
}

/** The first day of the next one. */
export function dayAfter(day: CalendarDay, interval: Days): CalendarDay {
  const first = firstDayOf(day, interval);
  if (interval === 'DAY') return first + 1;
  if (interval === 'WEEK') return first + 7;
  return interval === 'MONTH' ? firstDayOf(first + 31, 'MONTH') : firstDayOf(first + 11, 'THIRD');
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

function remember<K>(known: Map<K, number>, key: K, value: number): number {
  if (known.size >= REMEMBERED) known.clear();
  known.set(key, value);
  return value;
}
