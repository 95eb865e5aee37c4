// One form of every address, whichever way it has come: a visitor, a network and a member of the staff are known by it.

import { isIP, isIPv4, SocketAddress } from 'node:net';

/**
 * IPv6 as RFC 5952 spells it, without the zone of a link (fe80::1%eth0), and IPv4 inside IPv6 (::ffff:192.0.2.1, or
 * the same in hexadecimal) as IPv4; what is no address stays as it is.
 */
export function canonicalAddress(written: string): string {
  const text = written.trim();
  if (!text.includes(':') || isIP(text) !== 6) return text;
  const [address = ''] = text.split('%', 1);
  const canonical = new SocketAddress({ address, family: 'ipv6' }).address;
  const inside = canonical.startsWith('::ffff:') ? canonical.slice('::ffff:'.length) : '';
  return isIPv4(inside) ? inside : canonical;
}
