// Dashboards that poll every second, each on a connection of its own. Takes DashboardsOrder as JSON on its input and
// prints what they saw.

import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { Pool } from 'undici';
import type { DashboardsOrder, DashboardsSeen } from './dashboards';

const EVERY_MS = 1_000;

async function main(): Promise<void> {
  const order = JSON.parse(await text(process.stdin)) as DashboardsOrder;
  const { origin, pathname, search } = new URL(order.url);
  const pool = new Pool(origin, { connections: order.dashboards, pipelining: 1, keepAliveTimeout: 60_000 });
  const endMs = performance.now() + order.seconds * 1_000;
  const seen: DashboardsSeen = { polls: 0, unchanged: 0, failures: 0, latenciesMs: [] };

  const follow = async (delayMs: number) => {
    await wait(delayMs);
    let tag = '';
    for (let nextMs = performance.now(); nextMs < endMs; nextMs += EVERY_MS) {
      await wait(Math.max(0, nextMs - performance.now()));
      const startedMs = performance.now();
      const headers = tag === '' ? order.headers : { ...order.headers, 'if-none-match': tag };
      const answer = await pool.request({ path: `${pathname}${search}`, method: 'GET', headers });
      await answer.body.dump();
      seen.latenciesMs.push(performance.now() - startedMs);
      seen.polls += 1;
      if (answer.statusCode === 304) seen.unchanged += 1;
      else if (answer.statusCode !== 200) seen.failures += 1;
      tag = String(answer.headers['etag'] ?? tag);
    }
  };
  const delays = Array.from(
    { length: order.dashboards },
    (_, index) => (index * EVERY_MS) / order.dashboards,
  );
  await Promise.all(delays.map(follow));
  await pool.close();
  process.stdout.write(JSON.stringify(seen));
}

void main();
