// What every 304 says beside what it says of its answer: what hooks have put there for browsers (security, other
// origins) and for caches. It is learnt from a 304 that has been through all of them, so that it is written down in one
// place. It depends on nothing but the origin of the page that asks, and what the answer itself depends on (Vary).

import type { FastifyReply } from 'fastify';
import { LRUCache } from 'lru-cache';

const ORIGINS_MAX = 200;
const ORIGIN_LENGTH_MAX = 300;
const NO_ORIGIN = '';

/** Said of each answer anew. */
const ofTheAnswer = new Set(['age', 'cache-control', 'etag']);

export class UnchangedHeads {
  /** Names and values in turn. */
  private readonly heads = new LRUCache<string, readonly string[]>({ max: ORIGINS_MAX });

  /** Undefined where none has been learnt for pages of this origin. */
  of(origin: string = NO_ORIGIN, vary?: string): readonly string[] | undefined {
    return this.heads.get(nameOf(origin, vary));
  }

  /** From a 304 to an answer that was given again, once it has been sent. */
  learnFrom(reply: FastifyReply, vary?: string): void {
    const { raw, headers } = reply.request;
    const { origin = NO_ORIGIN } = headers;
    if (!reply.raw.headersSent || raw.method !== 'GET') return;
    const name = nameOf(origin, vary);
    if (origin.length > ORIGIN_LENGTH_MAX || this.heads.has(name)) return;
    const said = reply.getHeaders();
    // A server that stops says so; and an origin that is refused is to be named in the log each time.
    if (said['connection'] !== undefined) return;
    if (origin !== NO_ORIGIN && said['access-control-allow-origin'] === undefined) return;
    const others = Object.entries(said).filter(([header]) => !ofTheAnswer.has(header));
    this.heads.set(
      name,
      others.flatMap(([header, value]) => [header, String(value)]),
    );
  }
}

/** No origin has a blank. */
function nameOf(origin: string, vary: string | undefined): string {
  return vary === undefined ? origin : `${origin} ${vary}`;
}
