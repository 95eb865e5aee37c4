import Fastify from 'fastify';
import { systemClock } from '../../../src/platform/clock';
import { type Health, registerHealth } from '../../../src/platform/http/health.route';

const answers = async () => {};
const refuses = async () => {
  throw new Error('connect ECONNREFUSED');
};
const hangs = () => new Promise<void>(() => {});

async function ask(path: string, health: Partial<Health>): Promise<{ status: number; body: unknown }> {
  const fastify = Fastify();
  registerHealth(
    fastify,
    { checks: { postgres: answers, redis: answers }, isDraining: () => false, ...health },
    systemClock,
  );
  const response = await fastify.inject({ method: 'GET', url: path });
  await fastify.close();
  return { status: response.statusCode, body: response.json() };
}

describe('health', () => {
  test('is live whatever the stores do', async () => {
    const answer = await ask('/health/live', { checks: { postgres: refuses, redis: refuses } });
    expect(answer).toEqual({ status: 200, body: { status: 'live' } });
  });

  test.each([
    {
      title: 'both stores up',
      postgres: answers,
      redis: answers,
      http: 200,
      status: 'ready',
      stores: ['up', 'up'],
    },
    {
      title: 'Redis gone',
      postgres: answers,
      redis: refuses,
      http: 200,
      status: 'degraded',
      stores: ['up', 'down'],
    },
    {
      title: 'Postgres hanging',
      postgres: hangs,
      redis: answers,
      http: 200,
      status: 'degraded',
      stores: ['down', 'up'],
    },
    {
      title: 'both gone',
      postgres: refuses,
      redis: hangs,
      http: 503,
      status: 'down',
      stores: ['down', 'down'],
    },
  ])('$title: $status', async ({ postgres, redis, http, status, stores }) => {
    const answer = await ask('/health/ready', { checks: { postgres, redis } });
    expect(answer).toEqual({
      status: http,
      body: { status, stores: { postgres: stores[0], redis: stores[1] } },
    });
  });

  test('is not ready while it stops', async () => {
    const answer = await ask('/health/ready', { isDraining: () => true });
    expect(answer).toMatchObject({ status: 503, body: { status: 'stopping' } });
  });
});
