// What the running thread has cost so far: how long it computed, and how long it was ready to and had to wait for a
// processor. The difference tells a costly program from a busy machine. Linux tells it of each thread; others do not.
// It is brought up to date when the thread rests and every few milliseconds: of less than that one figure says nothing.

import { openSync, readSync } from 'node:fs';

export interface Effort {
  /** On a processor. */
  processorSeconds: number;
  /** Ready to go on, while all processors were taken. */
  queuedSeconds: number;
}

export class ThreadEffort implements Effort {
  constructor(
    readonly processorSeconds: number,
    readonly queuedSeconds: number,
  ) {}

  since(earlier: Effort): Effort {
    return {
      processorSeconds: this.processorSeconds - earlier.processorSeconds,
      queuedSeconds: this.queuedSeconds - earlier.queuedSeconds,
    };
  }
}

const SOURCE = '/proc/thread-self/schedstat';
const NANOSECONDS = 1e9;
const text = Buffer.alloc(100);
/** Each thread has modules of its own, and so one of these; null where there is none. */
let source: number | null | undefined;

/** Undefined where the system does not tell. */
export function threadEffort(): ThreadEffort | undefined {
  if (source === undefined) source = open();
  if (source === null) return undefined;
  try {
    const [processor, queued] = text
      .toString('latin1', 0, readSync(source, text, 0, text.length, 0))
      .split(' ');
    return new ThreadEffort(Number(processor) / NANOSECONDS, Number(queued) / NANOSECONDS);
  } catch {
    source = null;
    return undefined;
  }
}

function open(): number | null {
  try {
    return openSync(SOURCE, 'r');
  } catch {
    return null;
  }
}
