import { defineScript } from '../platform/redis/script';
import { leaseKey, newestSnapshotKey } from './ranking-keys';

export interface SnapshotToKeep {
  holder: string;
  term: number;
  packed: string;
  keepSeconds: number;
}

export const keepSnapshot = defineScript({
  file: 'keep-snapshot.lua',
  folder: __dirname,
  keys: (_: SnapshotToKeep) => [leaseKey(), newestSnapshotKey()],
  args: (snapshot: SnapshotToKeep) => [snapshot.holder, snapshot.term, snapshot.packed, snapshot.keepSeconds],
  answer: (reply: unknown) => (reply === 1 ? ('kept' as const) : ('another-leads' as const)),
});
