// Hours and days of the publisher's clock as ranges of slices. Where its zone is half an hour or a quarter off, hours
// begin there too; where clocks go back, the hour that comes twice is two; a day has 23 to 25 of them.

import { PublisherDays } from '../visitors/publisher-day';
import { SLICE_MS, type Slice, sliceOf } from './slice';

export interface SliceRange {
  first: Slice;
  /** The first slice after it. */
  end: Slice;
}

/** The publisher's midnight lies at most 14 hours before and 12 after that of UTC. */
const MIDNIGHT_WITHIN_SLICES = 64;
/** Longer than any day of any zone. */
const DAY_AT_MOST_MS = 50 * 3_600_000;

export class RollupHours {
  /** As the kept figures name it: Asia/Calcutta and Asia/Kolkata are one. */
  readonly timeZone: string;
  private readonly label: Intl.DateTimeFormat;
  private readonly days: PublisherDays;

  constructor(timeZone: string) {
    this.days = new PublisherDays(timeZone);
    this.label = new Intl.DateTimeFormat('en-CA', {
      ...({ timeZone, hourCycle: 'h23', timeZoneName: 'longOffset' } as const),
      ...({ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit' } as const),
    });
    this.timeZone = this.label.resolvedOptions().timeZone;
  }

  hourOf(slice: Slice): SliceRange {
    const label = this.labelOf(slice);
    let [first, end] = [slice, slice + 1];
    while (this.labelOf(first - 1) === label) first--;
    while (this.labelOf(end) === label) end++;
    return { first, end };
  }

  /** 2026-11-25, say. */
  dayOf(slice: Slice): string {
    return this.days.dayOf(slice * SLICE_MS);
  }

  dayRangeOf(slice: Slice): SliceRange {
    const atMs = slice * SLICE_MS;
    const beginMs = this.days.beginningOf(atMs, DAY_AT_MOST_MS) ?? atMs;
    return { first: sliceOf(beginMs), end: sliceOf(this.days.endOf(atMs)) };
  }

  /** The first slice of a day, or of the next where there is no such day. */
  beginningOf(day: string): Slice {
    let slice = sliceOf(Date.parse(day)) - MIDNIGHT_WITHIN_SLICES;
    while (this.dayOf(slice) < day) slice++;
    return slice;
  }

  private labelOf(slice: Slice): string {
    return this.label.format(slice * SLICE_MS);
  }
}
