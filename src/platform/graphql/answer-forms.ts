// In which form an answer is sent is weighed by Apollo Server, from what the client accepts. What it has chosen once is
// known from then on.

import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';

const FORMS_MAX = 200;
const ACCEPT_LENGTH_MAX = 200;
const methodsOfForms = new Set(['GET', 'POST']);
const JSON_FORM = 'application/json; charset=utf-8';

/** Whoever takes anything gets the same as whoever says nothing, and Apollo need not weigh it. */
const ANYTHING = new Set(['', '*/*', 'application/json']);

export function takesAnything(accept: string): boolean {
  return ANYTHING.has(accept);
}

export class AnswerForms {
  private readonly chosen = new LRUCache<string, string>({ max: FORMS_MAX });

  /** Undefined where it has not been weighed yet. */
  of(accept: string | undefined): string | undefined {
    return accept === undefined || takesAnything(accept) ? JSON_FORM : this.chosen.get(accept);
  }

  /** From an answer of Apollo Server's that is about to be sent. */
  learnFrom({ method, headers: { accept = '' } }: FastifyRequest, reply: FastifyReply): void {
    if (!methodsOfForms.has(method) || reply.statusCode !== 200 || accept.length > ACCEPT_LENGTH_MAX) return;
    const form = reply.getHeader('content-type');
    if (typeof form === 'string') this.chosen.set(accept, form);
  }
}
