// The name of every key in which views are counted. A lineage is the `master_replid` of the Redis that
// counts.

import { type Partition, tagOf } from '../boards/partition';
import type { Slice } from './slice';

/** String: what a call has answered, for its repetition. */
export function callReplyKey(callId: string, partition: Partition): string {
  return `${tagOf(partition)}:call:${callId}`;
}

/** Hash: article number -> views, and the generation. It only grows, and is never deleted by counting. */
export function totalsKey(lineage: string, partition: Partition): string {
  return `${tagOf(partition)}:views:${lineage}`;
}

/** Set: the lineages that have totals. */
export function lineagesKey(partition: Partition): string {
  return `${tagOf(partition)}:views-lineages`;
}

/**
 * Hash: "article:counter" -> amount in that slice, and the generation; counters as in counter-names.ts. Only a
 * flusher that has kept it may delete it.
 */
export function sliceCountersKey(slice: Slice, lineage: string, partition: Partition): string {
  return `${tagOf(partition)}:slice:${sliceName(slice, lineage)}`;
}

/** Set: the slices that have counters, as "slice:lineage". */
export function slicesKey(partition: Partition): string {
  return `${tagOf(partition)}:slices`;
}

export function sliceName(slice: Slice, lineage: string): string {
  return `${slice}:${lineage}`;
}

/** Set of integers: who has read what in that slice of arrival; `set` is 0 to 2,047. */
export function visitorSetKey(slice: Slice, set: number, partition: Partition): string {
  return `${tagOf(partition)}:seen:${slice}:${set}`;
}

/** Set of integers: the event ids of the views of that UTC day, counted from 1970. */
export function eventSetKey(day: number, set: number, partition: Partition): string {
  return `${tagOf(partition)}:events:${day}:${set}`;
}

/**
 * Hash of integers: what readings have had of engaged seconds, on a day of the publisher or, of who asks not to be
 * followed, in an hour; `set` is 0 to 2,047.
 */
export function readingSecondsKey(period: string, set: number, partition: Partition): string {
  return `${tagOf(partition)}:engaged:${period}:${set}`;
}

/** HyperLogLog: who has read the article on that day of the publisher, by pseudonyms of that day. */
export function readersKey(day: string, article: number, partition: Partition): string {
  return `${tagOf(partition)}:readers:${day}:${article}`;
}

/** Stream: one entry a call, its id the number of views up to its end. */
export function viewStreamKey(partition: Partition): string {
  return `${tagOf(partition)}:view-stream`;
}

/** Sorted set: entries of the stream in which a visitor was forgotten, each as "id lines", by the number of its id. */
export function viewStreamForgottenKey(partition: Partition): string {
  return `${tagOf(partition)}:view-stream-forgotten`;
}

/** Hash: "exclusion:part" -> 1 where the boards have lost it, 2 where they have it back. */
export function exclusionsOnBoardsKey(partition: Partition): string {
  return `${tagOf(partition)}:exclusions`;
}

/** String: how many views the stream has been given so far. */
export function viewStreamLengthKey(partition: Partition): string {
  return `${tagOf(partition)}:view-stream-views`;
}

/** The field of a growing hash that names its generation; every other field is an article's. */
export const GENERATION_FIELD = 'generation';
