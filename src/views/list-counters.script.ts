import type { Partition } from '../boards/partition';
import { defineScript } from '../platform/redis/script';
import type { Slice } from './slice';
import { lineagesKey, slicesKey } from './view-keys';

/** Counters of a slice, or where it is not given the totals, of a lineage. */
export interface CountersName {
  lineage: string;
  slice?: Slice;
}

export interface SliceOfLineage extends CountersName {
  slice: Slice;
  lineage: string;
}

export interface ListedCounters {
  /** The one that counts now. */
  present: string;
  /** Those that have totals. */
  lineages: readonly string[];
  slices: readonly SliceOfLineage[];
}

export const listCounters = defineScript({
  file: 'list-counters.lua',
  folder: __dirname,
  keys: (partition: Partition) => [lineagesKey(partition), slicesKey(partition)],
  args: () => [],
  answer: (reply: unknown): ListedCounters => {
    const [present, lineages, slices] = reply as [string, string[], string[]];
    return { present, lineages, slices: slices.map(sliceOfName).sort((a, b) => a.slice - b.slice) };
  },
});

function sliceOfName(name: string): SliceOfLineage {
  const [slice, lineage = ''] = name.split(':');
  return { slice: Number(slice), lineage };
}
