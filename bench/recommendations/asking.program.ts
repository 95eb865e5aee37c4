// Asks a server so many times a second, evenly, in a process of its own. Takes an AskingOrder as JSON on its input, and
// prints how many of the answers were whole. It shares the processors with the server, so it asks in the cheapest way.

import { text } from 'node:stream/consumers';
import { Pool } from 'undici';
import { systemClock } from '../../src/platform/clock';
import { browserHeaders } from '../http/server-process';
import type { Asking, AskingOrder } from './asking';

/** The shortest that a timer of Node waits: one request at 1,000 a second. */
const BETWEEN_MS = 1;
const SOCKETS = 64;

async function main(): Promise<void> {
  const { url, perSecond, seconds, bodies } = JSON.parse(await text(process.stdin)) as AskingOrder;
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: SOCKETS });
  const before = process.cpuUsage();
  const asking: Asking = { sent: 0, whole: 0, processorMs: 0 };
  const underWay = new Set<Promise<void>>();
  const began = performance.now();
  for (let passed = 0; passed < seconds; passed = (performance.now() - began) / 1_000) {
    for (const due = Math.round(passed * perSecond); asking.sent < due; asking.sent++) {
      const one = ask(pool, pathname, bodies[asking.sent % bodies.length]!).then((isWhole) => {
        underWay.delete(one);
        if (isWhole) asking.whole++;
      });
      underWay.add(one);
    }
    await systemClock.wait(BETWEEN_MS);
  }
  await Promise.all(underWay);
  const { user, system } = process.cpuUsage(before);
  asking.processorMs = (user + system) / 1_000;
  await pool.close();
  process.stdout.write(JSON.stringify(asking));
}

async function ask(pool: Pool, path: string, body: string): Promise<boolean> {
  try {
    const answer = await pool.request({ path, method: 'POST', headers: browserHeaders, body });
    const told = await answer.body.text();
    return answer.statusCode === 200 && !told.includes('"errors"') && told.includes('"rank":5');
  } catch {
    return false;
  }
}

void main();
