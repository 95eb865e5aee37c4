// The network of an address: the /24 of IPv4, the /48 of IPv6 (what a household or an office gets, and all
// that one attacker with one line can vary at no cost).

import { BlockList, isIP, isIPv4 } from 'node:net';
import { canonicalAddress } from './address';

/**
 * Undefined for what is no address, and for private, loopback and link-local ones: those are proxies and
 * tests.
 */
export function networkOf(address: string): string | undefined {
  const plain = canonicalAddress(address);
  if (isIP(plain) === 0 || isPrivate(plain)) return undefined;
  if (isIPv4(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0/24`;
  return `${groupsOf(plain).slice(0, 3).join(':')}::/48`;
}

/** Of the one form: small letters, no leading zeros. */
function groupsOf(address: string): string[] {
  const [head = '', tail = ''] = address.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === '' ? [] : tail.split(':');
  const missing = address.includes('::') ? 8 - front.length - back.length : 0;
  return [...front, ...Array<string>(Math.max(missing, 0)).fill('0'), ...back];
}

const privateAddresses = new BlockList();
for (const [network, prefix] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  privateAddresses.addSubnet(network, prefix, 'ipv6');
}

function isPrivate(address: string): boolean {
  return isIPv4(address) ? isPrivateIpv4(address) : privateAddresses.check(address, 'ipv6');
}

/** By hand: a BlockList makes an object of every address, and each request asks. */
function isPrivateIpv4(address: string): boolean {
  const [first = 0, second = 0] = address.split('.', 2).map(Number);
  if (first === 127 || first === 10) return true;
  if (first === 172) return second >= 16 && second <= 31;
  if (first === 100) return second >= 64 && second <= 127;
  return (first === 192 && second === 168) || (first === 169 && second === 254);
}
