// Time is given, never taken: everything that needs the time or a timer gets a Clock, so that a test moves time
// by hand and a replay can run next month's rescale today. Only this file and redis/redis-clock.ts touch real time.

/** Ends what it was handed out for; a second call does nothing. */
export type Stop = () => void;

export interface Clock {
  /** Milliseconds since 1970-01-01T00:00Z. */
  nowMs(): number;
  /** Runs `tick` every `ms` milliseconds, never two at a time: a tick that is still running swallows the next ones. */
  every(ms: number, tick: () => Promise<void> | void): Stop;
  /** Runs `act` once, `ms` milliseconds from now. */
  after(ms: number, act: () => Promise<void> | void): Stop;
  /** Resolves `ms` milliseconds from now. */
  wait(ms: number): Promise<void>;
}

/** The machine's own time. `tick` and `act` handle their own errors: a rejection here is a bug and surfaces as one. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  every(ms, tick) {
    let busy = false;
    const timer = setInterval(async () => {
      if (busy) return;
      busy = true;
      try {
        await tick();
      } finally {
        busy = false;
      }
    }, ms);
    return () => clearInterval(timer);
  },
  after(ms, act) {
    const timer = setTimeout(() => void act(), ms);
    return () => clearTimeout(timer);
  },
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/**
 * Runs `act` when all that has arrived by now has been looked at: what several requests ask for at once is gathered so,
 * and a lone one waits for nothing.
 */
export function atEndOfTurn(act: () => void): void {
  setImmediate(act);
}

/** Seconds since it was made, finer than a clock: for figures of how long something takes. */
export function stopwatch(): () => number {
  const beganMs = performance.now();
  return () => (performance.now() - beganMs) / 1_000;
}

interface DueCall {
  atMs: number;
  everyMs: number | undefined;
  call: () => Promise<void> | void;
}

/** A clock that stands still until `advanceTo` moves it; what falls due on the way runs in order, one after another. */
export class SimulatedClock implements Clock {
  private readonly due = new Set<DueCall>();

  constructor(private currentMs: number) {}

  nowMs(): number {
    return this.currentMs;
  }

  every(ms: number, tick: () => Promise<void> | void): Stop {
    return this.schedule({ atMs: this.currentMs + ms, everyMs: ms, call: tick });
  }

  after(ms: number, act: () => Promise<void> | void): Stop {
    return this.schedule({ atMs: this.currentMs + ms, everyMs: undefined, call: act });
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** Moves to `atMs` (never backwards) and awaits each call that falls due on the way. */
  async advanceTo(atMs: number): Promise<void> {
    for (let next = this.nextDue(atMs); next !== undefined; next = this.nextDue(atMs)) {
      this.currentMs = Math.max(this.currentMs, next.atMs);
      if (next.everyMs === undefined) this.due.delete(next);
      else next.atMs += next.everyMs;
      await next.call();
    }
    this.currentMs = Math.max(this.currentMs, atMs);
  }

  async advanceBy(ms: number): Promise<void> {
    await this.advanceTo(this.currentMs + ms);
  }

  private schedule(call: DueCall): Stop {
    this.due.add(call);
    return () => {
      this.due.delete(call);
    };
  }

  private nextDue(untilMs: number): DueCall | undefined {
    let first: DueCall | undefined;
    for (const call of this.due) {
      if (call.atMs <= untilMs && (first === undefined || call.atMs < first.atMs)) first = call;
    }
    return first;
  }
}
