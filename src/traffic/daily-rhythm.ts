// How many readers come at which hour of the publisher's day: few at night, most with breakfast, lunch and the
// evening, as news sites see it. At four in the morning there is still a third of the mean, so that a demo at night
// moves.

/** Readers of each hour, beginning at midnight; any unit. */
const HOURS = [
  0.6, 0.45, 0.38, 0.35, 0.35, 0.45, 0.75, 1.15, 1.3, 1.2, 1.1, 1.15, 1.35, 1.25, 1.1, 1.05, 1.1, 1.2, 1.25,
  1.35, 1.45, 1.4, 1.2, 0.85,
];
const MEAN = HOURS.reduce((sum, hour) => sum + hour, 0) / HOURS.length;
const QUARTER_MS = 15 * 60_000;

export class DailyRhythm {
  /** What `factorAt` never exceeds. */
  static readonly MOST = Math.max(...HOURS) / MEAN;
  private readonly format: Intl.DateTimeFormat;
  private known = { quarter: Number.NaN, hour: 0 };

  constructor(timeZone: string) {
    this.format = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone });
  }

  /** Of the day's mean; changes smoothly. */
  factorAt(atMs: number): number {
    const hour = this.hourAt(atMs);
    const from = HOURS[Math.floor(hour) % 24]!;
    const to = HOURS[(Math.floor(hour) + 1) % 24]!;
    return (from + (to - from) * (hour % 1)) / MEAN;
  }

  /** Of the clock on the wall, with its fraction. Zones differ from UTC by whole quarters: one is asked for once. */
  private hourAt(atMs: number): number {
    const quarter = Math.floor(atMs / QUARTER_MS);
    if (quarter !== this.known.quarter) {
      const [hours, minutes] = this.format
        .format(quarter * QUARTER_MS)
        .split(':')
        .map(Number);
      this.known = { quarter, hour: (hours! % 24) + minutes! / 60 };
    }
    return this.known.hour + (atMs - quarter * QUARTER_MS) / 3_600_000;
  }
}
