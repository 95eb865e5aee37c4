/** Views in the order in which they came, from the oldest that is still of use; what has left is given back in blocks. */
export class ViewQueue {
  private readonly timesMs: number[] = [];
  private readonly articles: number[] = [];
  private readonly visitors: number[] = [];
  private oldest = 0;

  get size(): number {
    return this.timesMs.length - this.oldest;
  }

  add({ atMs, article, visitor }: QueuedView): void {
    this.timesMs.push(atMs);
    this.articles.push(article);
    this.visitors.push(visitor);
  }

  get oldestMs(): number {
    return this.timesMs[this.oldest] ?? Infinity;
  }

  /** @throws Error when nothing is left */
  take(): QueuedView {
    if (this.size === 0) throw new Error('No view is left.');
    const at = this.oldest++;
    const view = { atMs: this.timesMs[at]!, article: this.articles[at]!, visitor: this.visitors[at]! };
    if (this.oldest >= BLOCK && this.oldest * 2 >= this.timesMs.length) {
      for (const column of [this.timesMs, this.articles, this.visitors]) column.splice(0, this.oldest);
      this.oldest = 0;
    }
    return view;
  }
}

export interface QueuedView {
  atMs: number;
  article: number;
  visitor: number;
}

const BLOCK = 65_536;
