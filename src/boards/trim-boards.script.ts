import { defineScript } from '../platform/redis/script';
import { boardKey, landmarksKey } from './board-keys';
import { allBoards, halfLifeMs, TRIMMED_BELOW_VIEWS } from './decay';
import type { Partition } from './partition';

export const trimBoards = defineScript({
  file: 'trim-boards.lua',
  folder: __dirname,
  keys: (partition: Partition, _nowMs: number) => [
    ...allBoards.map((board) => boardKey(board, partition)),
    landmarksKey(partition),
  ],
  args: (_partition: Partition, nowMs: number) => [
    nowMs,
    TRIMMED_BELOW_VIEWS,
    ...allBoards.map((board) => halfLifeMs[board]),
  ],
  answer: (reply: unknown) => Number(reply),
});
