// What this process has seen Postgres confirm, per growing hash: what has not grown since need not be written again.
// Forgetting costs a repeated write, never a view.

import { LRUCache } from 'lru-cache';
import type { ReadCounters } from './growing-counters.store';

const FIGURES_MAX = 1_000_000;

export class ConfirmedFigures {
  private readonly known = new LRUCache<string, ReadCounters>({
    maxSize: FIGURES_MAX,
    sizeCalculation: ({ figures }) => 1 + Object.keys(figures).length,
  });

  /** Fields that are new or larger than confirmed. */
  grown(key: string, { generation, figures }: ReadCounters): string[] {
    const known = this.known.get(key);
    if (known?.generation !== generation) return Object.keys(figures);
    const before = known.figures;
    return Object.keys(figures).filter((field) => figures[field] !== before[field]);
  }

  confirm(key: string, counters: ReadCounters): void {
    this.known.set(key, counters);
  }

  forget(key: string): void {
    this.known.delete(key);
  }
}
