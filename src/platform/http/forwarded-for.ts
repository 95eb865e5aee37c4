// What proxies say of the address behind them, brought into the one form that is read further on: addresses alone, the
// nearest proxy's last. One header is believed and the other is not looked at: a proxy that writes the one lets the
// other through as the client has sent it. Ports are left out, or every connection of a reader would be a reader of its
// own (Azure's gateways write 203.0.113.9:51234); names, and what RFC 7239 calls obfuscated, are all "unknown", since
// they may be new with each request.

import { isIP } from 'node:net';

export const forwardedHeaders = ['X-Forwarded-For', 'Forwarded'] as const;
export type ForwardedHeader = (typeof forwardedHeaders)[number];

/** Longer chains of proxies there are none; what a client puts before is not read. */
const HOPS_MAX = 32;
const UNKNOWN = 'unknown';
const inBrackets = /^\[([^\]]*)\](?::\w{1,6})?$/;
const withPort = /^([\d.]+):\w{1,6}$/;

/** The value of X-Forwarded-For that the header amounts to; undefined where it says nothing. */
export function forwardedFor(value: string, header: ForwardedHeader): string | undefined {
  const hops = header === 'Forwarded' ? hopsOfForwarded(value) : value.split(',').slice(-HOPS_MAX);
  const addresses = hops.map((hop) => hop.trim()).filter((hop) => hop !== '');
  return addresses.length === 0 ? undefined : addresses.map(addressOf).join(', ');
}

/** RFC 7239: elements separated by commas, each of pairs separated by semicolons, of which "for" is one. */
function hopsOfForwarded(value: string): string[] {
  return lastParts(value, ',')
    .filter((element) => element.trim() !== '')
    .map((element) => {
      const pair = lastParts(element, ';').find((one) => /^\s*for=/i.test(one)) ?? '';
      return unquoted(pair.slice(pair.indexOf('=') + 1).trim()) || UNKNOWN;
    });
}

/**
 * From the right: what the trusted proxy has appended stands there and is well formed, so that no quotation mark which
 * a client leaves open further left can swallow it. An address needs no escapes.
 */
function lastParts(text: string, separator: ',' | ';'): string[] {
  const parts: string[] = [];
  let end = text.length;
  let isQuoted = false;
  for (let at = text.length - 1; at >= 0 && parts.length < HOPS_MAX; at--) {
    if (text[at] === '"') isQuoted = !isQuoted;
    if (text[at] !== separator || isQuoted) continue;
    parts.push(text.slice(at + 1, end));
    end = at;
  }
  if (parts.length < HOPS_MAX) parts.push(text.slice(0, end));
  return parts.reverse();
}

function unquoted(text: string): string {
  return /^"(.*)"$/.exec(text)?.[1] ?? text;
}

function addressOf(hop: string): string {
  const plain = inBrackets.exec(hop)?.[1] ?? withPort.exec(hop)?.[1] ?? hop;
  return isIP(plain) === 0 ? UNKNOWN : plain;
}
