import type { RouteHandlerMethod } from 'fastify';
import type { Clock } from '../clock';
import { RequestTimeout } from './graphql.errors';

export interface TimeLimit {
  seconds: number;
  clock: Clock;
}

/**
 * Answers with 503 when the handler takes too long. What it has begun cannot be taken back: its statements are ended by
 * statement_timeout, its commands by the time limit of the connection to Redis, and its late answer goes nowhere.
 */
export function answerInTime(handler: RouteHandlerMethod, { seconds, clock }: TimeLimit): RouteHandlerMethod {
  return function (request, reply) {
    const answered: unknown = handler.call(this, request, reply);
    if (!(answered instanceof Promise)) return answered;
    return new Promise((answer, fail) => {
      const stopWaiting = clock.after(seconds * 1_000, () => fail(new RequestTimeout(seconds)));
      answered.then(
        (body) => {
          stopWaiting();
          answer(body);
        },
        (error) => {
          stopWaiting();
          fail(error);
        },
      );
    });
  };
}
