// Who stands behind a connection that stays open: what its request has brought, and for WebSockets, to which a browser
// can add no header, what its first message says. A credential is looked at again as long as the connection lasts.

import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { RequestRefused } from '../../errors';
import type { Caller, RequestContext } from '../per-request';
import type { RateLimits } from '../rate-limits';
import type { CallerOf } from '../request-callers';

type Headers = RequestContext['headers'];

export interface VisitorParts {
  callerOf: CallerOf;
  limits: RateLimits;
}

/** As it is written in messages, and the header that it stands for. */
const credentials: Readonly<Record<string, string>> = {
  authorization: 'authorization',
  apikey: 'x-api-key',
  'x-api-key': 'x-api-key',
};

export class Visitor {
  readonly raw: IncomingMessage;
  readonly clientIp: string;
  private readonly headers: Headers;
  private caller: Caller;
  private rawHeaders: readonly string[];
  private credentialHeaders: Headers;

  constructor(
    private readonly parts: VisitorParts,
    request: FastifyRequest,
    caller: Caller,
  ) {
    this.raw = request.raw;
    this.clientIp = request.ip;
    this.headers = request.headers;
    this.caller = caller;
    this.rawHeaders = request.raw.rawHeaders;
    this.credentialHeaders = request.headers;
  }

  /** By its request alone. */
  async context(): Promise<RequestContext> {
    const { clientIp, headers, caller } = this;
    const spender = await this.parts.limits.spenderOf({ clientIp, caller });
    return { clientIp, headers, caller, spender, memory: new Map() };
  }

  /** By what its first message says beside. @throws RequestRefused */
  async introduce(params: Readonly<Record<string, unknown>>): Promise<RequestContext> {
    const given = Object.entries(params).flatMap(([name, value]): [string, string][] => {
      const header = credentials[name.toLowerCase()];
      return header !== undefined && typeof value === 'string' ? [[header, value]] : [];
    });
    if (given.length > 0) {
      this.rawHeaders = [...this.rawHeaders, ...given.flat()];
      this.credentialHeaders = { ...this.headers, ...Object.fromEntries(given) };
      this.caller = await this.callerNow();
    }
    return this.context();
  }

  /** @throws RequestRefused when the credential has ended; not while that cannot be told */
  checkCredential(): unknown {
    if (!this.caller.isKnown) return undefined;
    const unlessUnknown = (error: unknown) => {
      if (error instanceof RequestRefused && error.status < 500) throw error;
    };
    try {
      const caller = this.callerNow();
      return caller instanceof Promise ? caller.catch(unlessUnknown) : caller;
    } catch (error) {
      return unlessUnknown(error);
    }
  }

  private callerNow(): Caller | Promise<Caller> {
    const { rawHeaders, credentialHeaders: headers } = this;
    return this.parts.callerOf({ headers, raw: { rawHeaders } } as Parameters<CallerOf>[0]);
  }
}
