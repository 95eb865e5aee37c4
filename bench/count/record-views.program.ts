// Sends recordViews x 100 over HTTP, each connection one batch at a time, and counts what is acknowledged.

import { Pool } from 'undici';
import { systemClock } from '../../src/platform/clock';
import { type CountLoad, type CountOrder, drawnBeside, processorMicroseconds } from './count-order';
import { carryOut } from './line-process';

export interface RecordViewsTask {
  url: string;
  connections: number;
  headers: Record<string, string>;
  articleIds: string[];
  /** Before the names of the visitors. */
  run: string;
}

const VIEWS_OF_BATCH = 100;
const query =
  'mutation RecordViews($inputs: [RecordViewInput!]!) { recordViews(inputs: $inputs) { ' +
  'outcomes { status views userErrors { code message } } userErrors { code message } } }';
/** Of a batch: two visitors may share a member of a set, once in millions. */
const REPEATS_MAX = 1;
const SENDINGS_MAX = 10;

type CountLoadSoFar = Pick<CountLoad, 'views' | 'onward' | 'sentAgain'>;

class Sender {
  private readonly pool: Pool;
  private readonly path: string;
  private visitors = 0;

  constructor(private readonly task: RecordViewsTask) {
    const { origin, pathname } = new URL(task.url);
    this.pool = new Pool(origin, { connections: task.connections, pipelining: 1 });
    this.path = pathname;
  }

  async send({ seconds, viewsOfVisitor, batchesPerSecond }: CountOrder): Promise<CountLoad> {
    const load = { views: 0, onward: 0, sentAgain: 0 };
    const [began, processorBegan] = [performance.now(), processorMicroseconds()];
    const untilMs = began + seconds * 1_000;
    const paceMs = batchesPerSecond === undefined ? 0 : 1_000 / batchesPerSecond;
    const lanes = batchesPerSecond === undefined ? this.task.connections : 1;
    await Promise.all(
      Array.from({ length: lanes }, async () => {
        while (performance.now() < untilMs) {
          const pace = systemClock.wait(paceMs * viewsOfVisitor);
          await this.sendReaders(viewsOfVisitor, untilMs, load);
          if (paceMs > 0) await pace;
        }
      }),
    );
    return {
      ...load,
      seconds: (performance.now() - began) / 1_000,
      processorMicroseconds: processorMicroseconds() - processorBegan,
    };
  }

  /** A hundred visitors: a batch holds what each of them reads first, the next what each reads then. */
  private async sendReaders(viewsOfVisitor: number, untilMs: number, load: CountLoadSoFar): Promise<void> {
    const readers = Array.from({ length: VIEWS_OF_BATCH }, () => ({
      visitor: `${this.task.run}-${this.visitors++}`,
      read: [] as string[],
    }));
    for (let nth = 0; nth < viewsOfVisitor && performance.now() < untilMs; nth++) {
      const inputs = readers.map(({ visitor, read }) => {
        const articleId = drawnBeside(this.task.articleIds, read);
        read.push(articleId);
        return { articleId, visitor, source: 'SEARCH' };
      });
      const counted = await this.sendBatch(inputs, load);
      load.views += counted;
      if (nth > 0) load.onward += counted;
    }
  }

  /** Until every view has an outcome: what a busy machine did not answer in time may be sent again as it is. */
  private async sendBatch(inputs: readonly object[], load: CountLoadSoFar): Promise<number> {
    const batch = JSON.stringify({ query, variables: { inputs } });
    for (let sent = 1; ; sent++) {
      const { statusCode, body } = await this.pool.request({
        ...{ path: this.path, method: 'POST', headers: this.task.headers },
        body: batch,
      });
      const answer = await body.text();
      const counted = timesIn(answer, '"status":"COUNTED"');
      const repeats = timesIn(answer, '"status":"REPEAT"');
      const isWhole = statusCode === 200 && counted + repeats === inputs.length;
      // Of a batch that was sent again, a repeat was counted by a call whose answer did not come.
      if (isWhole && sent > 1) return inputs.length;
      if (isWhole && repeats <= REPEATS_MAX) return counted;
      const maySendAgain = /STORE_UNAVAILABLE|VIEWS_BACKED_UP/.test(answer);
      if (!maySendAgain || sent === SENDINGS_MAX) {
        throw new Error(`recordViews answers with ${statusCode}: ${answer.slice(0, 500)}`);
      }
      load.sentAgain += 1;
    }
  }
}

function timesIn(text: string, words: string): number {
  return text.split(words).length - 1;
}

void carryOut<RecordViewsTask, CountOrder, CountLoad>(async (task) => {
  const sender = new Sender(task);
  return (order) => sender.send(order);
});
