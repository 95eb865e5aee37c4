import { PublisherDays } from '../../src/visitors/publisher-day';

const at = (iso: string) => Date.parse(iso);
const HOUR_MS = 3_600_000;

test.each([
  { timeZone: 'UTC', time: '2026-11-25T23:59:59.999Z', day: '2026-11-25' },
  { timeZone: 'Asia/Seoul', time: '2026-11-25T14:59:59.999Z', day: '2026-11-25' },
  { timeZone: 'Asia/Seoul', time: '2026-11-25T15:00:00.000Z', day: '2026-11-26' },
  { timeZone: 'America/New_York', time: '2026-07-01T03:59:00.000Z', day: '2026-06-30' },
  { timeZone: 'America/New_York', time: '2026-12-01T04:59:00.000Z', day: '2026-11-30' },
  { timeZone: 'Asia/Kathmandu', time: '2026-11-25T18:14:59.000Z', day: '2026-11-25' },
  { timeZone: 'Asia/Kathmandu', time: '2026-11-25T18:15:00.000Z', day: '2026-11-26' },
])('$time is $day in $timeZone', ({ timeZone, time, day }) => {
  const days = new PublisherDays(timeZone);
  expect(days.dayOf(at(time))).toBe(day);
  expect(days.dayOf(at(time))).toBe(day);
});

test.each([
  { timeZone: 'Asia/Kathmandu', time: '2026-11-25T18:20:00Z', within: 45, begins: '2026-11-25T18:15:00Z' },
  { timeZone: 'Asia/Kathmandu', time: '2026-11-25T18:15:00Z', within: 45, begins: '2026-11-25T18:15:00Z' },
  { timeZone: 'UTC', time: '2026-11-25T00:45:00Z', within: 45, begins: '2026-11-25T00:00:00Z' },
  { timeZone: 'UTC', time: '2026-11-25T00:45:01Z', within: 45, begins: undefined },
  { timeZone: 'UTC', time: '2026-11-24T23:59:59Z', within: 45, begins: undefined },
])('at $time the day of $timeZone began at $begins, or longer than $within min ago', (given) => {
  const began = new PublisherDays(given.timeZone).beginningOf(at(given.time), given.within * 60_000);
  expect(began).toBe(given.begins === undefined ? undefined : at(given.begins));
});

test.each([
  { timeZone: 'UTC', time: '2026-11-25T00:00:00Z', ends: '2026-11-26T00:00:00Z' },
  { timeZone: 'Europe/Oslo', time: '2026-03-28T23:30:00Z', ends: '2026-03-29T22:00:00Z' }, // 23 hours
  { timeZone: 'Europe/Oslo', time: '2026-10-24T22:30:00Z', ends: '2026-10-25T23:00:00Z' }, // 25 hours
])('the day of $time ends at $ends in $timeZone', ({ timeZone, time, ends }) => {
  expect(new PublisherDays(timeZone).endOf(at(time))).toBe(at(ends));
});

test('many instants are answered rightly with little memory', () => {
  const days = new PublisherDays('Asia/Seoul');
  for (let hour = 0; hour < 24 * 60; hour++) {
    const atMs = at('2026-01-01T00:00:00Z') + hour * HOUR_MS;
    expect(days.dayOf(atMs)).toBe(new Date(atMs + 9 * HOUR_MS).toISOString().slice(0, 10));
  }
});
