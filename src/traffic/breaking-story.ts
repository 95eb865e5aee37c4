// Now and then a story breaks: many come within minutes, by a search engine or because somebody shared it, and their
// number falls off again. The stream of such readers is a Poisson process: candidates at the peak's rate, each taken
// with the present share of the peak.

import type { Chance } from './chance';
import type { Story } from './story-interest';

export interface BreakingStory {
  story: Story;
  beganMs: number;
  /** Readers a minute at its height. */
  peakPerMinute: number;
  /** From nothing to its height, in a straight line. */
  riseMs: number;
  halfLifeMs: number;
  foundBy: 'SEARCH' | 'SOCIAL';
}

const RISE_MS = { least: 10_000, most: 60_000 };
const HALF_LIFE_MS = { median: 75_000, spread: 0.4 };
const PEAK_SPREAD = 0.4;
const SHARED = 0.6;
/** Below this share of its height nobody comes for it any more. */
const OVER = 0.03;

export function breakingStory(
  story: Story,
  given: { beganMs: number; peakPerMinute: number },
  chance: Chance,
): BreakingStory {
  return {
    story,
    beganMs: given.beganMs,
    peakPerMinute: chance.logNormal(given.peakPerMinute, PEAK_SPREAD),
    riseMs: chance.between(RISE_MS.least, RISE_MS.most),
    halfLifeMs: chance.logNormal(HALF_LIFE_MS.median, HALF_LIFE_MS.spread),
    foundBy: chance.isTrue(SHARED) ? 'SOCIAL' : 'SEARCH',
  };
}

/** The share of its height at which readers come at that time, 0 to 1. */
export function heightAt({ beganMs, riseMs, halfLifeMs }: BreakingStory, atMs: number): number {
  const sinceMs = atMs - beganMs;
  if (sinceMs <= 0) return 0;
  return sinceMs < riseMs ? sinceMs / riseMs : 2 ** -((sinceMs - riseMs) / halfLifeMs);
}

export function isOver(breaking: BreakingStory, atMs: number): boolean {
  return atMs - breaking.beganMs > breaking.riseMs && heightAt(breaking, atMs) < OVER;
}
