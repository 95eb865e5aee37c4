import { MostreadError } from '../errors';

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
