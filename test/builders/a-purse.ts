import { RateLimited } from '../../src/platform/graphql/graphql.errors';
import type { Spender } from '../../src/platform/graphql/per-request';

/** An allowance that stands still, for any number of those who live on it. */
export interface Purse {
  left: number;
  spender(): Spender;
}

export function aPurse(payer: string, left: number): Purse {
  const limits = { pointsPerMinute: 100, resetMs: 1_000 };
  const purse: Purse = {
    left,
    spender: () => ({
      payer,
      spend(points) {
        if (points > purse.left) throw new RateLimited({ retryAfterMs: limits.resetMs, ...limits });
        purse.left -= points;
      },
      charge(points) {
        purse.left -= points;
      },
      allowance: () => ({ ...limits, pointsLeft: Math.max(purse.left, 0) }),
    }),
  };
  return purse;
}
