// /health/live says that the process answers: restart it when it does not. /health/ready says what stands behind it.
// A process serves articles without Redis and rails without Postgres, so it takes itself out of a load balancer only
// when every store is gone or when it is about to stop; the body tells the truth about each.

import type { FastifyInstance } from 'fastify';
import type { Clock } from '../clock';
import { StorePartlyGone } from '../errors';

export interface Health {
  /** One check per store, by its name; it rejects when the store does not answer. */
  checks: Readonly<Record<string, () => Promise<void>>>;
  isDraining(): boolean;
}

type StoreState = 'up' | 'down' | `partly: ${string}`;

const CHECK_MS = 1_000;

export function registerHealth(fastify: FastifyInstance, health: Health, clock: Clock): void {
  fastify.get('/health/live', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    return { status: 'live' };
  });
  fastify.get('/health/ready', async (_request, reply) => {
    const names = Object.keys(health.checks);
    const states = await Promise.all(Object.values(health.checks).map((check) => stateOf(check, clock)));
    const status = health.isDraining() ? 'stopping' : statusFrom(states);
    reply.code(status === 'ready' || status === 'degraded' ? 200 : 503).header('cache-control', 'no-store');
    return { status, stores: Object.fromEntries(names.map((name, index) => [name, states[index]])) };
  });
}

function statusFrom(states: readonly StoreState[]): 'ready' | 'degraded' | 'down' {
  if (states.every((state) => state === 'up')) return 'ready';
  return states.every((state) => state === 'down') ? 'down' : 'degraded';
}

/** A check that takes longer than a second counts as down: whoever asks would not wait for it either. */
async function stateOf(check: () => Promise<void>, clock: Clock): Promise<StoreState> {
  let stopWaiting = () => {};
  const tooLong = new Promise<'down'>((resolve) => {
    stopWaiting = clock.after(CHECK_MS, () => resolve('down'));
  });
  const asked = check().then(
    (): StoreState => 'up',
    (error: unknown): StoreState => (error instanceof StorePartlyGone ? `partly: ${error.message}` : 'down'),
  );
  const state = await Promise.race([asked, tooLong]);
  stopWaiting();
  return state;
}
