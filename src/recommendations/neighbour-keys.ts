// Where neighbours and sessions lie. A neighbour board lies in the partition of its article, a session in one that is
// worked out from its visitor, so that the pairs of a partition leave in one call.

import { crc32 } from 'node:zlib';
import { PARTITIONS, type Partition, partitionOf, tagOf } from '../boards/partition';

/**
 * Sorted set: article number -> decayed onward clicks; with `WAY_BACK` before it: decayed ways back to it;
 * `ALL_CLICKS` -> onward clicks to all articles, kept or not; and the board's own clock: `CLICKS_SO_FAR` -> onward
 * clicks, undecayed, `LANDMARK` -> the time that the scores are written against, in half-lives: boards of other
 * half-lives have other names.
 */
export function neighbourBoardKey(article: number): string {
  return `${tagOf(partitionOf(article))}:onward:${article}`;
}

/** String: what the visitor read last, latest first, each as `number@ms`. */
export function sessionKey(visitor: string): string {
  return `${tagOf(sessionPartition(visitor))}:last-read:${visitor}`;
}

export function sessionPartition(visitor: string): Partition {
  return crc32(visitor) % PARTITIONS;
}
