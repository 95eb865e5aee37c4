// Which names were asked for more than once of late. What is kept for whoever asks next lives long enough to be copied
// by the collector of garbage: of what is asked for once a second at most nothing needs to be kept.

export class AskedAgain {
  /** Whether it was asked for before. */
  private recent = new Map<string, boolean>();
  private earlier = new Map<string, boolean>();
  private sinceMs = -Infinity;

  /** @param parts forMs: it is remembered for so long at least, twice that at most; most: names, twice. */
  constructor(private readonly parts: { forMs: number; most: number }) {}

  ask(name: string, nowMs: number): void {
    const { forMs, most } = this.parts;
    if (nowMs - this.sinceMs >= 2 * forMs) this.recent = new Map();
    if (nowMs - this.sinceMs >= forMs || this.recent.size >= most) {
      this.earlier = this.recent;
      this.recent = new Map();
      this.sinceMs = nowMs;
    }
    this.recent.set(name, this.recent.has(name) || this.earlier.has(name));
  }

  has(name: string): boolean {
    return this.recent.get(name) ?? this.earlier.get(name) ?? false;
  }
}
