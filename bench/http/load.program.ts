// Puts load on a server for a while, in a process of its own. Takes a LoadOrder as JSON on its input and prints a Load.

import { text } from 'node:stream/consumers';
import autocannon from 'autocannon';
import type { Load, LoadOrder } from './load';

async function main(): Promise<void> {
  const { url, connections, seconds, bodies, headers } = JSON.parse(await text(process.stdin)) as LoadOrder;
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    pipelining: 1,
    // Each request gets a name of its own where its body has a place for one.
    idReplacement: bodies.some((body) => body.includes('[<id>]')),
    requests:
      bodies.length > 0
        ? bodies.map((body) => ({ method: 'POST' as const, headers, body }))
        : [{ method: 'GET' as const, headers }],
  });
  const answered = result['1xx'] + result['2xx'] + result['3xx'] + result['4xx'] + result['5xx'];
  const requests = bodies.length > 0 ? result['2xx'] : result['3xx'];
  const load: Load = {
    requests,
    failures: answered - requests + result.errors + result.timeouts,
    seconds: result.duration,
    latencyMs: { p50: result.latency.p50, p99: result.latency.p99 },
  };
  process.stdout.write(`${JSON.stringify(load)}\n`);
}

void main();
