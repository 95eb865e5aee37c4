import { Command } from 'ioredis';
import type { ClusterNode, RedisCluster } from './redis-cluster';

/** The slot in which a key lies, key space included. */
export function slotOf(key: string): number {
  return Number(new Command('get', [key]).getSlot());
}

export interface MoveSlot {
  slot: number;
  to: ClusterNode;
  /** Which keys move first; else any twenty. */
  first?: (key: string) => boolean;
  /** What is done between the first keys that move and the rest. */
  halfway?: () => Promise<unknown>;
}

const KEYS_AT_ONCE = 20;
const KEYS_OF_SLOT_MAX = 10_000;

/** Moves a slot as redis-cli does: key by key, while it is read and written. */
export async function moveSlot(
  cluster: RedisCluster,
  { slot, to, first, halfway = async () => undefined }: MoveSlot,
): Promise<void> {
  const from = await cluster.ownerOf(slot);
  const [fromId, toId] = [await from.id(), await to.id()];
  await to.admin.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', fromId);
  await from.admin.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', toId);
  let outcome: PromiseSettledResult<unknown>[] = [];
  for (let round = 0; ; round++) {
    const asksForAll = round === 0 && first !== undefined;
    const count = asksForAll ? KEYS_OF_SLOT_MAX : KEYS_AT_ONCE;
    const found = (await from.admin.call('CLUSTER', 'GETKEYSINSLOT', slot, count)) as string[];
    if (found.length === 0) break;
    const keys = asksForAll ? found.filter(first) : found;
    if (keys.length > 0)
      await from.admin.call('MIGRATE', '127.0.0.1', to.port, '', 0, 5_000, 'KEYS', ...keys);
    // Whatever comes of it, the rest moves too: the next test wants a whole Cluster.
    if (round === 0) outcome = await Promise.allSettled([halfway()]);
  }
  await to.admin.call('CLUSTER', 'SETSLOT', slot, 'NODE', toId);
  await from.admin.call('CLUSTER', 'SETSLOT', slot, 'NODE', toId);
  for (const one of outcome) if (one.status === 'rejected') throw one.reason;
}
