import { boardsKnownKey } from '../boards/board-keys';
import type { Partition } from '../boards/partition';
import { defineScript } from '../platform/redis/script';
import { BOARD_PARTS } from './rebuild-boards.script';

/** Boards that are not known to have everything. */
export interface BoardsInDoubt {
  lineage: string;
  foundMs: number;
  /** Until when each part had everything; minus infinity where nothing is known. */
  seenMs: number[];
}

export const checkBoards = defineScript({
  file: 'check-boards.lua',
  folder: __dirname,
  keys: (partition: Partition, _nowMs: number) => [boardsKnownKey(partition)],
  args: (_partition: Partition, nowMs: number) => [nowMs, BOARD_PARTS],
  answer: (reply: unknown): BoardsInDoubt | undefined => {
    const [lineage, found, seen = '', ...ofParts] = reply as string[];
    if (lineage === undefined) return undefined;
    const timeOf = (text: string) => (text === '' ? Number.NEGATIVE_INFINITY : Number(text));
    return {
      ...{ lineage, foundMs: Number(found) },
      seenMs: ofParts.map((ofPart) => Math.max(timeOf(seen), timeOf(ofPart))),
    };
  },
});
