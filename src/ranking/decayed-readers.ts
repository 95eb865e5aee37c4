// Readers that count half after so many minutes, of every article at once: what would be worked out of all minutes at
// every tick is kept up as they change. They are those of closed minutes, as of the end of the last one.

export class DecayedReaders {
  /** By place. */
  private closed: Float64Array;
  private readonly perMinute: number;

  constructor(halfLifeMinutes: number, places: number) {
    this.perMinute = 2 ** (-1 / halfLifeMinutes);
    this.closed = new Float64Array(places);
  }

  of(place: number): number {
    return this.closed[place]!;
  }

  /** By how much they have decayed after so many minutes. */
  decay(minutes: number): number {
    return this.perMinute ** minutes;
  }

  /** @param minutes since their own minute ended */
  add(place: number, readers: number, minutes: number): void {
    this.closed[place] = nothingBelow(this.closed[place]! + readers * this.perMinute ** minutes);
  }

  /**
   * A minute ends.
   * @param readers of it, by place
   * @param decay of that minute
   */
  close(readers: Float64Array, { places, decay }: { places: number; decay: number }): void {
    const { closed } = this;
    for (let place = 0; place < places; place++) closed[place] = closed[place]! * decay + readers[place]!;
  }

  /**
   * All of them with those of the running minute, by place.
   * @param decay since the last minute that is closed
   */
  takeWith(
    running: Float64Array,
    sums: Float64Array,
    { places, decay }: { places: number; decay: number },
  ): void {
    const { closed } = this;
    for (let place = 0; place < places; place++) sums[place] = running[place]! + closed[place]! * decay;
  }

  forget(place: number): void {
    this.closed[place] = 0;
  }

  grow(places: number): void {
    this.closed = moved(this.closed, new Float64Array(places));
  }
}

/** What remains of sums of fractions, taken away in another order than they came. */
export function nothingBelow(sum: number): number {
  return sum < 1e-6 ? 0 : sum;
}

/** A longer array with what a shorter one holds. */
export function moved<A extends { set(from: A): void }>(from: A, to: A): A {
  to.set(from);
  return to;
}
