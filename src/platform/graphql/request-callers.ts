import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Caller } from './per-request';

/** Who sends this request. @throws RequestRefused for a credential that does not hold */
export type CallerOf = (request: Pick<FastifyRequest, 'headers' | 'raw'>) => Caller | Promise<Caller>;

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
  }
}

/**
 * Finds out who calls before the body is read, so that a credential that does not hold costs next to nothing. Gives the
 * caller of a request that has come so far.
 */
export function followCallers(
  fastify: FastifyInstance,
  paths: readonly string[],
  callerOf: CallerOf,
): (request: FastifyRequest) => Caller {
  fastify.decorateRequest('caller', null);
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (!paths.includes(request.routeOptions.url ?? '')) return done();
    const take = (caller: Caller) => {
      request.caller = caller;
      done();
    };
    try {
      const caller = callerOf(request);
      if (caller instanceof Promise) caller.then(take, done);
      else take(caller);
    } catch (error) {
      done(error as Error);
    }
  });
  return (request) => {
    if (request.caller === null) throw new Error('The caller of this request was not looked for');
    return request.caller;
  };
}
