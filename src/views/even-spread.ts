// Of what is read back from Postgres, only the quarter of an hour is known in which it was read, or the hour,
// or the day. It is taken to have come evenly over that time.

/** Views below this are of no weight; a power that small would be an error to Postgres. */
export const HALF_LIVES_AT_MOST = 1_000;

/**
 * What a view somewhere between `fromMs` and `toMs` is worth at `nowMs`, on average: the exact integral of
 * 2^-((now - t) / H). The true worth of views at one moment of it differs by less than a factor of 2^(length / H).
 */
export function averageWorth(
  { fromMs, toMs }: { fromMs: number; toMs: number },
  nowMs: number,
  halfLifeMs: number,
): number {
  const begin = Math.min(Math.max(nowMs - fromMs, 1) / halfLifeMs, HALF_LIVES_AT_MOST);
  const end = Math.min(Math.max(nowMs - toMs, 0) / halfLifeMs, HALF_LIVES_AT_MOST);
  if (begin - end < 1e-9) return 2 ** -begin;
  return (2 ** -end - 2 ** -begin) / (Math.LN2 * (begin - end));
}

/**
 * Whole views for each of so many minutes, which add up to `views`. Where there are fewer views than minutes, `turn`
 * says where they begin, so that articles of one view each do not all fall into one minute.
 */
export function wholeViews({
  views,
  minutes,
  turn,
}: {
  views: number;
  minutes: number;
  turn: number;
}): number[] {
  const ofMinute = Array.from(
    { length: minutes },
    (_, minute) => Math.floor((views * (minute + 1)) / minutes) - Math.floor((views * minute) / minutes),
  );
  const by = turn % Math.max(minutes, 1);
  return [...ofMinute.slice(by), ...ofMinute.slice(0, by)];
}
