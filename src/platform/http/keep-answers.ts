// What caches and browsers may do with an answer. An answer says itself that it may be kept (cache-control: public);
// what says nothing is for its caller alone. Kept answers carry a tag of their content, so that whoever has one
// already is told so in a few bytes.

import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const FOR_THE_CALLER_ALONE = 'private, no-store';

/** What an answer to the same URL depends on, beside what plugins add. */
const DEPENDS_ON = ['Accept', 'Accept-Encoding', 'Authorization', 'X-Api-Key'];

const VARIES_MAX = 100;

/** For every route of this scope. */
export function keepAnswers(scope: FastifyInstance): void {
  // What plugins put there is one of a few texts.
  const varies = new Map<string, string>();
  const addDependencies = (reply: FastifyReply) => {
    const present = String(reply.getHeader('vary') ?? '');
    const known = varies.get(present);
    if (known !== undefined) return reply.header('vary', known);
    addToVary(reply, DEPENDS_ON);
    if (varies.size < VARIES_MAX) varies.set(present, String(reply.getHeader('vary')));
    return reply;
  };
  // Apollo Server knows no HEAD: it sees a GET, and Fastify, which must see HEAD again, leaves the body out.
  scope.addHook('onRequest', (request, _reply, done) => {
    if (request.method === 'HEAD')
      Object.defineProperty(request, 'method', { value: 'GET', configurable: true });
    done();
  });
  scope.addHook('onSend', (request, reply, payload, done) => {
    const isRead = request.method === 'GET';
    if (Object.hasOwn(request, 'method')) Reflect.deleteProperty(request, 'method');
    addDependencies(reply);
    done(null, tagged(request, reply, { payload, isRead }));
  });
}

/** What is sent in place of the answer's payload. */
function tagged(
  request: FastifyRequest,
  reply: FastifyReply,
  { payload, isRead }: { payload: unknown; isRead: boolean },
): unknown {
  if (!mayBeKept(reply)) {
    reply.header('cache-control', FOR_THE_CALLER_ALONE);
    return payload;
  }
  if (!isRead || reply.statusCode !== 200 || typeof payload !== 'string') return payload;
  const tag = tagFor(reply, payload);
  if (!isAmong(tag, request.headers['if-none-match'])) return payload;
  reply.code(304).removeHeader('content-type').removeHeader('content-length');
  // No length of nothing: in a 304 that would be the length of what the client has (RFC 9110, 8.6). Fastify's own hook
  // for HEAD cannot take null.
  return request.raw.method === 'HEAD' ? '' : null;
}

/** As `reply.header`, but that hooks have said of Vary something already. */
export function sayHeader(reply: FastifyReply, name: string, value: string): void {
  if (name === 'vary') addToVary(reply, value.split(', '));
  else reply.header(name, value);
}

export function addToVary(reply: FastifyReply, names: readonly string[]): void {
  const present = reply.getHeader('vary');
  reply.header('vary', present === undefined ? names.join(', ') : withNames(String(present), names));
}

function withNames(vary: string, names: readonly string[]): string {
  const present = vary
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const known = new Set(present.map((name) => name.toLowerCase()));
  return [...present, ...names.filter((name) => !known.has(name.toLowerCase()))].join(', ');
}

function mayBeKept(reply: FastifyReply): boolean {
  return String(reply.getHeader('cache-control') ?? '').includes('public');
}

/** What was answered before has its tag already. */
function tagFor(reply: FastifyReply, payload: string): string {
  const present = reply.getHeader('etag');
  if (typeof present === 'string') return present;
  const tag = tagOf(payload);
  reply.header('etag', tag);
  return tag;
}

/** Weak: the same answer has other bytes in each encoding. */
export function tagOf(payload: string): string {
  return `W/"${createHash('sha1').update(payload).digest('base64url')}"`;
}

/** The comparison of If-None-Match is the weak one (RFC 9110, 13.1.2): W/ does not count. */
export function isAmong(tag: string, given: string | undefined): boolean {
  if (given === undefined) return false;
  if (given === tag || given.trim() === '*') return true;
  return given.split(',').some((one) => one.trim().replace(/^W\//, '') === tag.slice(2));
}
