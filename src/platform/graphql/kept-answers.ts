// Whole answers in memory, for as long as they are as good as new ones: what thousands of pages and dashboards ask for
// again and again by GET is run once, and whoever has it already is told so without running, writing or hashing
// anything.
//
// An answer is given again for a quarter of a second after it was begun, and not once longer than that; it is let go at
// once when something that answers are made of has changed (`forgetAll`: an article was withdrawn, a comment was
// hidden), and when newer lists have come than it was made of. Only what a shared cache may keep is kept here: what was
// asked by GET, without a credential, and answered without an error.

import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock';

/** Figures that change without telling anyone (views, "three minutes ago") are so old at most. */
const KEPT_MS = 250;
/** One answer may take this part of the memory. */
const PART_OF_ONE = 1 / 16;
/** Beside its texts: the entry, the headers, the place in the list. */
const BYTES_BESIDE = 500;

export interface KeptAnswer<Operation = unknown> {
  readonly text: string;
  readonly tag: string;
  readonly cacheControl: string;
  /** What it depends on beside what all answers depend on, as Vary names it. */
  readonly vary?: string | undefined;
  /** The others, without the age of its lists, which grows. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly operation: Operation;
  /** When the lists that it shows were computed, if it shows any. */
  readonly listsAtMs: number | undefined;
}

export interface KeepingParts {
  bytes: number;
  clock: Clock;
  /** When the lists were computed that answers are made of now; undefined where there are none yet. */
  listsAtMs?: (() => number | undefined) | undefined;
}

/** Taken before an answer is begun: what has changed since then, it may not show yet. */
export interface Beginning {
  readonly atMs: number;
  readonly changes: number;
}

interface Entry<Operation> {
  readonly answer: KeptAnswer<Operation>;
  readonly beganMs: number;
}

export class KeptAnswers<Operation = unknown> {
  private readonly kept: LRUCache<string, Entry<Operation>>;
  private changes = 0;

  constructor(private readonly parts: KeepingParts) {
    this.kept = new LRUCache({
      maxSize: parts.bytes,
      maxEntrySize: Math.ceil(parts.bytes * PART_OF_ONE),
      // V8 keeps a text that is not all Latin in two bytes a letter.
      sizeCalculation: ({ answer: { text } }, key) => 2 * (text.length + key.length) + BYTES_BESIDE,
    });
  }

  begin(): Beginning {
    return { atMs: this.parts.clock.nowMs(), changes: this.changes };
  }

  /** Unless something has changed since it was begun. */
  keep(key: string, answer: KeptAnswer<Operation>, { atMs, changes }: Beginning): void {
    if (changes === this.changes) this.kept.set(key, { answer, beganMs: atMs });
  }

  find(key: string): KeptAnswer<Operation> | undefined {
    const entry = this.kept.get(key);
    if (entry === undefined) return undefined;
    const { answer, beganMs } = entry;
    const ageMs = this.parts.clock.nowMs() - beganMs;
    // The clock of a machine may be put back.
    if (ageMs >= 0 && ageMs < KEPT_MS && this.isOfTheseLists(answer)) return answer;
    this.kept.delete(key);
    return undefined;
  }

  forgetAll(): void {
    this.changes += 1;
    this.kept.clear();
  }

  get count(): number {
    return this.kept.size;
  }

  get bytes(): number {
    return this.kept.calculatedSize;
  }

  private isOfTheseLists({ listsAtMs }: KeptAnswer): boolean {
    return listsAtMs === undefined || listsAtMs === this.parts.listsAtMs?.();
  }
}
