// Which rows of the rollups a range of time is added up from. Any moment lies at one level alone: in slices from the
// watermark HOUR on, in hours of the publisher's clock from the watermark DAY to there, in its days before. A range
// that cuts through an hour, a day or a month that is kept as a whole is widened to it: its figures cannot be told
// apart any more. Views of all sources are also kept by fewer rows, and long ranges are added up from those: what is in
// slices by eight hours; what is older by day and, once they are whole, by month and third of a month. Where a range
// begins or ends within one of those, the whole of it less the rest may be fewer rows than the part.

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

/** What is added, or taken away from what is larger than the range. */
export interface Part extends SliceRange {
  sign: 1 | -1;
}

export interface Cover {
  /**
   * What the parts make up. Exclusions are looked up for all of it, and slices are: what comes late, after its hour was
   * compacted, stands among them until it is added there.
   */
  whole: SliceRange;
  /** Of article_recent; empty where the range holds no eight hours. */
  eightHours: EightHoursRange;
  /** Of rollup_slice: beside those, or what those have too much. */
  slices: Part[];
  /** Of rollup_hour: beside the days, or what those have too much. */
  hours: Part[];
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

/**
 * Of a range that is widened already: the fewest rows for views of articles, all sources together.
 * @param running where the counted slices end
 */
export function coverOf(range: SliceRange, marks: Watermarks, calendar: Calendar, running: Slice): Cover {
  const cover: Cover = {
    ...{ whole: range, eightHours: { from: 0, until: 0 } },
    ...{ slices: [], hours: [], days: [], thirds: [], months: [] },
  };
  if (range.from >= range.until) return cover;
  addSlices(cover, range, running);
  const compacted = { from: range.from, until: Math.min(range.until, marks.hour) };
  if (compacted.from >= compacted.until) return cover;
  const days = addHours(cover, compacted, marks, calendar);
  const [month, third] = [calendar.dayOf(marks.month), calendar.dayOf(marks.third)];
  if (days.from < days.until) addDays(cover, days, { month, third });
  return cover;
}

function addSlices(cover: Cover, range: SliceRange, running: Slice): void {
  const blockOf = (number: number) => ({
    from: number * SLICES_OF_EIGHT_HOURS,
    until: (number + 1) * SLICES_OF_EIGHT_HOURS,
  });
  const [first, last] = [range.from, range.until - 1].map((slice) =>
    Math.floor(slice / SLICES_OF_EIGHT_HOURS),
  );
  cover.eightHours = wholeOf({ first: first!, last: last! }, (block) => {
    const { isWhole, parts } = cut(range, blockOf(block), running);
    cover.slices.push(...parts);
    return isWhole;
  });
}

/** Gives the whole days. */
function addHours(cover: Cover, range: SliceRange, marks: Watermarks, calendar: Calendar): DayRange {
  const [first, last] = [calendar.dayOf(range.from), calendar.dayOf(range.until - 1)];
  return wholeOf({ first, last }, (day) => {
    const block = { from: calendar.beginningOf(day), until: calendar.beginningOf(day + 1) };
    // What has not ended is in hours alone.
    const isSummed = block.until <= marks.hour;
    const { isWhole, parts } = isSummed ? cut(range, block, marks.hour) : asIs(within(range, block));
    cover.hours.push(...parts);
    return isWhole;
  });
}

/** Only the first and the last may be cut. */
function wholeOf(
  { first, last }: { first: number; last: number },
  isWhole: (block: number) => boolean,
): { from: number; until: number } {
  const isFirstWhole = isWhole(first);
  const isLastWhole = first === last ? isFirstWhole : isWhole(last);
  const whole = { from: isFirstWhole ? first : first + 1, until: isLastWhole ? last + 1 : last };
  return { from: whole.from, until: Math.max(whole.from, whole.until) };
}

/** Either the part of a block that is wanted, or the whole of it less the rest: the smaller one. */
function cut(range: SliceRange, block: SliceRange, running: Slice): { isWhole: boolean; parts: Part[] } {
  const wanted = within(range, block);
  const rest = [
    { from: block.from, until: wanted.from },
    { from: wanted.until, until: block.until },
  ].filter(({ from, until }) => from < until);
  const counted = rest.reduce(
    (sum, { from, until }) => sum + Math.max(0, Math.min(until, running) - from),
    0,
  );
  if (counted >= wanted.until - wanted.from) return asIs(wanted);
  return { isWhole: true, parts: rest.map((part) => ({ ...part, sign: -1 })) };
}

function asIs(wanted: SliceRange): { isWhole: boolean; parts: Part[] } {
  return { isWhole: false, parts: [{ ...wanted, sign: 1 }] };
}

function within(range: SliceRange, block: SliceRange): SliceRange {
  return { from: Math.max(range.from, block.from), until: Math.min(range.until, block.until) };
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
