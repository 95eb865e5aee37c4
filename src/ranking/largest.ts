// The largest of many, without sorting them: a heap whose top is the smallest of those kept, which is all that a
// newcomer has to beat. Of 50,000 offered to a list of fifty some hundreds ever enter it.

export interface Kept {
  number: number;
  size: number;
}

export class Largest {
  private readonly numbers: Float64Array;
  private readonly sizes: Float64Array;
  private kept = 0;

  constructor(private readonly most: number) {
    this.numbers = new Float64Array(most);
    this.sizes = new Float64Array(most);
  }

  /** Says whether it is among them now. */
  offer(number: number, size: number): boolean {
    const { numbers, sizes, most } = this;
    if (this.kept < most) {
      numbers[this.kept] = number;
      sizes[this.kept] = size;
      this.kept++;
      this.rise(this.kept - 1);
      return true;
    }
    if (most === 0 || !isLess(sizes[0]!, numbers[0]!, size, number)) return false;
    numbers[0] = number;
    sizes[0] = size;
    this.sink(0);
    return true;
  }

  /** What is smaller than this is not among the largest. */
  get floor(): number {
    if (this.kept < this.most) return -Infinity;
    return this.most === 0 ? Infinity : this.sizes[0]!;
  }

  get count(): number {
    return this.kept;
  }

  /** The largest first; of two alike the larger number, which was given later. */
  inOrder(): Kept[] {
    return Array.from(
      { length: this.kept },
      (_, at): Kept => ({ number: this.numbers[at]!, size: this.sizes[at]! }),
    ).sort((a, b) => b.size - a.size || b.number - a.number);
  }

  private rise(from: number): void {
    for (let at = from; at > 0; ) {
      const above = (at - 1) >> 1;
      if (!this.isLessAt(at, above)) return;
      this.swap(at, above);
      at = above;
    }
  }

  private sink(from: number): void {
    for (let at = from; ; ) {
      const left = 2 * at + 1;
      const right = left + 1;
      let least = at;
      if (left < this.kept && this.isLessAt(left, least)) least = left;
      if (right < this.kept && this.isLessAt(right, least)) least = right;
      if (least === at) return;
      this.swap(at, least);
      at = least;
    }
  }

  private isLessAt(one: number, other: number): boolean {
    return isLess(this.sizes[one]!, this.numbers[one]!, this.sizes[other]!, this.numbers[other]!);
  }

  private swap(one: number, other: number): void {
    const { numbers, sizes } = this;
    const [number, size] = [numbers[one]!, sizes[one]!];
    numbers[one] = numbers[other]!;
    sizes[one] = sizes[other]!;
    numbers[other] = number;
    sizes[other] = size;
  }
}

function isLess(size: number, number: number, otherSize: number, otherNumber: number): boolean {
  return size < otherSize || (size === otherSize && number < otherNumber);
}
