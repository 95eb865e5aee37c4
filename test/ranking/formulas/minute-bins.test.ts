import fc from 'fast-check';
import { minuteBins, siteRhythm } from '../../../src/ranking/formulas/minute-bins';

/** A hundred readers in every whole minute, fifty in the half that has passed of the running one. */
const calmSite = siteRhythm(new Float64Array(72).fill(100).fill(50, 0, 1), 0.5);

describe('the bins of the last hour', () => {
  test('hold every reader of the hour once', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(500), { minLength: 60, maxLength: 60 }), (counts) => {
        const bins = minuteBins(counts, 600, calmSite);
        const total = counts.reduce((sum, readers) => sum + readers, 0);
        expect(bins.reduce((sum, bin) => sum + bin.readers, 0)).toBe(total);
      }),
    );
  });

  test('come oldest first, are twelve, and end in the part of the running minute that has passed', () => {
    const bins = minuteBins(new Float64Array(60), 600, calmSite);
    expect(bins.map((bin) => bin.minutes)).toEqual([15, 15, 10, 5, 5, 3, 2, 1, 1, 1, 1, 0.5]);
  });

  test('leave readers that are older than an hour out', () => {
    const counts = new Float64Array(72);
    counts[60] = 9;
    expect(minuteBins(counts, 600, calmSite).every((bin) => bin.readers === 0)).toBe(true);
  });

  test.each([
    { ageMinutes: 600, exposed: 59.5 },
    { ageMinutes: 10, exposed: 11.5 },
    { ageMinutes: 0.75, exposed: 2.5 },
    { ageMinutes: 0.25, exposed: 1.5 },
    { ageMinutes: 0, exposed: 1.5 },
  ])('expose an article of $ageMinutes minutes for $exposed: whole minutes, and one more', (published) => {
    const bins = minuteBins(new Float64Array(60), published.ageMinutes, calmSite);
    expect(bins.reduce((sum, bin) => sum + bin.exposure, 0)).toBeCloseTo(published.exposed, 9);
  });

  test('give a bin with readers some exposure, even before publication', () => {
    const counts = new Float64Array(60);
    counts[50] = 3;
    expect(minuteBins(counts, 0, calmSite)[0]!.exposure).toBeGreaterThan(0);
  });

  test('let a minute of a busy site count for longer', () => {
    const falling = new Float64Array(72).fill(200, 25).fill(100, 1, 25).fill(50, 0, 1);
    const bins = minuteBins(new Float64Array(60), 600, siteRhythm(falling, 0.5));
    expect(bins[0]!.exposure / bins[0]!.minutes).toBeCloseTo(2 ** 0.25, 3);
    expect(bins.at(-1)!.exposure / bins.at(-1)!.minutes).toBeCloseTo(1, 9);
  });

  test('of a site that nobody reads have a rate above zero', () => {
    expect(siteRhythm(new Float64Array(72), 0).readersPerMinute).toBeGreaterThan(0);
  });
});
