// What dashboards ask: series, sources, attention, rails, readers, and what is counted apart. Arguments are checked
// here, and the sums of counters told in the words of the API.

import type { Clock } from '../platform/clock';
import { BadUserInput } from '../platform/errors';
import type { SectionTree } from '../sections/section-tree';
import { sourceOfCounter } from '../views/counter-names';
import { SLICE_MS, sliceOf } from '../views/slice';
import type { Rail, ViewSource } from '../views/view-source';
import { FinerThanKept } from './audience.errors';
import { Calendar, dateOf, dayOfDate, type Interval, type SliceRange } from './calendar';
import {
  apartIn,
  attentionIn,
  type CounterSums,
  RAIL_COUNTERS,
  sourcesIn,
  VIEW_COUNTERS,
  viewsIn,
} from './counter-sums';
import type { FiguresRepository, SeriesOf } from './figures.repository';
import type {
  Engagement,
  Readers,
  ReadingsApart,
  SeriesInterval,
  ViewSeries,
  ViewSources,
} from './figures.type';
import { readFromTo, sliceRange } from './most-read-window';
import { ratio, recirculationIn } from './recirculation';
import type { Recirculation, RecirculationSeries } from './recirculation.type';

export interface AudienceFiguresParts {
  figures: FiguresRepository;
  sections: SectionTree;
  calendar: Calendar;
  clock: Clock;
  /** For how many days readings by bots and the staff are kept. */
  keepApartDays: number;
}

interface TimeAsked {
  interval: SeriesInterval;
  from: Date;
  to: Date;
  timeZone?: string | null;
}

export interface SeriesAsked extends TimeAsked {
  /** The number of an article; the whole site without it. */
  article?: number;
  source?: ViewSource | null;
}

export interface RecirculationSeriesAsked extends TimeAsked {
  /** The number of an article, or the id or slug of a section; the whole site without both. */
  article?: number;
  section?: string | null;
  rail?: Rail | null;
}

const POINTS_MAX = 2_000;
const READER_DAYS_MAX = 366;
const APART_DAYS = 30;
const ZONES_MAX = 100;

export class AudienceFigures {
  private readonly calendars = new Map<string, Calendar>();

  constructor(private readonly parts: AudienceFiguresParts) {}

  /** @throws BadUserInput, FinerThanKept, CountingTookTooLong */
  async series(asked: SeriesAsked): Promise<ViewSeries> {
    const { article, source } = asked;
    const { buckets, ...told } = await this.bucketsOf(asked, { article, counters: VIEW_COUNTERS });
    const points = buckets.map(({ sums, ...time }) => {
      const counted = source == null ? sums : ofSource(sums, source);
      return { ...time, views: viewsIn(counted), sources: sourcesIn(counted) };
    });
    return { points, ...told };
  }

  /** @throws BadUserInput, FinerThanKept, CountingTookTooLong */
  async recirculationSeries(asked: RecirculationSeriesAsked): Promise<RecirculationSeries> {
    const { article, rail } = asked;
    const sectionIds = this.familyOf(asked.section);
    const { buckets, ...told } = await this.bucketsOf(asked, {
      article,
      sectionIds,
      counters: RAIL_COUNTERS,
    });
    return {
      points: buckets.map(({ sums, ...time }) => ({ ...time, ...recirculationIn(sums, rail ?? undefined) })),
      ...told,
    };
  }

  /** What every series has in common. */
  private async bucketsOf(asked: TimeAsked, of: SeriesOf) {
    const { interval, timeZone } = asked;
    const calendar = this.calendarOf(timeZone);
    const range = this.rangeOf(asked);
    const { boundaries, sums } = await this.parts.figures.series((marks) => {
      const found = boundariesOf(range, interval, calendar);
      this.checkKept(found, marks, { interval, isOwnZone: timeZone == null });
      return found;
    }, of);
    const buckets = sums.map((counted, index) => ({
      from: timeOf(boundaries[index]!),
      to: timeOf(boundaries[index + 1]!),
      sums: counted,
    }));
    const whole = { from: boundaries[0] ?? range.from, until: boundaries.at(-1) ?? range.until };
    return { interval, buckets, timeZone: calendar.timeZone, ...this.time(whole) };
  }

  /** The range that two moments touch. @throws BadUserInput */
  rangeOf({ from, to }: { from: Date; to: Date }): SliceRange {
    const ends = readFromTo({ from, to });
    const range = sliceRange(ends.from, ends.to, this.parts.clock.nowMs());
    return { from: range.from, until: Math.max(range.from, range.until) };
  }

  async sourcesOf(asked: { from: Date; to: Date; section: string | undefined }): Promise<ViewSources> {
    const { range, sums } = await this.parts.figures.sums(this.rangeOf(asked), this.familyOf(asked.section));
    return this.sources(range, sums);
  }

  async recirculationOf(asked: {
    from: Date;
    to: Date;
    section: string | undefined;
  }): Promise<Recirculation> {
    const { range, sums } = await this.parts.figures.sums(this.rangeOf(asked), this.familyOf(asked.section));
    return this.recirculation(range, sums);
  }

  sources(range: SliceRange, sums: CounterSums): ViewSources {
    return { views: viewsIn(sums), sources: sourcesIn(sums), ...this.time(range) };
  }

