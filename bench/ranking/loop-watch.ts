// For how long the event loop of this thread is held up, and by what: by work of its own, which is what a program can
// be blamed for, or because all processors were taken. Looked at every millisecond or as soon after as the loop allows.

import { type Effort, threadEffort } from '../../src/platform/processes/thread-effort';

const EVERY_MS = 1;
const NO_EFFORT: Effort = { processorSeconds: 0, queuedSeconds: 0 };

export interface LoopDelays {
  /** How much later than asked for it came round. */
  lateMs: number[];
  /** What of it, at most, was work of this thread, its collecting of garbage included. */
  workMs: number[];
  /** What of it was waiting for a processor. */
  queuedMs: number[];
}

export class LoopWatch {
  private readonly delays: LoopDelays = { lateMs: [], workMs: [], queuedMs: [] };
  private readonly timer: NodeJS.Timeout;
  private lookedMs = performance.now();
  private effort = threadEffort();

  constructor() {
    this.timer = setInterval(() => this.look(), EVERY_MS);
  }

  stop(): LoopDelays {
    clearInterval(this.timer);
    return this.delays;
  }

  private look(): void {
    const nowMs = performance.now();
    const effort = threadEffort();
    const { processorSeconds, queuedSeconds } = this.effort
      ? (effort?.since(this.effort) ?? NO_EFFORT)
      : NO_EFFORT;
    const { lateMs, workMs, queuedMs } = this.delays;
    lateMs.push(Math.max(0, nowMs - this.lookedMs - EVERY_MS));
    workMs.push(1_000 * processorSeconds);
    queuedMs.push(1_000 * queuedSeconds);
    this.lookedMs = nowMs;
    this.effort = effort;
  }
}
