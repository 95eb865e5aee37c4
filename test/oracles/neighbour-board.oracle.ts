// Neighbour boards in plain float64, every onward click kept: what the script must agree with.

interface Click {
  to: number;
  weight: number;
  time: number;
}

export class OracleNeighbourBoard {
  private readonly clicks: Click[] = [];
  private ticks = 0;

  add(visit: { to: number; weight: number; ticks: number }, nowMs: number): void {
    this.ticks += visit.ticks;
    this.clicks.push({ to: visit.to, weight: visit.weight, time: this.time(nowMs) });
  }

  read(nowMs: number): { total: number; to: Map<number, number> } {
    const now = this.time(nowMs);
    const to = new Map<number, number>();
    let total = 0;
    for (const click of this.clicks) {
      const decayed = click.weight * 2 ** (click.time - now);
      to.set(click.to, (to.get(click.to) ?? 0) + decayed);
      total += decayed;
    }
    return { total, to };
  }

  private time(nowMs: number): number {
    return this.ticks / 100 + nowMs / (4 * 3_600_000);
  }
}
