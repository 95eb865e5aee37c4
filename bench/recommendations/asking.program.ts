// Asks a server so many times a second, evenly, in a process of its own. Takes an AskingOrder as JSON on its input, and
// prints how many of the answers were whole.

import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { systemClock } from '../../src/platform/clock';
import { browserHeaders } from '../http/server-process';
import type { Asking, AskingOrder } from './asking';

const BURST_MS = 5;
const SOCKETS = 64;

async function main(): Promise<void> {
  const { url, perSecond, seconds, bodies } = JSON.parse(await text(process.stdin)) as AskingOrder;
  const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS });
  const asking: Asking = { sent: 0, whole: 0 };
  const underWay = new Set<Promise<void>>();
  const began = performance.now();
  for (let passed = 0; passed < seconds; passed = (performance.now() - began) / 1_000) {
    for (const due = Math.round(passed * perSecond); asking.sent < due; asking.sent++) {
      const one = ask({ url, agent, body: bodies[asking.sent % bodies.length]! }).then((isWhole) => {
        underWay.delete(one);
        if (isWhole) asking.whole++;
      });
      underWay.add(one);
    }
    await systemClock.wait(BURST_MS);
  }
  await Promise.all(underWay);
  agent.destroy();
  process.stdout.write(JSON.stringify(asking));
}

function ask({ url, agent, body }: { url: string; agent: Agent; body: string }): Promise<boolean> {
  return new Promise((resolve) => {
    const sent = request(url, { method: 'POST', agent, headers: browserHeaders }, (answer) => {
      text(answer).then(
        (told) =>
          resolve(answer.statusCode === 200 && !told.includes('"errors"') && told.includes('"rank":5')),
        () => resolve(false),
      );
    });
    sent.once('error', () => resolve(false));
    sent.end(body);
  });
}

void main();
