import type { DataSource } from 'typeorm';
import { systemClock } from '../../src/platform/clock';
import { counterNumberOf } from '../../src/views/counter-names';
import { RollupWritingRepository } from '../../src/views/rollup-writing.repository';
import { sliceOf } from '../../src/views/slice';

const ENGAGED_SECONDS = counterNumberOf('ENGAGED_SECONDS')!;
const PAUSE_MS = 20;
const MB = 1 / 1_048_576;

/** How long an act takes, and what a flusher sees of it, which writes a figure some fifty times a second. */
export class Meanwhile {
  readonly rows: string[][] = [['what is done', 's', 'a flush waited, ms', 'memory, MB']];
  private readonly writing: RollupWritingRepository;
  private amount = 0;

  constructor(dataSource: DataSource) {
    this.writing = new RollupWritingRepository(dataSource);
  }

  async measure<T>(name: string, act: () => Promise<T>): Promise<T> {
    globalThis.gc?.();
    const memory = process.memoryUsage().rss;
    const began = performance.now();
    const work = act();
    const seen = await this.flushUntil(work);
    const outcome = await work;
    const seconds = (performance.now() - began) / 1_000;
    const grown = Math.max(0, (seen.memory - memory) * MB);
    this.rows.push([name, seconds.toFixed(1), seen.longestMs.toFixed(0), grown.toFixed(0)]);
    process.stderr.write(`${this.rows.at(-1)!.join('  ')}\n`);
    return outcome;
  }

  /** The longest that one of its writings took, and the most memory of this process. */
  private async flushUntil(work: Promise<unknown>): Promise<{ longestMs: number; memory: number }> {
    let isDone = false;
    const done = () => {
      isDone = true;
    };
    work.then(done, done);
    const seen = { longestMs: 0, memory: 0 };
    while (!isDone) {
      seen.memory = Math.max(seen.memory, process.memoryUsage().rss);
      const began = performance.now();
      await this.writeOne();
      seen.longestMs = Math.max(seen.longestMs, performance.now() - began);
      await systemClock.wait(PAUSE_MS);
    }
    return seen;
  }

  private async writeOne(): Promise<void> {
    this.amount += 1;
    const slice = sliceOf(systemClock.nowMs());
    const generation = { slice, lineage: 'probe', partition: 0, birth: 'probe' } as const;
    const figures = [{ article: 1, counter: ENGAGED_SECONDS, amount: this.amount }];
    await this.writing.write({ slices: [{ generation, figures }], totals: [] });
  }
}
