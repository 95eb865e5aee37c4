// For how long a site goes without a view between two of them, as seen in the last hour: where views come in batches,
// chance alone says too little. Of thousands only those are kept that can still be among the three longest: a few
// dozen.

export type Gap = readonly [endedMs: number, lengthMs: number];

const KEPT_MS = 3_600_000;
/** The longest may be outages: two an hour do not count. */
const RANK = 3;

export class ViewGaps {
  /** Newest first. */
  private gaps: Gap[] = [];

  /** The third longest; 0 where there have been fewer. */
  get longMs(): number {
    const lengths = this.gaps.map(([, lengthMs]) => lengthMs).sort((a, b) => b - a);
    return lengths[RANK - 1] ?? 0;
  }

  ended(endedMs: number, lengthMs: number): void {
    const kept: Gap[] = [[endedMs, lengthMs]];
    for (const gap of this.gaps) {
      if (gap[0] <= endedMs - KEPT_MS) break;
      const longerSince = kept.reduce((count, [, length]) => count + (length >= gap[1] ? 1 : 0), 0);
      if (longerSince < RANK) kept.push(gap);
    }
    this.gaps = kept;
  }

  kept(): readonly Gap[] {
    return this.gaps;
  }

  /** Goes on with those of the last leader, or begins anew. */
  takeOver(kept: readonly Gap[] = []): void {
    this.gaps = [...kept];
  }
}
