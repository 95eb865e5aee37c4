const MINUTE_MS = 60_000;

/**
 * Views of which only the quarter or the hour is known, spread evenly over its minutes: whole views, since the boards
 * of the minutes hold whole ones, each in the middle of its minute.
 */
export function spreadOverMinutes({ fromMs, toMs, views }: { fromMs: number; toMs: number; views: number }): {
  atMs: number;
  views: number;
}[] {
  const minutes = Math.max(Math.round((toMs - fromMs) / MINUTE_MS), 1);
  const spread: { atMs: number; views: number }[] = [];
  for (let minute = 0; minute < minutes; minute++) {
    const here = Math.floor((views * (minute + 1)) / minutes) - Math.floor((views * minute) / minutes);
    if (here > 0) spread.push({ atMs: fromMs + (minute + 0.5) * MINUTE_MS, views: here });
  }
  return spread;
}
