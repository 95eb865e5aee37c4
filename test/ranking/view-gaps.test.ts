import fc from 'fast-check';
import { ViewGaps } from '../../src/ranking/view-gaps';

const HOUR_MS = 3_600_000;

test('the third longest gap of the last hour, as sorting all of them finds', () => {
  const gap = fc.tuple(fc.integer({ min: 1, max: 600_000 }), fc.integer({ min: 1, max: 50 }));
  fc.assert(
    fc.property(fc.array(gap, { minLength: 1, maxLength: 60 }), (steps) => {
      const gaps = new ViewGaps();
      const all: [endedMs: number, lengthMs: number][] = [];
      let nowMs = 0;
      for (const [afterMs, lengthMs] of steps) {
        nowMs += afterMs;
        gaps.ended(nowMs, lengthMs);
        all.push([nowMs, lengthMs]);
        const lengths = all.filter(([endedMs]) => endedMs > nowMs - HOUR_MS).map(([, length]) => length);
        expect(gaps.longMs).toBe(lengths.sort((a, b) => b - a)[2] ?? 0);
      }
    }),
    { numRuns: 100 },
  );
});

test('keeps few of many', () => {
  const gaps = new ViewGaps();
  for (let one = 0; one < 9_000; one++) gaps.ended(one * 400, (one * 7_919) % 9_001);
  expect(gaps.kept().length).toBeLessThan(100);
  const next = new ViewGaps();
  next.takeOver(gaps.kept());
  expect(next.longMs).toBe(gaps.longMs);
});
