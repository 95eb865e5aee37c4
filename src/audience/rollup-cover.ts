// Which rows of the rollups a range of time is added up from. Any moment lies at one level alone: in slices from the
// watermark HOUR on, in hours of the publisher's clock from the watermark DAY to there, in its days before. A range
// that cuts through an hour or a day that is kept as a whole is widened to it: its figures cannot be told apart any
// more. Views of all sources are also kept by day and, once a month is whole, by month: long ranges are added up from
// those.

import type { Slice } from '../views/slice';
import { type Calendar, type CalendarDay, dayAfter, firstDayOf, type SliceRange } from './calendar';

export interface Watermarks {
  /** Before it, slices are hours. */
  hour: Slice;
  /** Before it, hours are days. */
  day: Slice;
  /** Before it, articles have sums of whole months. */
  month: Slice;
}

export interface DayRange {
  from: CalendarDay;
  until: CalendarDay;
}

export interface Cover {
  /**
   * What the parts make up. Exclusions are looked up for it, and slices: what comes late, after its hour was compacted,
   * stands among them until it is added there.
   */
  whole: SliceRange;
  /** Of rollup_hour. */
  hours: SliceRange[];
  /** Of article_day. */
  days: DayRange[];
  /** Of article_month. */
  months: DayRange[];
}

/** The range with its ends moved apart to where figures are kept. */
export function widened(range: SliceRange, marks: Watermarks, calendar: Calendar): SliceRange {
  const level = (slice: Slice) =>
    slice < marks.day ? 'DAY' : slice < marks.hour ? 'HOUR' : ('QUARTER_HOUR' as const);
  return {
    from: calendar.floor(range.from, level(range.from)),
    until: calendar.ceiling(range.until, level(range.until)),
  };
}

/** Of a range that is widened already: the fewest rows for views of articles, all sources together. */
export function coverOf(range: SliceRange, marks: Watermarks, calendar: Calendar): Cover {
  const cover: Cover = { whole: range, hours: [], days: [], months: [] };
  const wholeDays = {
    from: calendar.dayOf(calendar.ceiling(range.from, 'DAY')),
    until: calendar.dayOf(calendar.floor(Math.min(range.until, marks.hour), 'DAY')),
  };
  if (range.from >= range.until) return cover;
  if (wholeDays.from >= wholeDays.until) {
    addHours(cover, range, marks);
    return cover;
  }
  addHours(cover, { from: range.from, until: calendar.beginningOf(wholeDays.from) }, marks);
  addHours(cover, { from: calendar.beginningOf(wholeDays.until), until: range.until }, marks);
  addDays(cover, wholeDays, calendar.dayOf(marks.month));
  return cover;
}

function addHours(cover: Cover, { from, until }: SliceRange, { hour }: Watermarks): void {
  const hours = { from, until: Math.min(until, hour) };
  if (hours.from < hours.until) cover.hours.push(hours);
}

function addDays(cover: Cover, { from, until }: DayRange, summedUntil: CalendarDay): void {
  const months = {
    from: firstDayOf(from, 'MONTH') === from ? from : dayAfter(from, 'MONTH'),
    until: firstDayOf(Math.min(until, summedUntil), 'MONTH'),
  };
  const ranges =
    months.from < months.until
      ? [
          { from, until: months.from },
          { from: months.until, until },
        ]
      : [{ from, until }];
  if (months.from < months.until) cover.months.push(months);
  cover.days.push(...ranges.filter((range) => range.from < range.until));
}
