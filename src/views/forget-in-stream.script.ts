import type { Partition } from '../boards/partition';
import { defineScript } from '../platform/redis/script';
import { viewStreamForgottenKey, viewStreamKey, viewStreamLengthKey } from './view-keys';

export interface EntriesToForgetIn {
  partition: Partition;
  visitors: readonly string[];
  /** A few: with each go all that may lie in its block. */
  ids: readonly string[];
  /** Views that the stream of a partition keeps. */
  keptViews: number;
}

/** stream-node-max-entries of Redis, as it is by default. */
const ENTRIES_A_BLOCK = 100;
/** Without a process that works; as long as VIEW_STREAM_HOURS may say. */
export const BESIDE_STREAM_SECONDS = 60 * 24 * 3_600;

export const forgetInStream = defineScript({
  file: 'forget-in-stream.lua',
  folder: __dirname,
  keys: ({ partition }: EntriesToForgetIn) => [
    viewStreamKey(partition),
    viewStreamForgottenKey(partition),
    viewStreamLengthKey(partition),
  ],
  args: ({ visitors, ids, keptViews }: EntriesToForgetIn) => [
    BESIDE_STREAM_SECONDS,
    keptViews,
    ENTRIES_A_BLOCK,
    visitors.length,
    ...visitors,
    ...ids,
  ],
  answer: (reply: unknown) => Number(reply),
});
