// How long the running thread has been held up by collecting what is no longer used.

import { PerformanceObserver } from 'node:perf_hooks';

let milliseconds: number | undefined;

/** Since it was asked for first; what has just been collected is told a moment later. */
export function collectingSeconds(): number {
  if (milliseconds === undefined) {
    milliseconds = 0;
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) milliseconds! += duration;
    });
    observer.observe({ entryTypes: ['gc'] });
  }
  return milliseconds / 1_000;
}
