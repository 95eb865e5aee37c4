/** In one statement. */
const BATCH = 500;

/**
 * Articles that are to be read anew, one batch after another: an author with thousands of articles changes all of them
 * at once, and reading them must take one connection, not every one there is.
 */
export class ReadingLane {
  private readonly waiting = new Set<number>();
  private running: Promise<void> | undefined;

  /** `readBatch` handles its own errors. */
  constructor(private readonly readBatch: (numbers: readonly number[]) => Promise<void>) {}

  /** Whether more wait than one batch holds. */
  get isLong(): boolean {
    return this.waiting.size > BATCH;
  }

  /** Resolves when it has been read, with all that was added meanwhile. */
  add(number: number): Promise<void> {
    this.waiting.add(number);
    this.running ??= this.run();
    return this.running;
  }

  private async run(): Promise<void> {
    // All that is added within one turn goes into the first batch.
    await Promise.resolve();
    while (this.waiting.size > 0) {
      const numbers = [...this.waiting].slice(0, BATCH);
      for (const number of numbers) this.waiting.delete(number);
      await this.readBatch(numbers);
    }
    this.running = undefined;
  }
}
