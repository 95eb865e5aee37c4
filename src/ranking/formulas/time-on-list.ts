// For how long each article has stood among the first of a list, all its times together. Where a rule gives every
// article so many hours there and no more, others get their turn however long one is read.

export interface LedTime {
  ms: number;
  /** When it last stood there. */
  lastMs: number;
}

export type LedTimes = ReadonlyMap<number, LedTime>;

export const NO_LED_TIMES: LedTimes = new Map();

/** Between two computations that lie further apart nobody knows what readers saw. */
const LONGEST_STEP_MS = 60_000;
/** After so long below, an article begins anew. */
const FORGOTTEN_MS = 48 * 3_600_000;

/** @param leading who stands among the first from now on */
export function addLedTime(times: LedTimes, leading: readonly number[], nowMs: number): LedTimes {
  const next = new Map<number, LedTime>();
  for (const [article, time] of times) if (nowMs - time.lastMs < FORGOTTEN_MS) next.set(article, time);
  for (const article of leading) {
    const known = next.get(article);
    const step = known === undefined ? 0 : nowMs - known.lastMs;
    const ms = (known?.ms ?? 0) + (step > 0 && step <= LONGEST_STEP_MS ? step : 0);
    next.set(article, { ms, lastMs: nowMs });
  }
  return next;
}

export type PackedLedTimes = [article: number, ms: number, lastMs: number][];

/** Plain, for the next leader. */
export function packLedTimes(times: LedTimes): PackedLedTimes {
  return [...times].map(([article, { ms, lastMs }]) => [article, ms, lastMs]);
}

export function unpackLedTimes(packed: PackedLedTimes): LedTimes {
  return new Map(packed.map(([article, ms, lastMs]) => [article, { ms, lastMs }]));
}

/** Where only the list itself is known: the time that its first have stood there without a break. */
export function ledSoFar(
  first: readonly { article: number; listedSinceMs: number | null }[],
  atMs: number,
): LedTimes {
  const times = new Map<number, LedTime>();
  for (const { article, listedSinceMs } of first) {
    if (listedSinceMs !== null) times.set(article, { ms: Math.max(0, atMs - listedSinceMs), lastMs: atMs });
  }
  return times;
}

/** Whether its time among the first is used up; 0 hours are no limit. */
export function hasLedLong(times: LedTimes, article: number, hours: number): boolean {
  return hours > 0 && (times.get(article)?.ms ?? 0) >= hours * 3_600_000;
}
