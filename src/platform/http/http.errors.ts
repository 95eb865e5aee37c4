import { MostreadError, RequestRefused } from '../errors';

/** The port or the address cannot be listened on; the message names the variable to change. */
export class CannotListen extends MostreadError {
  readonly code = 'CANNOT_LISTEN';

  static on({ host, port }: { host: string; port: number }, cause: unknown): CannotListen {
    const reason = reasons[(cause as NodeJS.ErrnoException).code ?? ''];
    const words = reason?.({ host, port }) ?? `Port ${port} of ${host} cannot be listened on.`;
    return new CannotListen(words, { cause });
  }
}

const reasons: Record<string, (at: { host: string; port: number }) => string> = {
  EADDRINUSE: ({ port }) =>
    `Port ${port} is in use by another program. Stop that one, or set PORT to a free port: PORT=${port + 1} npm start`,
  EACCES: ({ port }) => `Port ${port} may not be opened by this user. Set PORT to one from 1024 to 65535.`,
  EADDRNOTAVAIL: ({ host }) => `${host} is no address of this machine. Set HOST to 127.0.0.1 or to 0.0.0.0.`,
  ENOTFOUND: ({ host }) => `${host} is no known host. Set HOST to 127.0.0.1 or to 0.0.0.0.`,
};

/** A web page of an origin that is not on the list CORS_ORIGINS. */
export class OriginNotAllowed extends RequestRefused {
  readonly code = 'ORIGIN_NOT_ALLOWED';
  readonly status = 403;

  constructor() {
    super('Pages of this origin may not send this. The setting CORS_ORIGINS says which may.');
  }
}

/** /metrics is for those who show METRICS_TOKEN, or without that setting for this machine and private networks. */
export class MetricsRefused extends RequestRefused {
  readonly code = 'METRICS_REFUSED';
  readonly status = 403;

  constructor() {
    super(
      'These figures are not for everyone. Show the token of METRICS_TOKEN, or ask from a private network.',
    );
  }
}
