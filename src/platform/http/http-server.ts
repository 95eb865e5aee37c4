// Fastify, and how it starts and stops. Stopping is by hand: with forceCloseConnections the requests under way would be
// killed, and Apollo's drain plugin waits ten seconds for connections that a client merely keeps open (measured).

import type { IncomingMessage, ServerResponse } from 'node:http';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Clock } from '../clock';
import type { Log } from '../log/log';
import { type AddressOf, believedAddress } from './believed-address';
import { answerBrokenRequest } from './broken-requests';
import { answerError, answerErrors } from './error-answers';
import { type ForwardedHeader, forwardedFor } from './forwarded-for';
import { CannotListen } from './http.errors';
import { readJsonBodies } from './json-bodies';
import { secureAnswers } from './security-headers';

export interface HttpServerOptions {
  port: number;
  host: string;
  bodyLimit: number;
  requestSeconds: number;
  drainSeconds: number;
  trustProxy: readonly string[];
  /** Absent: X-Forwarded-For. */
  proxyHeader?: ForwardedHeader;
  /** 0, or absent, tells browsers nothing about TLS. */
  hstsSeconds?: number;
}

/** Looks at a request before Fastify does. True: it has been answered; false: nothing has been done for it. */
export type FirstLook = (request: IncomingMessage, response: ServerResponse) => boolean;

const IDLE_SWEEP_MS = 50;
/** Node looks for requests that are overdue only so often; its own 30 s would make a limit of 5 s one of 35. */
const OVERDUE_SWEEP_MS = 1_000;

export class HttpServer {
  readonly fastify: FastifyInstance;
  /** Whose request it is, as Fastify would say it. */
  readonly addressOf: AddressOf;
  private draining = false;

  constructor(
    private readonly options: HttpServerOptions,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.fastify = Fastify({
      bodyLimit: options.bodyLimit,
      requestTimeout: options.requestSeconds * 1_000,
      http: {
        connectionsCheckingInterval: OVERDUE_SWEEP_MS,
        headersTimeout: options.requestSeconds * 1_000,
      },
      clientErrorHandler: answerBrokenRequest,
      trustProxy: options.trustProxy.length > 0 ? [...options.trustProxy] : false,
      forceCloseConnections: false,
      return503OnClosing: false,
      routerOptions: { ignoreTrailingSlash: true },
      frameworkErrors: (error, _request, reply) => answerError(error, reply, log),
    });
    const { trustProxy: trusted, proxyHeader: header = 'X-Forwarded-For' } = options;
    if (trusted.length > 0) believe(this.fastify, header);
    this.addressOf = believedAddress({ trusted, header });
    answerErrors(this.fastify, log);
    readJsonBodies(this.fastify);
    secureAnswers(this.fastify, { hstsSeconds: options.hstsSeconds ?? 0 });
    this.fastify.addHook('onSend', (_request, reply, _payload, done) => {
      if (this.draining) reply.header('connection', 'close');
      done();
    });
  }

  isDraining(): boolean {
    return this.draining;
  }

  /**
   * Has each request looked at before Fastify sees it, until the server stops. Not those of `inject`; nor, where HOST
   * is a name of two addresses, those of the second.
   */
  lookFirst(look: FirstLook): void {
    const { fastify } = this;
    fastify.server.removeAllListeners('request');
    fastify.server.on('request', (request, response) => {
      if (this.draining || !this.isAnswered(look, request, response)) fastify.routing(request, response);
    });
  }

  /** What goes wrong by accident may not end the program: there is no hook of Fastify's yet that would hear of it. */
  private isAnswered(look: FirstLook, request: IncomingMessage, response: ServerResponse): boolean {
    try {
      return look(request, response);
    } catch (error) {
      this.log.error({ err: error }, 'a request failed by accident when it was looked at first');
      if (!response.headersSent) return false;
      response.destroy();
      return true;
    }
  }

  /**
   * Listens, and gives the URL at which this machine reaches it.
   * @throws CannotListen when the port is taken, or may not be opened.
   */
  async start(): Promise<string> {
    const { port, host } = this.options;
    try {
      await this.fastify.listen({ port, host });
    } catch (cause) {
      throw CannotListen.on({ host, port }, cause);
    }
    return this.url();
  }

  /** Takes no new connection, answers what is under way, and closes each connection as it falls idle. */
  async stop(): Promise<void> {
    if (this.draining) return;
    this.draining = true;
    const { server } = this.fastify;
    const stopSweeping = this.clock.every(IDLE_SWEEP_MS, () => server.closeIdleConnections());
    const stopWaiting = this.clock.after(this.options.drainSeconds * 1_000, () =>
      server.closeAllConnections(),
    );
    try {
      await this.fastify.close();
    } finally {
      stopSweeping();
      stopWaiting();
    }
  }

  private url(): string {
    const { host } = this.options;
    const address = this.fastify.server.address();
    const port = typeof address === 'object' && address !== null ? address.port : this.options.port;
    const everywhere = ['127.0.0.1', '0.0.0.0', '::', '::1', 'localhost'].includes(host);
    const name = everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
    return `http://${name}:${port}`;
  }
}

/** Before anything asks for the address of a request, which Fastify reads from X-Forwarded-For. */
function believe(fastify: FastifyInstance, header: ForwardedHeader): void {
  const name = header.toLowerCase();
  fastify.addHook('onRequest', ({ raw }, _reply, done) => {
    const value = raw.headers[name];
    const said = typeof value === 'string' ? forwardedFor(value, header) : undefined;
    if (said === undefined) delete raw.headers['x-forwarded-for'];
    else raw.headers['x-forwarded-for'] = said;
    done();
  });
}
