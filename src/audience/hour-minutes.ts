export interface MinuteRange {
  from: number;
  last: number;
}

/** The last 60 minutes of the clock, the running one with them. */
export function minutesOfHour(nowMs: number): MinuteRange {
  const last = Math.floor(nowMs / 60_000);
  return { from: last - 59, last };
}
