// A part of the program in a thread of its own, so that its arithmetic never holds up the event loop that answers
// requests. A thread that dies is started again, after a pause that grows while it keeps dying.

import { Worker } from 'node:worker_threads';
import { type Clock, type Stop, systemClock } from '../clock';
import type { Log } from '../log/log';

/** What a thread says of itself, beside what it has to tell. */
export const STARTED = 'started';
export const STOP = 'stop';

export interface ThreadPlan<Told> {
  name: string;
  /** The compiled file that runs in it. */
  file: string;
  /** Asked at every start; plain data, since it is copied. */
  data: () => unknown;
  onTold: (told: Told) => void;
  /** It is gone, by itself or because it was stopped. */
  onGone: () => void;
  log: Log;
  clock?: Clock;
  /** A thread that tells nothing for so long has lost its way: it is ended, and started again. */
  silentAfterMs?: number;
  /** For what is made and thrown away: where there is much of it, room saves collecting it. */
  youngMemoryMb?: number;
}

const START_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 5_000;
const PAUSE_MS = 500;
const PAUSE_AT_MOST_MS = 30_000;
/** A thread that has run for so long was well: the next pause is short again. */
const WELL_AFTER_MS = 60_000;
/** Looked at so often: one look after this process itself has slept says nothing of the thread. */
const LOOKS_AT_SILENCE = 3;

export class KeptThread<Told, Asked> {
  private readonly clock: Clock;
  private worker: Worker | undefined;
  private stopping = false;
  private pauseMs = PAUSE_MS;
  private stopWaiting: Stop = () => undefined;
  private restartCount = 0;

  constructor(private readonly plan: ThreadPlan<Told>) {
    this.clock = plan.clock ?? systemClock;
  }

  /** How often it has died and was started again. */
  get restarts(): number {
    return this.restartCount;
  }

  /** Resolves when the thread says that it has started. @throws what it ended with instead */
  async start(): Promise<void> {
    await this.launch();
  }

  /** Does nothing while there is no thread. */
  ask(asked: Asked): void {
    this.worker?.postMessage(asked);
  }

  /** Lets it finish what is under way; ends it when it takes too long. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.stopWaiting();
    const { worker } = this;
    if (worker === undefined) return;
    const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.postMessage(STOP);
    const patience = this.clock.after(STOP_WITHIN_MS, async () => void (await worker.terminate()));
    await gone;
    patience();
  }

  private launch(): Promise<void> {
    const { plan, clock } = this;
    const beganMs = clock.nowMs();
    const { youngMemoryMb } = plan;
    const resourceLimits = youngMemoryMb === undefined ? {} : { maxYoungGenerationSizeMb: youngMemoryMb };
    const worker = new Worker(plan.file, { name: plan.name, workerData: plan.data(), resourceLimits });
    this.worker = worker;
    return new Promise((resolve, reject) => {
      let hasStarted = false;
      let stopWatching: Stop = () => undefined;
      let failure: unknown = new Error(`The thread ${plan.name} ended before it had started`);
      const patience = clock.after(START_WITHIN_MS, async () => void (await worker.terminate()));
      worker.on('message', (told: Told | typeof STARTED) => {
        if (told !== STARTED) return plan.onTold(told);
        hasStarted = true;
        patience();
        stopWatching = this.endWhenSilent(worker);
        resolve();
      });
      worker.on('error', (error) => {
        failure = error;
        plan.log.error({ err: error, thread: plan.name }, 'a thread has failed');
      });
      worker.on('exit', () => {
        patience();
        stopWatching();
        this.worker = undefined;
        plan.onGone();
        if (!hasStarted) reject(failure);
        else if (!this.stopping) this.launchLater(clock.nowMs() - beganMs);
      });
    });
  }

  private endWhenSilent(worker: Worker): Stop {
    const { silentAfterMs, log, name } = this.plan;
    if (silentAfterMs === undefined) return () => undefined;
    let looks = 0;
    worker.on('message', () => {
      looks = 0;
    });
    return this.clock.every(silentAfterMs / LOOKS_AT_SILENCE, async () => {
      looks += 1;
      if (looks <= LOOKS_AT_SILENCE) return;
      looks = 0;
      log.error({ thread: name, silentAfterMs }, 'a thread has fallen silent and is ended');
      await worker.terminate();
    });
  }

  private launchLater(ranMs: number): void {
    if (ranMs >= WELL_AFTER_MS) this.pauseMs = PAUSE_MS;
    const pauseMs = this.pauseMs;
    this.pauseMs = Math.min(2 * pauseMs, PAUSE_AT_MOST_MS);
    this.plan.log.error({ thread: this.plan.name, pauseMs }, 'a thread has ended and is started again');
    this.restartCount += 1;
    this.stopWaiting = this.clock.after(pauseMs, async () => {
      // What kept it from starting has been logged; it is tried again.
      await this.launch().catch(() => {
        if (!this.stopping) this.launchLater(0);
      });
    });
  }
}
