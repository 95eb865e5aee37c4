// Which rows of the rollups a range of time is added up from. Any moment lies at one level alone: in slices from the
// watermark HOUR on, in hours of the publisher's clock from the watermark DAY to there, in its days before. A range
// that cuts through an hour, a day or a month that is kept as a whole is widened to it: its figures cannot be told apart
// any more. Views of all sources are also kept by fewer rows, and long ranges are added up from those: what is in slices by
// eight hours; what is older by day and, once they are whole, by month and third of a month.

import type { Slice } from '../views/slice';
import { type Calendar, type CalendarDay, dayAfter, firstDayOf, type SliceRange } from './calendar';

export interface Watermarks {
  /** Before it, slices are hours. */
  hour: Slice;
  /** Before it, hours are days. */
  day: Slice;
  /** Before it, articles have sums of whole months. */
  month: Slice;
  /** The same of thirds of a month. */
  third: Slice;
  /** Before it there are sums of whole months alone. */
  kept: Slice;
}

export interface DayRange {
  from: CalendarDay;
  until: CalendarDay;
}

/** As article_recent counts them: 32 slices each. */
export interface EightHoursRange {
  from: number;
  until: number;
}

export interface Cover {
  /**
   * What the parts make up. Exclusions are looked up for all of it, and slices are: what comes late, after its hour was
   * compacted, stands among them until it is added there.
   */
  whole: SliceRange;
  /** Of article_recent; undefined where the range holds no eight hours. */
  eightHours: EightHoursRange | undefined;
  /** Of rollup_slice, before and after those. */
  slices: SliceRange[];
  /** Of rollup_hour. */
  hours: SliceRange[];
  /** Of article_day. */
  days: DayRange[];
  /** Of article_third. */
  thirds: DayRange[];
  /** Of article_month. */
  months: DayRange[];
}

const SLICES_OF_EIGHT_HOURS = 32;

/** The range with its ends moved apart to where figures are kept. */
export function widened(range: SliceRange, marks: Watermarks, calendar: Calendar): SliceRange {
  const level = (slice: Slice) => {
    if (slice < marks.kept) return 'MONTH';
    return slice < marks.day ? 'DAY' : slice < marks.hour ? 'HOUR' : 'QUARTER_HOUR';
  };
  return {
    from: calendar.floor(range.from, level(range.from)),
    until: calendar.ceiling(range.until, level(range.until)),
  };
}

/** Of a range that is widened already: the fewest rows for views of articles, all sources together. */
export function coverOf(range: SliceRange, marks: Watermarks, calendar: Calendar): Cover {
  const cover: Cover = { ...slicesOf(range), hours: [], days: [], thirds: [], months: [] };
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
  const [month, third] = [calendar.dayOf(marks.month), calendar.dayOf(marks.third)];
  addDays(cover, wholeDays, { month, third });
  return cover;
}

function addHours(cover: Cover, { from, until }: SliceRange, { hour }: Watermarks): void {
  const hours = { from, until: Math.min(until, hour) };
  if (hours.from < hours.until) cover.hours.push(hours);
}

function slicesOf(range: SliceRange): Pick<Cover, 'whole' | 'eightHours' | 'slices'> {
  const eightHours = {
    from: Math.ceil(range.from / SLICES_OF_EIGHT_HOURS),
    until: Math.floor(range.until / SLICES_OF_EIGHT_HOURS),
  };
  if (eightHours.from >= eightHours.until) return { whole: range, eightHours: undefined, slices: [range] };
  const slices = [
    { from: range.from, until: eightHours.from * SLICES_OF_EIGHT_HOURS },
    { from: eightHours.until * SLICES_OF_EIGHT_HOURS, until: range.until },
  ];
  return { whole: range, eightHours, slices: slices.filter(({ from, until }) => from < until) };
}

function addDays(
  cover: Cover,
  days: DayRange,
  summedUntil: { month: CalendarDay; third: CalendarDay },
): void {
  const byMonth = parted(days, 'MONTH', summedUntil.month);
  const byThird = byMonth.beside.map((range) => parted(range, 'THIRD', summedUntil.third));
  cover.months.push(...byMonth.within);
  cover.thirds.push(...byThird.flatMap(({ within }) => within));
  cover.days.push(...byThird.flatMap(({ beside }) => beside));
}

/** What is made of whole months or thirds that have been summed, and the days beside them. */
function parted(
  { from, until }: DayRange,
  interval: 'MONTH' | 'THIRD',
  summedUntil: CalendarDay,
): { within: DayRange[]; beside: DayRange[] } {
  const within = {
    from: firstDayOf(from, interval) === from ? from : dayAfter(from, interval),
    until: firstDayOf(Math.min(until, summedUntil), interval),
  };
  if (within.from >= within.until) return { within: [], beside: [{ from, until }] };
  const beside = [
    { from, until: within.from },
    { from: within.until, until },
  ];
  return { within: [within], beside: beside.filter((range) => range.from < range.until) };
}
