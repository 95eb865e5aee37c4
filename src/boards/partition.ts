// Every article belongs to one of sixteen partitions for ever. All keys of a partition carry its hash tag, so
// that a script over them runs in one slot of a Redis Cluster; the tags were chosen by CRC16 so that
// partition p lies in the middle of the p-th sixteenth of the 16,384 slots: any number of nodes with equal
// shares of the slots gets, within one, an equal share of the partitions.

import { crc32 } from 'node:zlib';

/** Fixed when the stores are first filled: partition-count.store.ts refuses a start that differs. */
export const PARTITIONS = 16;

export type Partition = number;

const tags = [
  '0chh',
  '1hfb',
  '2dvl',
  '3dgd',
  '4mgx',
  '5fir',
  '6bpd',
  '7awv',
  '8nex',
  '9ekr',
  'aqki',
  'bcjx',
  'cdpe',
  'dbrt',
  'eeyk',
  'felp',
] as const;

export const allPartitions: readonly Partition[] = tags.map((_, partition) => partition);

/** `articleNumber` is the article's short number, a whole one from 0. */
export function partitionOf(articleNumber: number): Partition {
  return crc32(String(articleNumber)) % PARTITIONS;
}

/** The hash tag in braces, with which each key of the partition begins. */
export function tagOf(partition: Partition): string {
  return `{${tags[partition]}}`;
}

/** What concerns one partition, for a call to each of them. */
export function byPartition<T>(things: Iterable<T>, articleOf: (thing: T) => number): Map<Partition, T[]> {
  const groups = new Map<Partition, T[]>();
  for (const thing of things) {
    const partition = partitionOf(articleOf(thing));
    const group = groups.get(partition);
    if (group) group.push(thing);
    else groups.set(partition, [thing]);
  }
  return groups;
}
