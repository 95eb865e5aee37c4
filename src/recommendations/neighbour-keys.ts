// Where neighbours and sessions lie. A neighbour board lies in the partition of its article, a session in one that is
// worked out from its visitor, so that the pairs of a partition leave in one call.

import { crc32 } from 'node:zlib';
import { PARTITIONS, type Partition, partitionOf, tagOf } from '../boards/partition';

/** Sorted set: article number -> decayed onward clicks; and `ALL_CLICKS` -> those to all articles, kept or not. */
export function neighbourBoardKey(article: number): string {
  return `${tagOf(partitionOf(article))}:next:${article}`;
}

/** Hash: `clicks`, the onward clicks so far, undecayed; `landmark`, the time of the board's own clock. */
export function neighbourClockKey(article: number): string {
  return `${tagOf(partitionOf(article))}:next-clock:${article}`;
}

/** String: what the visitor read last, latest first, each as `number@ms`. */
export function sessionKey(visitor: string): string {
  return `${tagOf(sessionPartition(visitor))}:last-read:${visitor}`;
}

export function sessionPartition(visitor: string): Partition {
  return crc32(visitor) % PARTITIONS;
}
