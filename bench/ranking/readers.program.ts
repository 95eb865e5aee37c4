// Readers, in a process of their own: so many views a second, through the counting script, until it is ended.

import { byPartition } from '../../src/boards/partition';
import { systemClock } from '../../src/platform/clock';
import { openRedis } from '../../src/platform/redis/connection';
import { CountCalls } from '../../src/views/count-calls';
import { viewEventOf } from '../../src/views/view-event';
import { viewToCount } from '../../src/views/view-to-count';
import { Popularity } from './popularity';

const BURST_MS = 20;
const STREAM_VIEWS = 1_000_000;

async function main(): Promise<void> {
  const [url = '', keySpace = '', articles, viewsPerSecond] = process.argv.slice(2);
  const redis = openRedis({ url, keySpace });
  await redis.ready();
  const calls = new CountCalls({ redis, clock: systemClock, streamViews: STREAM_VIEWS });
  const popularity = new Popularity(Number(articles));
  const perBurst = (Number(viewsPerSecond) * BURST_MS) / 1_000;
  let visitors = 0;
  const began = performance.now();
  for (let burst = 1; ; burst++) {
    const nowMs = systemClock.nowMs();
    const due = Math.round(burst * perBurst) - visitors;
    const read = Array.from({ length: due }, () => ({ article: popularity.draw(), visitor: visitors++ }));
    const groups = byPartition(read, ({ article }) => article);
    await Promise.all(
      [...groups].map(([partition, some]) =>
        calls.count(
          partition,
          some.map(({ article, visitor }) =>
            viewToCount({
              reader: { visitor: `reader${visitor}`, kind: 'READER' },
              article,
              event: viewEventOf({ articleId: '' }, nowMs),
              rankingWeight: 1,
            } as Parameters<typeof viewToCount>[0]),
          ),
        ),
      ),
    );
    await systemClock.wait(Math.max(burst * BURST_MS - (performance.now() - began), 0));
  }
}

void main();
