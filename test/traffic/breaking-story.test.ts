import * as fc from 'fast-check';
import { breakingStory, heightAt, isOver } from '../../src/traffic/breaking-story';
import { Chance } from '../../src/traffic/chance';
import { aStory } from '../builders/a-story';

const aBreakingStory = (seed: string) =>
  breakingStory(aStory(), { beganMs: 1_000, peakPerMinute: 40 }, new Chance(seed));

describe('a story that breaks', () => {
  test('has its height within a minute, falls off, and is over', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const breaking = aBreakingStory(seed);
        const heights = Array.from({ length: 3_600 }, (_, second) =>
          heightAt(breaking, 1_000 + second * 1_000),
        );
        const top = heights.indexOf(Math.max(...heights));
        expect(heights[0]).toBe(0);
        expect(top).toBeLessThanOrEqual(60);
        expect(heights[top]).toBeGreaterThan(0.9);
        expect(heights[top]).toBeLessThanOrEqual(1);
        expect(isOver(breaking, 1_000 + top * 1_000)).toBe(false);
        expect(isOver(breaking, 1_000 + 3_600_000)).toBe(true);
      }),
    );
  });

  test('is higher or lower than a middling one, by chance', () => {
    const peaks = Array.from(
      { length: 500 },
      (_, index) => aBreakingStory(`seed ${index}`).peakPerMinute,
    ).sort((a, b) => a - b);
    expect(peaks[250]! / 40).toBeCloseTo(1, 0);
    expect(peaks.at(-1)! / peaks[0]!).toBeGreaterThan(4);
  });
});
