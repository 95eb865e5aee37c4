import type { Clock } from '../clock';
import type { Log } from '../log/log';

const QUIET_MS = 60_000;
const NAMED_MAX = 100;
const SHOWN_LENGTH_MAX = 200;

/**
 * Names each refused origin in the log once a minute, a hundred of them at most: whoever sends one chooses its name.
 */
export class RefusedOrigins {
  private readonly named = new Map<string, number>();

  constructor(
    private readonly log: Log,
    private readonly clock: Clock,
  ) {}

  tell(origin: string): void {
    const nowMs = this.clock.nowMs();
    const shown = origin.slice(0, SHOWN_LENGTH_MAX);
    const untilMs = this.named.get(shown);
    if (untilMs !== undefined && nowMs < untilMs) return;
    if (untilMs === undefined && !this.hasRoom(nowMs)) return;
    this.named.set(shown, nowMs + QUIET_MS);
    this.log.warn(
      { origin: shown },
      'a web page of another origin was refused; CORS_ORIGINS says which may call',
    );
  }

  private hasRoom(nowMs: number): boolean {
    if (this.named.size < NAMED_MAX) return true;
    for (const [origin, untilMs] of this.named) if (untilMs <= nowMs) this.named.delete(origin);
    return this.named.size < NAMED_MAX;
  }
}
