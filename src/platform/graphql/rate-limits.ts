// Who may spend how much: declared here, decided by the features that know readers and accounts. What a request costs
// is taken in three steps, each before the work that it pays for: a little for every request, before its body is read;
// some for a document that is not known yet, before it is parsed; the price of the operation, before it is run.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Caller, Spender } from './per-request';

export interface RateLimits {
  /** Undefined: nobody's, the request is not limited. */
  spenderOf(origin: { clientIp: string; caller: Caller }): Spender | undefined | Promise<Spender | undefined>;
}

export const noRateLimits: RateLimits = { spenderOf: () => undefined };

declare module 'fastify' {
  interface FastifyRequest {
    spender: Spender | null;
  }
}

export interface LimitedRoute {
  path: string;
  /** What any request costs, whatever is in it. */
  points: number;
  callerOf: (request: FastifyRequest) => Caller;
}

/** For routes of this scope. Call it after what finds out who calls. */
export function limitRates(fastify: FastifyInstance, limits: RateLimits, route: LimitedRoute): void {
  if (!fastify.hasRequestDecorator('spender')) fastify.decorateRequest('spender', null);
  const { path, points, callerOf } = route;
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (request.routeOptions.url !== path) return done();
    const take = (spender: Spender | undefined) => {
      if (spender === undefined) return done();
      request.spender = spender;
      try {
        spender.spend(points);
        done();
      } catch (error) {
        done(error as Error);
      }
    };
    const spender = limits.spenderOf({ clientIp: request.ip, caller: callerOf(request) });
    if (spender instanceof Promise) spender.then(take, done);
    else take(spender);
  });
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    if (request.spender !== null && request.routeOptions.url === path) tellAllowance(reply, request.spender);
    done();
  });
}

/** As draft-ietf-httpapi-ratelimit-headers has it. What caches may keep is for many, and says nothing of one. */
function tellAllowance(reply: FastifyReply, spender: Spender): void {
  if (String(reply.getHeader('cache-control') ?? '').includes('public')) return;
  const { pointsPerMinute, pointsLeft, resetMs } = spender.allowance();
  reply.header('ratelimit-policy', `"points";q=${pointsPerMinute};w=60`);
  reply.header('ratelimit', `"points";r=${pointsLeft};t=${Math.ceil(resetMs / 1_000)}`);
}
