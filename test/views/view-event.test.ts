import { viewEventOf } from '../../src/views/view-event';

const NOW_MS = 1_764_028_800_000;

test.each([
  { report: {}, counterName: 'OTHER', rankingWeight: 1 },
  { report: { source: 'SEARCH' as const }, counterName: 'SEARCH', rankingWeight: 1 },
  { report: { source: 'RAIL' as const }, counterName: 'RAIL', rankingWeight: 1 },
  {
    report: { rail: 'POPULAR_NOW' as const, slot: 2 },
    counterName: 'RAIL.POPULAR_NOW.2',
    rankingWeight: 0.25,
  },
  { report: { rail: 'LATEST' as const }, counterName: 'RAIL.LATEST', rankingWeight: 1 },
  { report: { source: 'SEARCH' as const, rail: 'LATEST' as const }, counterName: 'SEARCH', rankingWeight: 1 },
  { report: { slot: 3 }, counterName: 'OTHER', rankingWeight: 1 },
])('$report is counted as $counterName', ({ report, ...expected }) => {
  expect(viewEventOf({ articleId: 'a', ...report }, NOW_MS)).toMatchObject(expected);
});

test.each([
  { occurredAtMs: undefined, atMs: NOW_MS },
  { occurredAtMs: NOW_MS + 3_600_000, atMs: NOW_MS },
  { occurredAtMs: NOW_MS - 1.5, atMs: NOW_MS - 2 },
])('what happened at $occurredAtMs is of $atMs', ({ occurredAtMs, atMs }) => {
  expect(viewEventOf({ articleId: 'a', occurredAtMs }, NOW_MS).atMs).toBe(atMs);
});

test.each([
  { report: { occurredAtMs: NOW_MS - 24 * 3_600_000 - 1, eventId: 'e' }, code: 'VIEW_TOO_OLD' },
  { report: { occurredAtMs: NOW_MS - 15 * 60_000 - 1 }, code: 'LATE_VIEW_NEEDS_EVENT_ID' },
  { report: { occurredAtMs: Number.NaN }, code: 'BAD_USER_INPUT' },
  { report: { eventId: 'e'.repeat(101) }, code: 'BAD_USER_INPUT' },
  { report: { slot: 0 }, code: 'BAD_USER_INPUT' },
  { report: { slot: 1.5 }, code: 'BAD_USER_INPUT' },
])('$report is refused: $code', ({ report, code }) => {
  expect(() => viewEventOf({ articleId: 'a', ...report }, NOW_MS)).toThrow(expect.objectContaining({ code }));
});
