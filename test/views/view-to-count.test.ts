import { viewEventOf } from '../../src/views/view-event';
import { viewToCount } from '../../src/views/view-to-count';
import { aReader } from '../builders/a-counting';

const NOW_MS = 1_764_028_800_000;
const MINUTE_MS = 60_000;

function aView(report: { eventId?: string; occurredAtMs?: number }, reader = aReader('a')) {
  const event = viewEventOf({ articleId: '', source: 'RAIL', rail: 'LATEST', slot: 4, ...report }, NOW_MS);
  return viewToCount({ reader, article: 12, event, rankingWeight: 0.5, day: '2025-11-24' });
}

test('a view of now joins the minute, the slice and the sets of now', () => {
  const view = aView({});
  expect(view).toMatchObject({
    article: 12,
    atMs: NOW_MS,
    minute: NOW_MS / MINUTE_MS,
    counterName: 'RAIL.LATEST.4',
  });
  expect(view.seenIn?.map(({ slice }) => view.slice - slice)).toEqual([0, 1, 2]);
  expect(view.event).toBeUndefined();
  expect(view.streamLine).toBe(`12 ${NOW_MS} a RAIL.LATEST.4 0.5 4`);
});

test.each([
  { lateMinutes: 14, isLookedUp: true, hasMinute: true },
  { lateMinutes: 16, isLookedUp: false, hasMinute: true },
  { lateMinutes: 64, isLookedUp: false, hasMinute: true },
  { lateMinutes: 65, isLookedUp: false, hasMinute: false },
])(
  'one of $lateMinutes min ago is looked up by its visitor: $isLookedUp, has a minute: $hasMinute',
  ({ lateMinutes, isLookedUp, hasMinute }) => {
    const view = aView({ eventId: 'e', occurredAtMs: NOW_MS - lateMinutes * MINUTE_MS });
    expect(view.seenIn !== undefined).toBe(isLookedUp);
    expect(view.minute !== undefined).toBe(hasMinute);
    expect(view.event?.day).toBe(Math.floor((NOW_MS - lateMinutes * MINUTE_MS) / 86_400_000));
  },
);

test('slices before midnight are looked up under the earlier pseudonym', () => {
  const reader = aReader('today', { earlier: { visitor: 'yesterday', untilMs: NOW_MS } });
  const [now, before, beforeThat] = aView({}, reader).seenIn!;
  expect(now!.place).toEqual(aView({}, aReader('today')).seenIn![0]!.place);
  expect(before!.place).toEqual(aView({}, aReader('yesterday')).seenIn![0]!.place);
  expect(beforeThat!.place).toEqual(before!.place);
});

test('who asked for privacy has no name in the stream', () => {
  expect(aView({}, aReader('a', { isPrivate: true })).streamLine).toBe(`12 ${NOW_MS} - RAIL.LATEST.4 0.5 4`);
});

test('a reader is put among those of the day, under the pseudonym of that time, and who asked for privacy is not', () => {
  const reader = aReader('today', { earlier: { visitor: 'yesterday', untilMs: NOW_MS - MINUTE_MS } });
  expect(aView({}, reader).readOn).toEqual({ day: '2025-11-24', visitor: 'today' });
  const beforeMidnight = aView({ occurredAtMs: NOW_MS - 2 * MINUTE_MS }, reader);
  expect(beforeMidnight.readOn?.visitor).toBe('yesterday');
  expect(aView({}, aReader('a', { isPrivate: true })).readOn).toBeUndefined();
});
