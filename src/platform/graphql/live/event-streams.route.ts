// Live updates without a WebSocket: server-sent events at /graphql/stream, in both modes of the protocol graphql-sse.
// A stream for each subscription, which a browser's EventSource can open by GET; or one stream that a client has
// reserved, for all its subscriptions, which come and go by requests beside it. A reserved stream stands in the memory
// of this process: where several answer, those requests must find their way back to it.

import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { BadUserInput } from '../../errors';
import { EventStream, type EventStreamParts, type StreamMode } from './event-stream';
import { EventsNotAccepted, OperationExists, StreamExists, StreamNotFound } from './live.errors';
import type { LiveRequest } from './live-operations';
import type { Visitor } from './live-visitor';

export const STREAM_PATH = '/graphql/stream';

export interface EventStreamsParts extends EventStreamParts {
  /** @throws what refuses the connection */
  admit(request: FastifyRequest): Visitor;
}

/** Of a stream that has been reserved. */
const OPEN_WITHIN_MS = 10_000;
/** The one subscription of a stream needs no name. */
const ONLY = '';
const TOKEN_HEADER = 'x-graphql-event-stream-token';

export function registerEventStreams(fastify: FastifyInstance, parts: EventStreamsParts): void {
  const reserved = new Map<string, EventStream>();

  const streamOf = (request: FastifyRequest): EventStream | undefined => {
    const token = request.headers[TOKEN_HEADER] ?? (request.query as { token?: unknown }).token;
    if (token === undefined) return undefined;
    const stream = reserved.get(String(token));
    if (stream === undefined) throw new StreamNotFound();
    return stream;
  };
  const begin = (request: FastifyRequest, mode: StreamMode) =>
    new EventStream(parts, parts.admit(request), mode);

  const reserve = (request: FastifyRequest, reply: FastifyReply) => {
    const token = randomUUID();
    const stream = begin(request, 'reserved');
    reserved.set(token, stream);
    stream.onClosed = () => void reserved.delete(token);
    parts.clock.after(OPEN_WITHIN_MS, () => {
      if (!stream.isOpen) stream.closed();
    });
    return reply.code(201).header('content-type', 'text/plain; charset=utf-8').send(token);
  };

  const follow = async (request: FastifyRequest, reply: FastifyReply) => {
    const known = streamOf(request);
    if (wantsEvents(request)) {
      if (known?.isOpen) throw new StreamExists();
      const stream = known ?? begin(request, 'one subscription');
      open(stream, reply);
      if (known === undefined) await stream.subscribe(ONLY, requestIn(request));
      return reply;
    }
    if (known === undefined) throw new EventsNotAccepted();
    const asked = requestIn(request);
    const id = operationIdIn(asked);
    if (known.has(id)) throw new OperationExists(id);
    await known.subscribe(id, asked);
    return reply.code(202).send();
  };

  fastify.put(STREAM_PATH, reserve);
  fastify.get(STREAM_PATH, follow);
  fastify.post(STREAM_PATH, follow);
  fastify.delete(STREAM_PATH, (request, reply) => {
    const stream = streamOf(request);
    if (stream === undefined) throw new StreamNotFound();
    stream.unsubscribe(String((request.query as { operationId?: unknown }).operationId ?? ''));
    return reply.code(200).send();
  });
}

function open(stream: EventStream, reply: FastifyReply): void {
  reply.hijack();
  const own = {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    // For nginx, which else gathers what is to be sent at once.
    'x-accel-buffering': 'no',
  };
  // What hooks have said, of origins and of safety, holds for this answer too.
  reply.raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), ...own });
  stream.open(reply.raw);
}

function wantsEvents({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('text/event-stream') ?? false;
}

/** @throws BadUserInput */
function requestIn({ method, body, query }: FastifyRequest): LiveRequest {
  if (method === 'POST') {
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
    throw new BadUserInput('body', 'The body must be a JSON object with "query".');
  }
  const given = query as Record<string, string | undefined>;
  return {
    query: given.query,
    operationName: given.operationName,
    variables: parsedIn(given, 'variables'),
    extensions: parsedIn(given, 'extensions'),
  };
}

function parsedIn(given: Record<string, string | undefined>, name: string): unknown {
  const text = given[name];
  if (text === undefined || text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new BadUserInput(name, `"${name}" is no JSON.`);
  }
}

function operationIdIn({ extensions }: LiveRequest): string {
  const { operationId } = (extensions ?? {}) as { operationId?: unknown };
  if (typeof operationId === 'string' && operationId !== '') return operationId;
  throw new BadUserInput('operationId', '"extensions.operationId" must name the operation.');
}
