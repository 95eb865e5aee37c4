// One call of a partition at a time. A lone view is sent at once; views that come while a call is under way
// gather and leave together with the next: a busy site pays one script start for up to 128 views, a quiet one
// waits for nobody. A partition that Redis does not take for a while (its slot is moving, its node is away) fills its
// own share of the queue and no more: the others count on.

import { allPartitions, type Partition } from '../boards/partition';
import { ViewsBackedUp } from './views.errors';

export interface CoalescerOptions<View, Outcome> {
  /** Counts views of one partition; gives their outcomes in their order. */
  send: (partition: Partition, views: readonly View[]) => Promise<readonly Outcome[]>;
  /** Views that may wait, over all partitions: half of them for whoever needs it, half shared out in equal parts. */
  waitingMax: number;
}

export type Settled<Outcome> = PromiseSettledResult<Outcome>;

/** Views that were handed in together have one promise: one for each was a tenth of what a view in a batch costs. */
interface Batch<Outcome> {
  results: Settled<Outcome>[];
  left: number;
  done: (results: Settled<Outcome>[]) => void;
}

interface Waiting<View, Outcome> {
  view: View;
  batch: Batch<Outcome>;
  /** Its place in the batch. */
  at: number;
}

interface OfPartition<View> {
  partition: Partition;
  view: View;
}

/** Of what may wait: for whichever partition has filled its own part. */
const COMMON_SHARE = 0.5;

/** Measured on the script: 93,000 views/s with 128 a call, 85,000 with 64, 48,000 with one. */
export const VIEWS_A_CALL_MAX = 128;

export class ViewCoalescer<View, Outcome> {
  private readonly queues = allPartitions.map((): Waiting<View, Outcome>[] => []);
  private readonly underWay = new Map<Partition, Promise<void>>();
  /** What each partition can rely on, whatever waits for the others. */
  private readonly ownMax: number;
  private readonly commonMax: number;
  private waiting = 0;

  constructor(private readonly options: CoalescerOptions<View, Outcome>) {
    this.ownMax = Math.floor((options.waitingMax * (1 - COMMON_SHARE)) / allPartitions.length);
    this.commonMax = options.waitingMax - this.ownMax * allPartitions.length;
  }

  /**
   * Views handed in together leave together. Resolves when each has its outcome, in order, or its reason why not:
   * ViewsBackedUp, or what `send` throws.
   */
  settle(views: readonly OfPartition<View>[]): Promise<Settled<Outcome>[]> {
    if (views.length === 0) return Promise.resolve([]);
    return new Promise((done) => {
      const batch: Batch<Outcome> = { results: new Array(views.length), left: views.length, done };
      views.forEach(({ partition, view }, at) => void this.queue(partition, { view, batch, at }));
      this.send(views);
    });
  }

  /** The same with a promise for each. */
  count(views: readonly OfPartition<View>[]): Promise<Outcome>[] {
    const outcomes = views.map(
      ({ partition, view }) =>
        new Promise<Outcome>((resolve, reject) => {
          const done = ([result]: Settled<Outcome>[]) => {
            if (result?.status === 'fulfilled') resolve(result.value);
            else reject(result?.reason);
          };
          this.queue(partition, { view, batch: { results: [], left: 1, done }, at: 0 });
        }),
    );
    this.send(views);
    return outcomes;
  }

  /** Views that wait for a call now. */
  get waitingNow(): number {
    return this.waiting;
  }

  /** Resolves when nothing waits and nothing is under way. */
  async drain(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay.values());
  }

  private queue(partition: Partition, waiting: Waiting<View, Outcome>): void {
    if (!this.hasRoom(partition)) {
      settleOne(waiting, { status: 'rejected', reason: new ViewsBackedUp() });
      return;
    }
    this.waiting += 1;
    this.queues[partition]!.push(waiting);
  }

  /** Where several are of one partition, the first takes them all along. */
  private send(views: readonly OfPartition<View>[]): void {
    for (const { partition } of views) this.sendNext(partition);
  }

  private hasRoom(partition: Partition): boolean {
    if (this.queues[partition]!.length < this.ownMax) return true;
    const common = this.queues.reduce((sum, { length }) => sum + Math.max(length - this.ownMax, 0), 0);
    return common < this.commonMax;
  }

  private sendNext(partition: Partition): void {
    const queue = this.queues[partition]!;
    if (queue.length === 0 || this.underWay.has(partition)) return;
    const leaving = queue.splice(0, VIEWS_A_CALL_MAX);
    this.waiting -= leaving.length;
    const call = this.call(partition, leaving).finally(() => {
      this.underWay.delete(partition);
      this.sendNext(partition);
    });
    this.underWay.set(partition, call);
  }

  private async call(partition: Partition, leaving: readonly Waiting<View, Outcome>[]): Promise<void> {
    try {
      const outcomes = await this.options.send(
        partition,
        leaving.map(({ view }) => view),
      );
      leaving.forEach((waiting, index) => {
        settleOne(waiting, { status: 'fulfilled', value: outcomes[index]! });
      });
    } catch (reason) {
      for (const waiting of leaving) settleOne(waiting, { status: 'rejected', reason });
    }
  }
}

function settleOne<Outcome>({ batch, at }: Waiting<unknown, Outcome>, result: Settled<Outcome>): void {
  batch.results[at] = result;
  batch.left -= 1;
  if (batch.left === 0) batch.done(batch.results);
}
