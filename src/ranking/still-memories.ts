// What lists remember while time stands still for ratings: as it was when the last view came. What happened between
// that view and the moment at which its absence was sure is undone, and nothing gathers meanwhile: no challenger leads
// for longer, no readers are missed by leaving it out.

import type { ListMemory } from './formulas/steadiness';
import type { SiteSilence } from './site-silence';

export class StillMemories {
  private atLastView: ReadonlyMap<string, ListMemory> = new Map();

  forget(): void {
    this.atLastView = new Map();
  }

  /** Before lists are ranked. */
  hold(memories: Map<string, ListMemory>, silence: SiteSilence, nowMs: number): void {
    if (silence.sinceMs === undefined) return;
    for (const [name, memory] of memories) {
      // How long each has led goes on: that is what readers see.
      const before = this.atLastView.get(name);
      memories.set(name, asOf(nowMs, before === undefined ? memory : { ...before, led: memory.led }));
    }
  }

  /** After lists have been ranked. */
  keep(memories: ReadonlyMap<string, ListMemory>, silence: SiteSilence): void {
    if (silence.isRead) this.atLastView = new Map(memories);
  }
}

/** As if it had been computed then: its times move along. */
function asOf(nowMs: number, memory: ListMemory): ListMemory {
  const byMs = nowMs - (memory.atMs ?? nowMs);
  const leadingSince = new Map(
    [...memory.leadingSince].map(([article, sinceMs]) => [article, sinceMs + byMs]),
  );
  return { ...memory, leadingSince, atMs: nowMs };
}
