// /metrics tells how a newsroom is doing, and that is nobody's business outside. With a token, whoever shows it may
// read it; without one, only who is near, and never what a proxy has passed on: behind a proxy everyone looks near.

import { createHash, timingSafeEqual } from 'node:crypto';
import { BlockList, isIPv4 } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Metrics } from '../metrics/metrics';
import { MetricsRefused } from './http.errors';

const near = new BlockList();
near.addSubnet('127.0.0.0', 8);
near.addSubnet('10.0.0.0', 8);
near.addSubnet('172.16.0.0', 12);
near.addSubnet('192.168.0.0', 16);
near.addAddress('::1', 'ipv6');
near.addSubnet('fc00::', 7, 'ipv6');

const passedOn = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'];

export function registerMetrics(fastify: FastifyInstance, metrics: Metrics, token: string | undefined): void {
  fastify.get('/metrics', async (request, reply) => {
    const mayRead = token === undefined ? isNear(request) : showsToken(request, token);
    if (!mayRead) throw new MetricsRefused();
    return reply
      .header('content-type', metrics.registry.contentType)
      .header('cache-control', 'no-store')
      .send(await metrics.text());
  });
}

function isNear({ headers, raw }: Pick<FastifyRequest, 'headers' | 'raw'>): boolean {
  if (passedOn.some((name) => headers[name] !== undefined)) return false;
  const address = (raw.socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '');
  return address !== '' && near.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

/** Compared as hashes: as long as each other, and in the same time wherever they differ. */
function showsToken({ headers }: Pick<FastifyRequest, 'headers'>, token: string): boolean {
  return timingSafeEqual(hashOf(headers.authorization ?? ''), hashOf(`Bearer ${token}`));
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
