/** In one statement. */
const BATCH = 500;

class Batch {
  readonly numbers = new Set<number>();
  readonly isRead: Promise<void>;
  finish: () => void = () => undefined;

  constructor() {
    this.isRead = new Promise((resolve) => {
      this.finish = resolve;
    });
  }
}

/**
 * Articles that are to be read anew, one batch after another: an author with thousands of articles changes all of them
 * at once, and reading them must take one connection, not every one there is.
 */
export class ReadingLane {
  private readonly waiting: Batch[] = [];
  private isRunning = false;

  /** `readBatch` handles its own errors. */
  constructor(private readonly readBatch: (numbers: readonly number[]) => Promise<void>) {}

  /** Resolves when it has been read. */
  add(number: number): Promise<void> {
    const batch = this.waiting.find(({ numbers }) => numbers.has(number)) ?? this.lastBatch();
    batch.numbers.add(number);
    if (!this.isRunning) void this.run();
    return batch.isRead;
  }

  private lastBatch(): Batch {
    const last = this.waiting.at(-1);
    if (last !== undefined && last.numbers.size < BATCH) return last;
    const batch = new Batch();
    this.waiting.push(batch);
    return batch;
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    // All that is added within one turn goes into the first batch.
    await Promise.resolve();
    for (let batch = this.waiting.shift(); batch !== undefined; batch = this.waiting.shift()) {
      await this.readBatch([...batch.numbers]);
      batch.finish();
    }
    this.isRunning = false;
  }
}
