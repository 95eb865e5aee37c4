import fc from 'fast-check';
import {
  Calendar,
  dateOf,
  dayOfDate,
  firstOfMonth,
  type Interval,
  mondayOfWeek,
} from '../../src/audience/calendar';
import { SLICE_MS, sliceOf } from '../../src/views/slice';

const sliceAt = (time: string) => sliceOf(Date.parse(time));
const timeAt = (slice: number) => new Date(slice * SLICE_MS).toISOString();

test.each([
  ['UTC', '2026-11-25', '2026-11-25T00:00:00.000Z'],
  ['Asia/Kathmandu', '2026-11-25', '2026-11-24T18:15:00.000Z'],
  ['America/St_Johns', '2026-03-09', '2026-03-09T02:30:00.000Z'],
  ['America/St_Johns', '2026-11-02', '2026-11-02T03:30:00.000Z'],
  ['Pacific/Kiritimati', '2026-01-01', '2025-12-31T10:00:00.000Z'],
  // Samoa went from the 29th to the 31st.
  ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00.000Z'],
  ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00.000Z'],
  // The clocks went forward at midnight.
  ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z'],
])('in %s the day %s begins at %s', (zone, date, begins) => {
  expect(timeAt(new Calendar(zone).beginningOf(dayOfDate(date)!))).toBe(begins);
});

test.each([
  ['America/New_York', '2026-03-08T05:00:00Z', 'DAY', 23 * 4],
  ['America/New_York', '2026-11-01T04:00:00Z', 'DAY', 25 * 4],
  ['Pacific/Apia', '2011-12-29T10:00:00Z', 'DAY', 24 * 4],
  ['Australia/Lord_Howe', '2026-10-03T15:30:00Z', 'HOUR', 2],
  ['Asia/Kathmandu', '2026-11-25T00:15:00Z', 'HOUR', 4],
  ['UTC', '2026-02-01T00:00:00Z', 'MONTH', 28 * 96],
  ['UTC', '2026-11-23T00:00:00Z', 'WEEK', 7 * 96],
] as const)('in %s what begins at %s as %s has %i slices', (zone, begins, interval, length) => {
  const calendar = new Calendar(zone);
  expect(calendar.floor(sliceAt(begins), interval)).toBe(sliceAt(begins));
  expect(calendar.next(sliceAt(begins), interval)).toBe(sliceAt(begins) + length);
});

const zones = [
  'UTC',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Pacific/Apia',
  'Australia/Lord_Howe',
  'Africa/Cairo',
];
const intervals: Interval[] = ['QUARTER_HOUR', 'HOUR', 'DAY', 'WEEK', 'MONTH'];

test('buckets follow each other without a gap, and each slice is in the one that it says', () => {
  const slice = fc.integer({ min: sliceAt('2011-01-01T00:00:00Z'), max: sliceAt('2030-01-01T00:00:00Z') });
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.constantFrom(...intervals), slice, (zone, interval, at) => {
      const calendar = new Calendar(zone);
      const [first, next] = [calendar.floor(at, interval), calendar.next(at, interval)];
      expect(first).toBeLessThanOrEqual(at);
      expect(next).toBeGreaterThan(at);
      expect(calendar.floor(next - 1, interval)).toBe(first);
      expect(calendar.floor(next, interval)).toBe(next);
      expect(calendar.ceiling(first, interval)).toBe(first);
      if (first < at) expect(calendar.ceiling(at, interval)).toBe(next);
    }),
  );
});

test.each([
  ['2026-W01', '2025-12-29'],
  ['2026-W48', '2026-11-23'],
  ['2026-W53', '2026-12-28'],
  ['2027-W53', undefined],
  ['2026-W00', undefined],
  ['2026-48', undefined],
])('the week %s begins on %s', (week, monday) => {
  const day = mondayOfWeek(week);
  expect(day === undefined ? undefined : dateOf(day)).toBe(monday);
});

test.each(['2026-13', '2026-1', 'now', ''])('%j is no month', (month) => {
  expect(firstOfMonth(month)).toBeUndefined();
});

test.each(['2026-02-29', '2026-11-31', '26-11-01', '2026-11-1', 'now'])('%j is no day', (day) => {
  expect(dayOfDate(day)).toBeUndefined();
});
