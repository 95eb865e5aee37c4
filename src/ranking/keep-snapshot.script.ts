import { defineScript } from '../platform/redis/script';
import { leaseKey, newestSnapshotKey, sourceMemoriesKey } from './ranking-keys';

export interface SnapshotToKeep {
  holder: string;
  term: number;
  packed: string;
  memories: string;
  keepSeconds: number;
}

export const keepSnapshot = defineScript({
  file: 'keep-snapshot.lua',
  folder: __dirname,
  keys: (_: SnapshotToKeep) => [leaseKey(), newestSnapshotKey(), sourceMemoriesKey()],
  args: ({ holder, term, packed, memories, keepSeconds }: SnapshotToKeep) => [
    holder,
    term,
    packed,
    memories,
    keepSeconds,
  ],
  answer: (reply: unknown) => (reply === 1 ? ('kept' as const) : ('another-leads' as const)),
});
