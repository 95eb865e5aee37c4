import { stopwatch, systemClock } from '../../platform/clock';

/** Long enough to be worth a turn, short enough that nobody waits for it. */
const TURN_SECONDS = 0.005;

/** Work that is cut so that others are answered in between. */
export class ShortTurns {
  private seconds = stopwatch();

  /** To be awaited after each small piece. */
  async end(): Promise<void> {
    if (this.seconds() < TURN_SECONDS) return;
    await systemClock.wait(0);
    this.seconds = stopwatch();
  }
}
