import type { Partition } from '../boards/partition';
import { defineScript } from '../platform/redis/script';
import type { CountersName } from './list-counters.script';
import { lineagesKey, sliceCountersKey, sliceName, slicesKey, totalsKey } from './view-keys';

export interface ConfirmedCounters {
  partition: Partition;
  name: CountersName;
  generation: string;
  fields: number;
  sum: number;
}

export const deleteConfirmedCounters = defineScript({
  file: 'delete-confirmed-counters.lua',
  folder: __dirname,
  keys: ({ partition, name: { lineage, slice } }: ConfirmedCounters) =>
    slice === undefined
      ? [totalsKey(lineage, partition), lineagesKey(partition)]
      : [sliceCountersKey(slice, lineage, partition), slicesKey(partition)],
  args: ({ name: { lineage, slice }, generation, fields, sum }: ConfirmedCounters) => [
    slice === undefined ? lineage : sliceName(slice, lineage),
    generation,
    fields,
    sum,
    slice === undefined ? lineage : '',
  ],
  answer: (reply: unknown) => (reply === 1 ? 'deleted' : 'kept'),
});
