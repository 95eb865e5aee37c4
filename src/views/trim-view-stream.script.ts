import type { Partition } from '../boards/partition';
import { defineScript } from '../platform/redis/script';
import { BESIDE_STREAM_SECONDS } from './forget-in-stream.script';
import { viewStreamForgottenKey, viewStreamKey } from './view-keys';

export interface StreamToTrim {
  partition: Partition;
  /** Views that were read before are too old. */
  beforeMs: number;
}

/** Twice the entries of a block. */
const ENTRIES_A_CALL = 200;

export const trimViewStream = defineScript({
  file: 'trim-view-stream.lua',
  folder: __dirname,
  keys: ({ partition }: StreamToTrim) => [viewStreamKey(partition), viewStreamForgottenKey(partition)],
  args: ({ beforeMs }: StreamToTrim) => [beforeMs, BESIDE_STREAM_SECONDS, ENTRIES_A_CALL],
  answer: (reply: unknown) => (reply === 1 ? 'MORE' : 'DONE'),
});
