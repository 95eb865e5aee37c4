import { type Clock, type Stop, systemClock } from '../platform/clock';

interface DueCall {
  atMs: number;
  everyMs: number | undefined;
  call: () => Promise<void> | void;
}

// Housekeeping (trimming boards, renewing salts) between two quiet hours changes nothing that is counted, and at every
// jump it took most of the time.
const RARELY_MS = 6 * 3_600_000;

/**
 * The time of a log, moved by whoever replays it. A SimulatedClock runs every tick on the way, which over a year of
 * ticks every 250 ms would never end; this one jumps, and what repeats runs at most once a jump. `wait` waits in real
 * time: it is what retries use, and nothing else would wake them.
 */
export class ReplayClock implements Clock {
  private readonly due = new Set<DueCall>();
  private leastMs = RARELY_MS;

  constructor(private currentMs: number) {}

  nowMs(): number {
    return this.currentMs;
  }

  every(ms: number, tick: () => Promise<void> | void): Stop {
    return this.schedule({ atMs: this.currentMs + Math.max(ms, this.leastMs), everyMs: ms, call: tick });
  }

  after(ms: number, act: () => Promise<void> | void): Stop {
    return this.schedule({ atMs: this.currentMs + ms, everyMs: undefined, call: act });
  }

  wait(ms: number): Promise<void> {
    return systemClock.wait(ms);
  }

  /** Moves to `atMs` (never backwards) and awaits what has fallen due, each once, in order of time. */
  async jumpTo(atMs: number): Promise<void> {
    if (atMs <= this.currentMs) return;
    this.currentMs = atMs;
    const dueNow = [...this.due].filter((call) => call.atMs <= atMs).sort((a, b) => a.atMs - b.atMs);
    for (const call of dueNow) {
      if (!this.due.has(call)) continue; // stopped by one before it
      if (call.everyMs === undefined) this.due.delete(call);
      else call.atMs = atMs + Math.max(call.everyMs, this.leastMs);
      await call.call();
    }
  }

  /** From now on what repeats runs as often as it asks for, or every `leastMs`, where the jumps are small enough. */
  runOften(leastMs = 0): void {
    this.leastMs = leastMs;
    for (const call of this.due) {
      if (call.everyMs === undefined) continue;
      call.atMs = Math.min(call.atMs, this.currentMs + Math.max(call.everyMs, leastMs));
    }
  }

  private schedule(call: DueCall): Stop {
    this.due.add(call);
    return () => {
      this.due.delete(call);
    };
  }
}
