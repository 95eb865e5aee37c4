import type { Clock } from '../../clock';

/** Over so long: a page that opens may say much at once. */
const WINDOW_SECONDS = 10;

/** What comes from a client and costs it nothing: how much of it may come. */
export class MessageRate {
  private beganMs: number;
  private count = 0;

  constructor(
    private readonly clock: Clock,
    private readonly perSecond: number,
  ) {
    this.beganMs = clock.nowMs();
  }

  /** One more has come; gives whether it may. */
  take(): boolean {
    const nowMs = this.clock.nowMs();
    // A clock may be put back.
    if (Math.abs(nowMs - this.beganMs) >= WINDOW_SECONDS * 1_000) {
      this.beganMs = nowMs;
      this.count = 0;
    }
    this.count += 1;
    return this.count <= this.perSecond * WINDOW_SECONDS;
  }
}
