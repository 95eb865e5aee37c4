import { Command } from 'ioredis';
import type { ClusterNode, RedisCluster } from './redis-cluster';

/** The slot in which a key lies, key space included. */
export function slotOf(key: string): number {
  return Number(new Command('get', [key]).getSlot());
}

export interface MoveSlot {
  slot: number;
  to: ClusterNode;
  /** Between the first keys that move and the last: so long the slot is on its way. */
  lingerMs?: number;
}

const KEYS_AT_ONCE = 20;

/** Moves a slot as redis-cli does: key by key, while it is read and written. */
export async function moveSlot(cluster: RedisCluster, { slot, to, lingerMs = 0 }: MoveSlot): Promise<void> {
  const from = await cluster.ownerOf(slot);
  const [fromId, toId] = [await from.id(), await to.id()];
  await to.admin.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', fromId);
  await from.admin.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', toId);
  for (let round = 0; ; round++) {
    const keys = (await from.admin.call('CLUSTER', 'GETKEYSINSLOT', slot, KEYS_AT_ONCE)) as string[];
    if (keys.length === 0) break;
    await from.admin.call('MIGRATE', '127.0.0.1', to.port, '', 0, 5_000, 'KEYS', ...keys);
    if (round === 0) await new Promise((resolve) => setTimeout(resolve, lingerMs));
  }
  await to.admin.call('CLUSTER', 'SETSLOT', slot, 'NODE', toId);
  await from.admin.call('CLUSTER', 'SETSLOT', slot, 'NODE', toId);
}
