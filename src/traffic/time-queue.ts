/** What is due when, earliest first; of two at the same time the one that was added first. A binary heap. */
export class TimeQueue<T> {
  private readonly heap: { atMs: number; order: number; due: T }[] = [];
  private added = 0;

  get size(): number {
    return this.heap.length;
  }

  get nextMs(): number | undefined {
    return this.heap[0]?.atMs;
  }

  add(atMs: number, due: T): void {
    const { heap } = this;
    heap.push({ atMs, order: this.added++, due });
    for (let at = heap.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.isBefore(at, parent)) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  take(): T | undefined {
    const { heap } = this;
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined) return undefined;
    if (heap.length === 0) return first.due;
    heap[0] = last;
    for (let at = 0; ; ) {
      const children = [2 * at + 1, 2 * at + 2].filter((child) => child < heap.length);
      const least = children.reduce((low, child) => (this.isBefore(child, low) ? child : low), at);
      if (least === at) return first.due;
      this.swap(at, least);
      at = least;
    }
  }

  clear(): void {
    this.heap.length = 0;
  }

  private isBefore(one: number, other: number): boolean {
    const a = this.heap[one]!;
    const b = this.heap[other]!;
    return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
  }

  private swap(one: number, other: number): void {
    [this.heap[one], this.heap[other]] = [this.heap[other]!, this.heap[one]!];
  }
}
