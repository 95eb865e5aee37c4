// Who is read how much: the n-th of the articles in proportion to 1 / n^0.9, as on a news site.

const EXPONENT = 0.9;

/** Draws articles 1 to `count`; the numbers of the popular ones lie scattered. */
export class Popularity {
  private readonly upTo: Float64Array;
  private readonly step: number;

  constructor(private readonly count: number) {
    this.upTo = new Float64Array(count);
    let sum = 0;
    for (let rank = 0; rank < count; rank++) {
      sum += (rank + 1) ** -EXPONENT;
      this.upTo[rank] = sum;
    }
    this.step = stepThrough(count);
  }

  draw(): number {
    const wanted = Math.random() * this.upTo[this.count - 1]!;
    let [low, high] = [0, this.count - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.upTo[middle]! < wanted) low = middle + 1;
      else high = middle;
    }
    return 1 + ((low * this.step) % this.count);
  }
}

/** A step that comes by every number: it shares no factor with their count. */
function stepThrough(count: number): number {
  const factor = (a: number, b: number): number => (b === 0 ? a : factor(b, a % b));
  let step = Math.max(1, Math.round(count * 0.618));
  while (factor(step, count) !== 1) step++;
  return step;
}
