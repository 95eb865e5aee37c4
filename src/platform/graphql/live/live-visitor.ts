// Who stands behind a connection that stays open: what its request has brought, and for WebSockets, to which a browser
// can add no header, what its first message says. A credential is looked at again as long as the connection lasts.

import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { Caller, RequestContext } from '../per-request';
import type { RateLimits } from '../rate-limits';
import type { CallerOf } from '../request-callers';
import type { Introduced } from './live-credentials';

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

export class Visitor implements Introduced {
  readonly raw: IncomingMessage;
  readonly clientIp: string;
  private readonly headers: Headers;
  caller: Caller;
  private rawHeaders: readonly string[];
  private credentialHeaders: Headers;
  /** What was sent, as it was sent. Asked for often: made once. */
  credential: string | undefined;

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
    this.credential = this.credentialNow();
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
      const rawHeaders = [...this.rawHeaders, ...given.flat()];
      const credentialHeaders = { ...this.headers, ...Object.fromEntries(given) };
      this.caller = await this.callerOf(rawHeaders, credentialHeaders);
      this.rawHeaders = rawHeaders;
      this.credentialHeaders = credentialHeaders;
      this.credential = this.credentialNow();
    }
    return this.context();
  }

  private credentialNow(): string | undefined {
    const { authorization, 'x-api-key': apiKey } = this.credentialHeaders;
    return this.caller.isKnown ? `${authorization ?? ''} ${apiKey ?? ''}` : undefined;
  }

  callerNow(): Caller | Promise<Caller> {
    return this.callerOf(this.rawHeaders, this.credentialHeaders);
  }

  private callerOf(rawHeaders: readonly string[], headers: Headers): Caller | Promise<Caller> {
    return this.parts.callerOf({ headers, raw: { rawHeaders } } as Parameters<CallerOf>[0]);
  }
}
