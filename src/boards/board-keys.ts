// The name of every key that holds a board. The prefix of the key space is put before them by platform/redis.

import type { Board } from './decay';
import { type Partition, tagOf } from './partition';

/** Sorted set: article number -> score, forward decayed. */
export function boardKey(board: Board, partition: Partition): string {
  return `${tagOf(partition)}:board:${board}`;
}

/** Hash: board -> its landmark in milliseconds. */
export function landmarksKey(partition: Partition): string {
  return `${tagOf(partition)}:board-landmarks`;
}

/** The boards of so many minutes are kept, the running one included. */
export const KEPT_MINUTES = 65;

/** Sorted set: article number -> views in that minute of the clock, as they are. */
export function minuteKey(minute: number, partition: Partition): string {
  return `${tagOf(partition)}:minute:${minute}`;
}

/** Sorted set, sparse: article number -> what the views of that minute should weigh less for ranking. */
export function minuteDiscountKey(minute: number, partition: Partition): string {
  return `${minuteKey(minute, partition)}:discount`;
}

/** Set: minutes that a late view has touched since the ranker last asked. */
export function minutesTouchedLateKey(partition: Partition): string {
  return `${tagOf(partition)}:minutes-touched-late`;
}

/** String: the largest term of a leader that has taken minutes out of that set. */
export function lateMinutesTermKey(partition: Partition): string {
  return `${tagOf(partition)}:late-minutes-term`;
}

/** Hash: which lineage's boards are known to have everything, until when, and how far a rebuild has come. */
export function boardsKnownKey(partition: Partition): string {
  return `${tagOf(partition)}:boards-known`;
}

/** String: the number of partitions that the keys of this key space were made for. */
export function partitionCountKey(): string {
  return 'partition-count';
}
