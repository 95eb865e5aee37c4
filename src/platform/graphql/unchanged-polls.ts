// Polls that are told that nothing has changed, before Fastify sees them: what Fastify makes of a request (its routes,
// its objects, a dozen hooks, headers one by one) takes twice as long as to read and to answer it. Whatever is not a
// plain poll for an answer that is kept at this moment is left to Fastify, before anything has been done for it, and so
// is what would be refused: the same rules hold there. What it costs and how it is counted is as it is there.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { stopwatch } from '../clock';
import { isAmong } from '../http/keep-answers';
import type { AnswerForms } from './answer-forms';
import type { AnswersAgain } from './answers-again';
import type { RateLimits } from './rate-limits';
import type { CallerOf } from './request-callers';
import type { UnchangedHeads } from './unchanged-heads';

export interface UnchangedPollsParts {
  again: AnswersAgain;
  forms: AnswerForms;
  heads: UnchangedHeads;
  callerOf: CallerOf;
  limits: RateLimits;
  /** What every request costs. */
  points: number;
  addressOf(request: IncomingMessage): string;
  /** How long the answer took. */
  tell?: ((seconds: number) => void) | undefined;
}

export class UnchangedPolls {
  constructor(private readonly parts: UnchangedPollsParts) {}

  /** False for what is left to Fastify. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    const { method, headers } = request;
    const given = headers['if-none-match'];
    if (method !== 'GET' || given === undefined || isMore(headers)) return false;
    const { again, forms, heads } = this.parts;
    const form = forms.of(headers.accept);
    if (form === undefined) return false;
    const seconds = stopwatch();
    const answer = again.find(request, form);
    if (answer === undefined || !isAmong(answer.tag, given)) return false;
    const head = heads.of(headers.origin, answer.vary);
    if (head === undefined || !this.isPaid(request)) return false;
    response.writeHead(304, [...head, ...again.countAndSay(answer, request)]);
    response.end();
    this.parts.tell?.(seconds());
    return true;
  }

  /** False where it cannot be said at once, or is refused: Fastify does it again and says so. */
  private isPaid(request: IncomingMessage): boolean {
    const { callerOf, limits, points, addressOf } = this.parts;
    try {
      const caller = callerOf({ headers: request.headers, raw: request });
      if (caller instanceof Promise || caller.isKnown) return leave(caller);
      const spender = limits.spenderOf({ clientIp: addressOf(request), caller });
      if (spender instanceof Promise) return leave(spender);
      spender?.spend(points);
      return true;
    } catch {
      return false;
    }
  }
}

/** A credential, which is for the hooks to look at, or a wish to speak something else. */
function isMore({ authorization, 'x-api-key': key, upgrade }: IncomingMessage['headers']): boolean {
  return authorization !== undefined || key !== undefined || upgrade !== undefined;
}

/** Should it fail, it fails again where it is heard. */
function leave(asked: unknown): false {
  if (asked instanceof Promise) asked.catch(() => undefined);
  return false;
}