  recirculation(range: SliceRange, sums: CounterSums): Recirculation {
    return { ...recirculationIn(sums), ...this.time(range) };
  }

  engagement(range: SliceRange, sums: CounterSums): Engagement {
    const attention = attentionIn(sums);
    return {
      ...attention,
      averageSeconds: ratio(attention.seconds, attention.readings),
      ...this.time(range),
    };
  }

  /** @throws BadUserInput for what is no day, and for more than a year */
  async readers(article: number, asked: { from: string; to: string }): Promise<Readers> {
    const [first, last] = [readDay('from', asked.from), readDay('to', asked.to)];
    if (last < first)
      throw new BadUserInput('to', `"to" is ${asked.to}; it must not be before "from", ${asked.from}.`);
    if (last - first >= READER_DAYS_MAX)
      throw new BadUserInput('to', `From ${asked.from} to ${asked.to} is more than ${READER_DAYS_MAX} days.`);
    const known = await this.parts.figures.readers(article, dateOf(first), dateOf(last));
    const days = Array.from({ length: last - first + 1 }, (_, index) => dateOf(first + index)).map((day) => ({
      day,
      readers: known.get(day) ?? 0,
    }));
    return { days, sumOfDailyReaders: days.reduce((sum, { readers }) => sum + readers, 0) };
  }

  /** The days for which they are kept, the running one last. */
  async apart(): Promise<ReadingsApart[]> {
    const { calendar, clock, figures, keepApartDays } = this.parts;
    const length = Math.min(APART_DAYS, keepApartDays);
    const today = calendar.dayOf(sliceOf(clock.nowMs()));
    const days = Array.from({ length }, (_, index) => today - length + 1 + index);
    const found = [...days, today + 1].map((day) => calendar.beginningOf(day));
    const { sums } = await figures.series(() => found, { article: undefined, counters: [3_000, 3_002] });
    return days.map((day, index) => ({ day: dateOf(day), ...apartIn(sums[index] ?? new Map()) }));
  }

  private time({ from, until }: SliceRange): { from: Date; to: Date; computedAt: Date } {
    return { from: timeOf(from), to: timeOf(until), computedAt: new Date(this.parts.clock.nowMs()) };
  }

  /** @throws FinerThanKept when a bucket begins or ends within what is kept as a whole */
  private checkKept(
    boundaries: readonly number[],
    marks: { hour: number; day: number },
    { interval, isOwnZone }: { interval: string; isOwnZone: boolean },
  ): void {
    const { calendar } = this.parts;
    for (const slice of boundaries) {
      const level: Interval = slice < marks.day ? 'DAY' : slice < marks.hour ? 'HOUR' : 'QUARTER_HOUR';
      if (calendar.floor(slice, level) === slice) continue;
      const sinceMs = (level === 'DAY' ? marks.day : marks.hour) * SLICE_MS;
      throw new FinerThanKept(isOwnZone ? 'interval' : 'timeZone', { interval, sinceMs });
    }
  }

  private calendarOf(timeZone: string | null | undefined): Calendar {
    if (timeZone == null) return this.parts.calendar;
    const known = this.calendars.get(timeZone);
    if (known !== undefined) return known;
    const calendar = readCalendar(timeZone);
    if (this.calendars.size >= ZONES_MAX) this.calendars.clear();
    this.calendars.set(timeZone, calendar);
    return calendar;
  }

  private familyOf(idOrSlug: string | null | undefined): string[] | undefined {
    if (idOrSlug == null) return undefined;
    const { sections } = this.parts;
    const section = sections.get(idOrSlug.toLowerCase()) ?? sections.bySlug(idOrSlug);
    if (section) return [...sections.withDescendants(section.id)];
    throw new BadUserInput('section', `"section" is "${idOrSlug}"; no section has this id or slug.`);
  }
}

/** Whole buckets, from the one that holds the beginning to the one that holds the end. @throws BadUserInput */
export function boundariesOf({ from, until }: SliceRange, interval: Interval, calendar: Calendar): number[] {
  if (from >= until) return [];
  const boundaries = [calendar.floor(from, interval)];
  for (let next = boundaries[0]!; next < until; ) {
    if (boundaries.length > POINTS_MAX)
      throw new BadUserInput(
        'interval',
        `A series has at most ${POINTS_MAX} points; this one would have more. Ask for a longer interval or less time.`,
      );
    next = calendar.next(next, interval);
    boundaries.push(next);
  }
  return boundaries;
}

function readCalendar(timeZone: string): Calendar {
  try {
    return new Calendar(timeZone);
  } catch {
    const name = timeZone.slice(0, 60);
    throw new BadUserInput(
      'timeZone',
      `"timeZone" is "${name}"; give the name of a time zone, such as Europe/Oslo.`,
    );
  }
}

function readDay(field: string, given: string): number {
  const day = dayOfDate(given);
  if (day !== undefined) return day;
  throw new BadUserInput(
    field,
    `"${field}" is "${given.slice(0, 40)}"; it must be a day, written as "2026-11-25".`,
  );
}

function ofSource(sums: CounterSums, source: ViewSource): CounterSums {
  return new Map([...sums].filter(([counter]) => sourceOfCounter(counter)?.source === source));
}

function timeOf(slice: number): Date {
  return new Date(slice * SLICE_MS);
}
