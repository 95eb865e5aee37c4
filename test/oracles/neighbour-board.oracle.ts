// Neighbour boards in plain float64, every onward click kept: what the script must agree with.

interface Click {
  to: number;
  isWayBack: boolean;
  weight: number;
  time: number;
}

export class OracleNeighbourBoard {
  private readonly clicks: Click[] = [];
  private ticks = 0;

  add(visit: { to: number; weight: number; ticks: number; isWayBack: boolean }, nowMs: number): void {
    const { to, ticks, isWayBack } = visit;
    this.ticks += ticks;
    const weight = isWayBack ? visit.weight / (1 + this.ticks / 10) : visit.weight;
    this.clicks.push({ to, isWayBack, weight, time: this.time(nowMs) });
  }

  read(nowMs: number): { total: number; to: Map<number, number>; back: Map<number, number> } {
    const now = this.time(nowMs);
    const [to, back] = [new Map<number, number>(), new Map<number, number>()];
    let total = 0;
    for (const click of this.clicks) {
      const decayed = click.weight * 2 ** (click.time - now);
      const counts = click.isWayBack ? back : to;
      counts.set(click.to, (counts.get(click.to) ?? 0) + decayed);
      if (!click.isWayBack) total += decayed;
    }
    return { total, to, back };
  }

  private time(nowMs: number): number {
    return this.ticks / 100 + nowMs / (168 * 3_600_000);
  }
}
