// A store that ends by itself (killed for memory, crashed) is started again on the same port, so that the
// pools find it by reconnecting; one that keeps falling over is left alone, and its last words are told.

import { type Clock, systemClock } from '../clock';
import type { WatchedProcess } from './watched-process';

export interface KeepRunning {
  name: string;
  /** Starts it and waits until it answers. */
  launch: () => Promise<WatchedProcess>;
  /** One sentence for the log. */
  tell: (sentence: string) => void;
  clock?: Clock;
}

const RESTARTS_MAX = 5;
const RESTARTS_WITHIN_MS = 60_000;
const PAUSE_MS = 200;

export class KeptRunning {
  private stopping = false;
  private restarts: number[] = [];
  private restarting: Promise<void> = Promise.resolve();
  private readonly clock: Clock;

  private constructor(
    private readonly plan: KeepRunning,
    private current: WatchedProcess,
  ) {
    this.clock = plan.clock ?? systemClock;
    this.follow(current);
  }

  static async start(plan: KeepRunning): Promise<KeptRunning> {
    return new KeptRunning(plan, await plan.launch());
  }

  get pid(): number {
    return this.current.identity.pid;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.restarting;
    await this.current.stop(this.clock);
  }

  private follow(watched: WatchedProcess): void {
    void watched.ended.then(() => {
      if (!this.stopping) this.restarting = this.restart();
    });
  }

  private async restart(): Promise<void> {
    while (!this.stopping) {
      const nowMs = this.clock.nowMs();
      this.restarts = this.restarts.filter((atMs) => nowMs - atMs < RESTARTS_WITHIN_MS);
      if (this.restarts.length >= RESTARTS_MAX) {
        this.plan.tell(
          `${this.plan.name} ended ${RESTARTS_MAX} times within a minute and is left alone now; ` +
            `its last words: ${await this.current.lastWords()}`,
        );
        return;
      }
      this.restarts.push(nowMs);
      this.plan.tell(`${this.plan.name} has ended by itself and is started again.`);
      await this.clock.wait(PAUSE_MS);
      try {
        this.current = await this.plan.launch();
        this.follow(this.current);
        return;
      } catch (error) {
        this.plan.tell(`${this.plan.name} did not start: ${(error as Error).message}`);
      }
    }
  }
}
