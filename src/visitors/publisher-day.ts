// A day is the publisher's: it begins at midnight in TIME_ZONE. All time zones of today differ from UTC by
// whole quarters of an hour, so every day begins at a quarter, and the answer for one instant holds for its
// whole quarter.

const QUARTER_MS = 15 * 60_000;
const DAY_MS = 24 * 3_600_000;
/** Two days of quarters: a process asks about now and shortly before. */
const REMEMBERED_QUARTERS = 192;

export class PublisherDays {
  private readonly format: Intl.DateTimeFormat;
  private readonly days = new Map<number, string>();

  constructor(timeZone: string) {
    this.format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
  }

  /** 2026-11-25, say. */
  dayOf(atMs: number): string {
    const quarter = Math.floor(atMs / QUARTER_MS);
    const known = this.days.get(quarter);
    if (known !== undefined) return known;
    const day = this.format.format(quarter * QUARTER_MS);
    if (this.days.size >= REMEMBERED_QUARTERS) this.days.clear();
    this.days.set(quarter, day);
    return day;
  }

  /** When the day of `atMs` began, if that is at most `withinMs` ago. */
  beginningOf(atMs: number, withinMs: number): number | undefined {
    const day = this.dayOf(atMs);
    let beginMs = Math.floor(atMs / QUARTER_MS) * QUARTER_MS;
    for (; atMs - beginMs <= withinMs; beginMs -= QUARTER_MS) {
      if (this.dayOf(beginMs - QUARTER_MS) !== day) return beginMs;
    }
    return undefined;
  }

  /** When the next day begins. */
  endOf(atMs: number): number {
    const day = this.dayOf(atMs);
    let endMs = (Math.floor(atMs / QUARTER_MS) + 1) * QUARTER_MS;
    // A day in which the clocks go back has 25 hours, and one in which an island changes the date line up to
    // 48.
    while (this.format.format(endMs) === day && endMs - atMs < 2 * DAY_MS) endMs += QUARTER_MS;
    return endMs;
  }
}
