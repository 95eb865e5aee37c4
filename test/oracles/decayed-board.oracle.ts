// What a decayed board must say, worked out from the whole log anew in plain float64: no landmark, no rescaling.

export interface LoggedView {
  article: number;
  atMs: number;
  weight: number;
}

/** Decayed views by article at `nowMs`. */
export function decayedFromLog(
  log: readonly LoggedView[],
  nowMs: number,
  halfLifeMs: number,
): Map<number, number> {
  const views = new Map<number, number>();
  for (const { article, atMs, weight } of log) {
    const worth = weight * 2 ** ((atMs - nowMs) / halfLifeMs);
    views.set(article, (views.get(article) ?? 0) + worth);
  }
  return views;
}
