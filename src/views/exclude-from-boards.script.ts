import type { BoardChange } from '../boards/board-change';
import {
  boardKey,
  KEPT_MINUTES,
  landmarksKey,
  minuteDiscountKey,
  minuteKey,
  minutesTouchedLateKey,
} from '../boards/board-keys';
import { allBoards, halfLifeMs } from '../boards/decay';
import type { Partition } from '../boards/partition';
import { defineScript } from '../platform/redis/script';
import { exclusionsOnBoardsKey, viewStreamLengthKey } from './view-keys';

/** What one partition's boards lose; a large exclusion has several parts of a partition. */
export interface PartOfBoards {
  exclusionId: string;
  partition: Partition;
  part: number;
  change: BoardChange;
  /** How many views the stream of the partition had been given when it was worked out. */
  streamPosition: number;
  wanted: 'TAKEN_OUT' | 'PUT_BACK';
}

/** After as long nothing of a view is left on the slowest board. */
export const BOARDS_REMEMBER_DAYS = 60;
const KEEP_SECONDS = BOARDS_REMEMBER_DAYS * 24 * 3_600;
const KEEP_TOUCHED_SECONDS = (KEPT_MINUTES + 1) * 60;
const FIXED_KEYS = 7;

export const excludeFromBoards = defineScript({
  file: 'exclude-from-boards.lua',
  folder: __dirname,
  keys: ({ partition, change }: PartOfBoards) => [
    exclusionsOnBoardsKey(partition),
    ...allBoards.map((board) => boardKey(board, partition)),
    landmarksKey(partition),
    minutesTouchedLateKey(partition),
    viewStreamLengthKey(partition),
    ...minutesOf(change).flatMap((minute) => [
      minuteKey(minute, partition),
      minuteDiscountKey(minute, partition),
    ]),
  ],
  args: ({ exclusionId, part, change, streamPosition, wanted }: PartOfBoards) => {
    const minutes = new Map(minutesOf(change).map((minute, index) => [minute, FIXED_KEYS + 1 + 2 * index]));
    return [
      `${exclusionId}:${part}`,
      wanted === 'TAKEN_OUT' ? 1 : 2,
      streamPosition,
      KEEP_SECONDS,
      KEEP_TOUCHED_SECONDS,
      ...allBoards.map((board) => halfLifeMs[board]),
      change.atMs,
      change.articles.length,
      ...change.articles.flat(),
      ...change.minutes.flatMap((one) => [minutes.get(one[0])!, ...one]),
    ];
  },
  answer: (reply: unknown) => (reply === 1 ? 'DONE' : 'WAS_DONE'),
});

function minutesOf({ minutes }: BoardChange): number[] {
  return [...new Set(minutes.map(([minute]) => minute))];
}
