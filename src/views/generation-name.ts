import type { Partition } from '../boards/partition';
import type { Slice } from './slice';

/** One life of a growing hash, from its birth to its deletion. */
export interface Generation {
  partition: Partition;
  lineage: string;
  /** Absent: totals. */
  slice?: Slice;
  /** What its field of that name holds: the call that gave it birth, which may have given birth to others too. */
  birth: string;
}

/** Its name in counter_generation, for ever. */
export function nameOfGeneration({ birth, lineage, slice }: Omit<Generation, 'partition'>): string {
  return `${birth} ${lineage} ${slice ?? 'totals'}`;
}
