import { defineScript } from '../platform/redis/script';
import { lateMinutesTermKey, minutesTouchedLateKey } from './board-keys';
import type { Partition } from './partition';

export interface LateMinutesAsked {
  partition: Partition;
  /** The term in which the caller leads. */
  term: number;
  most: number;
}

/** Minutes before the previous one that late views have touched. */
export interface LateMinutes {
  minutes: readonly number[];
  /** Somebody has taken them in this later term: the caller gets none. */
  laterTerm?: number;
}

export const takeLateMinutes = defineScript({
  file: 'take-late-minutes.lua',
  folder: __dirname,
  keys: ({ partition }: LateMinutesAsked) => [
    minutesTouchedLateKey(partition),
    lateMinutesTermKey(partition),
  ],
  args: ({ term, most }: LateMinutesAsked) => [term, most],
  answer(reply: unknown): LateMinutes {
    const [isTaken, ...rest] = (reply as (string | number)[]).map(Number);
    return isTaken === 1 ? { minutes: rest } : { minutes: [], laterTerm: rest[0]! };
  },
});
