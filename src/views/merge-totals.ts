// Each restart of Redis begins a generation of totals, and a row for each article that is then read. Those that
// Redis has no more are added up into one per partition, so that years of restarts do not make totals slow.

import type { MergeTotalsRepository } from './merge-totals.repository';
import type { SlicesInRedisStore } from './slices-in-redis.store';

export interface MergeTotalsParts {
  repository: MergeTotalsRepository;
  inRedis: Pick<SlicesInRedisStore, 'lineages'>;
}

/** Gives how many generations were merged. @throws StoreUnavailable when Redis cannot be asked what it has */
export async function mergeTotals({ repository, inRedis }: MergeTotalsParts): Promise<number> {
  await repository.noteAbsent(await inRedis.lineages());
  const closed = await repository.closed();
  for (const one of closed) await repository.merge(one);
  return closed.length;
}
