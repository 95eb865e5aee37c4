// The name of every key in which experiments are counted. All of a bucket lies in one partition.

import { allPartitions, type Partition, tagOf } from '../boards/partition';

export function partitionOfBucket(bucket: number): Partition {
  return allPartitions[bucket % allPartitions.length]!;
}

/** Hash: "experiment:bucket:what" -> amount, of lists computed in that hour; it only grows, and expires. */
export function variantCountersKey(name: string, partition: Partition): string {
  return `${tagOf(partition)}:experiment:${name}`;
}

/** Set: the names of those hashes. */
export function variantNamesKey(partition: Partition): string {
  return `${tagOf(partition)}:experiments`;
}

export function countersName(hour: number, lineage: string): string {
  return `${hour}:${lineage}`;
}

/** Set of integers: the event ids of showings of that UTC day. */
export function showingsKey(day: number, set: number, partition: Partition): string {
  return `${tagOf(partition)}:experiment-events:${day}:${set}`;
}

/** Set of integers: who has been counted as a reader of an experiment on that day of the publisher. */
export function variantReadersKey(day: string, set: number, partition: Partition): string {
  return `${tagOf(partition)}:experiment-readers:${day}:${set}`;
}

export function variantReplyKey(callId: string, partition: Partition): string {
  return `${tagOf(partition)}:experiment-call:${callId}`;
}
