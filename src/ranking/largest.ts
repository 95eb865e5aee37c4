// The largest of many, without sorting them: a heap whose top is the smallest of those kept, which is all that a
// newcomer has to beat. Of 50,000 offered to a list of fifty some hundreds ever enter it.

export interface Kept {
  number: number;
  size: number;
}

export class Largest {
  private readonly numbers: number[] = [];
  private readonly sizes: number[] = [];

  constructor(private readonly most: number) {}

  offer(number: number, size: number): void {
    const { numbers, sizes, most } = this;
    if (numbers.length < most) {
      numbers.push(number);
      sizes.push(size);
      this.rise(numbers.length - 1);
    } else if (most > 0 && isLess(sizes[0]!, numbers[0]!, size, number)) {
      numbers[0] = number;
      sizes[0] = size;
      this.sink(0);
    }
  }

  get count(): number {
    return this.numbers.length;
  }

  /** The largest first; of two alike the larger number, which was given later. */
  inOrder(): Kept[] {
    return this.numbers
      .map((number, at): Kept => ({ number, size: this.sizes[at]! }))
      .sort((a, b) => b.size - a.size || b.number - a.number);
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
      if (left < this.numbers.length && this.isLessAt(left, least)) least = left;
      if (right < this.numbers.length && this.isLessAt(right, least)) least = right;
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
    [numbers[one], numbers[other]] = [numbers[other]!, numbers[one]!];
    [sizes[one], sizes[other]] = [sizes[other]!, sizes[one]!];
  }
}

function isLess(size: number, number: number, otherSize: number, otherNumber: number): boolean {
  return size < otherSize || (size === otherSize && number < otherNumber);
}
