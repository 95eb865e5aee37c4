import { type Heartbeat, periodsKept, readingOf } from '../../src/audience/engaged-reading';
import { PublisherDays } from '../../src/visitors/publisher-day';

const days = new PublisherDays('Asia/Seoul');
const dayOf = (atMs: number) => days.dayOf(atMs);
/** Midnight in Seoul. */
const midnightMs = Date.UTC(2026, 10, 25, 15);
const MINUTE_MS = 60_000;

function aBeat(atMinute: number, changes: Partial<Heartbeat> = {}): Heartbeat {
  const atMs = midnightMs + atMinute * MINUTE_MS;
  return { reader: { visitor: 'today' }, article: 7, atMs, arrivedAtMs: atMs, ...changes };
}

const reading = (beat: Heartbeat) => readingOf(beat, dayOf);
const afterMidnight = { visitor: 'today', earlier: { visitor: 'yesterday', untilMs: midnightMs } };

test('a reading is of the day of the publisher in which it happened, under the name of that day', () => {
  const before = reading(aBeat(-1, { reader: { visitor: 'yesterday' } }));
  const late = reading(aBeat(-1, { reader: afterMidnight, arrivedAtMs: midnightMs + 5 * MINUTE_MS }));
  expect(late).toEqual(before);
  expect(before.period).toBe('2026-11-25');
  const after = reading(aBeat(0, { reader: afterMidnight }));
  expect(after.period).toBe('2026-11-26');
  expect(after).toEqual(reading(aBeat(60 * 23)));
});

test('of who asks not to be followed it is of the hour of its arrival, and kept for one', () => {
  const reader = { visitor: 'v', isPrivate: true };
  const first = reading(aBeat(0, { reader }));
  expect(first).toMatchObject({ period: `hour-${midnightMs / 3_600_000}`, keepSeconds: 3_600 });
  expect(reading(aBeat(59, { reader }))).toEqual(first);
  expect(reading(aBeat(-700, { reader, arrivedAtMs: midnightMs }))).toEqual(first);
  expect(reading(aBeat(60, { reader })).period).not.toBe(first.period);
});

test('all readings of a visitor lie in sets of one number, each under a member of its own', () => {
  const places = [1, 2, 3, 4].map((article) => reading(aBeat(0, { article })).place);
  expect(new Set(places.map(({ set }) => set)).size).toBe(1);
  expect(new Set(places.map(({ member }) => member)).size).toBe(4);
  for (const { set, member } of places) {
    expect(set).toBeGreaterThanOrEqual(0);
    expect(set).toBeLessThan(2_048);
    expect(member).toBe(member | 0);
  }
  const others = Array.from({ length: 50 }, (_, of) => reading(aBeat(0, { reader: { visitor: `v${of}` } })));
  expect(new Set(others.map(({ place }) => place.set)).size).toBeGreaterThan(40);
});

test('wherever a heartbeat of the last day may have been put is looked in', () => {
  const nowMs = midnightMs + 90 * MINUTE_MS;
  const kept = periodsKept(nowMs, dayOf);
  for (const agoMinutes of [0, 60, 89, 91, 600, 1_440]) {
    expect(kept).toContain(reading(aBeat(90 - agoMinutes)).period);
  }
  for (const agoMinutes of [0, 59]) {
    const reader = { visitor: 'v', isPrivate: true };
    expect(kept).toContain(reading(aBeat(90 - agoMinutes, { reader })).period);
  }
});
