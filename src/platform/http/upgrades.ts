// Requests that ask for a WebSocket, which Node hands out before Fastify has seen them. They go through Fastify as any
// other, with its hooks, so that the same rules hold (who calls, from which page, at what cost), and a refusal is an
// answer of HTTP.

import { type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

export interface UpgradedSocket {
  socket: Duplex;
  /** What has come behind the head of the request already. */
  head: Buffer;
}

export class Upgrades {
  private readonly asked = new WeakMap<IncomingMessage, UpgradedSocket & { response: ServerResponse }>();

  constructor(private readonly fastify: FastifyInstance) {
    fastify.server.on('upgrade', (request, socket, head) => this.take(request, socket, head));
  }

  has({ raw }: FastifyRequest): boolean {
    return this.asked.has(raw);
  }

  /** The socket is the caller's from here on: Fastify answers nothing. */
  takeOver({ raw }: FastifyRequest, reply: FastifyReply): UpgradedSocket {
    const asked = this.asked.get(raw);
    if (asked === undefined) throw new Error('This request does not ask for a WebSocket');
    this.asked.delete(raw);
    reply.hijack();
    const { socket, head, response } = asked;
    response.detachSocket(socket as never);
    socket.off('error', ignore);
    return { socket, head };
  }

  private take(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (request.headers.upgrade?.toLowerCase() === 'websocket') this.route(request, socket, head);
    else goOnWithout(this.fastify.server, request, socket, head);
  }

  private route(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket as never);
    response.once('finish', () => {
      response.detachSocket(socket as never);
      socket.end();
    });
    socket.on('error', ignore);
    this.asked.set(request, { socket, head, response });
    this.fastify.routing(request, response);
  }
}

/** Of a client that is gone before it was answered. */
const ignore = () => undefined;

const ofUpgrades = new Set(['upgrade', 'http2-settings']);

/**
 * A server may go on as if an upgrade had not been asked for (RFC 9110, 7.8). Node cannot, once it hands out upgrades
 * at all, and clients that would like to speak HTTP/2 (h2c), as Java's does with every request, would get no answer.
 * So the request is put back into its socket without the wish, and read anew.
 */
function goOnWithout(server: Server, request: IncomingMessage, socket: Duplex, body: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = [rawHeaders[at], rawHeaders[at + 1]];
    if (ofUpgrades.has(name.toLowerCase())) continue;
    lines.push(`${name}: ${name.toLowerCase() === 'connection' ? withoutUpgrade(value) : value}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]));
  server.emit('connection', socket);
}

function withoutUpgrade(connection: string): string {
  const wishes = connection.split(',').filter((wish) => !ofUpgrades.has(wish.trim().toLowerCase()));
  return wishes.length === 0 ? 'keep-alive' : wishes.join(',');
}
