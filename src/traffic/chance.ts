// Chance that can be repeated: the same seed gives the same numbers on every machine. sfc32 (Chris Doty-Humphrey,
// PractRand), seeded by the hash of a text; passes BigCrush and costs a few nanoseconds a number.

export class Chance {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(readonly seed: string) {
    [this.a, this.b, this.c] = hashOf(seed);
    for (let round = 0; round < 12; round++) this.next();
  }

  /** Another stream, which does not depend on how much of this one has been used. */
  branch(name: string): Chance {
    return new Chance(`${this.seed}/${name}`);
  }

  /** From 0 to just below 1. */
  next(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  }

  isTrue(probability: number): boolean {
    return this.next() < probability;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** The time until the next of events that come independently of each other. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  /** Half of the values are below `median`; `spread` is the standard deviation of their logarithms. */
  logNormal(median: number, spread: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return median * Math.exp(spread * radius * Math.cos(2 * Math.PI * this.next()));
  }

  /** One of `choices`, each as likely as its weight says; undefined when no weight is above 0. */
  pick<T>(choices: readonly T[], weightOf: (choice: T) => number): T | undefined {
    const weights = choices.map(weightOf);
    let left = this.next() * weights.reduce((sum, weight) => sum + weight, 0);
    let last: T | undefined;
    for (const [index, weight] of weights.entries()) {
      if (weight <= 0) continue;
      last = choices[index];
      left -= weight;
      if (left < 0) break;
    }
    return last;
  }
}

/** Three words of 32 bits from a text (FNV-1a, each finished as in MurmurHash3). */
function hashOf(text: string): [number, number, number] {
  const words = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b].map((start) => {
    let hash = start;
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return hash ^ (hash >>> 16);
  });
  return words as [number, number, number];
}
