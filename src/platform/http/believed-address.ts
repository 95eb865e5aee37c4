// Whose request it is, as Fastify says it, for those who see a request before Fastify does.

import type { IncomingMessage } from 'node:http';
import proxyAddress from '@fastify/proxy-addr';
import { type ForwardedHeader, forwardedFor } from './forwarded-for';

export interface Proxies {
  /** Addresses, networks and names of them. */
  trusted: readonly string[];
  header: ForwardedHeader;
}

export type AddressOf = (request: IncomingMessage) => string;

export function believedAddress({ trusted, header }: Proxies): AddressOf {
  if (trusted.length === 0) return ({ socket }) => socket.remoteAddress ?? '';
  const name = header.toLowerCase();
  const isTrusted = proxyAddress.compile([...trusted]);
  return ({ headers, socket }) => {
    const value = headers[name];
    const said = typeof value === 'string' ? forwardedFor(value, header) : undefined;
    // It reads no more of a request than these.
    const asked = { socket, headers: said === undefined ? {} : { 'x-forwarded-for': said } };
    return proxyAddress(asked as unknown as IncomingMessage, isTrusted);
  };
}
