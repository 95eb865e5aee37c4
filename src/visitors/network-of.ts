// The network of an address: the /24 of IPv4, the /48 of IPv6 (what a household or an office gets, and all
// that one attacker with one line can vary at no cost).

import { BlockList, isIP, isIPv4 } from 'node:net';

/**
 * Undefined for what is no address, and for private, loopback and link-local ones: those are proxies and
 * tests.
 */
export function networkOf(address: string): string | undefined {
  const plain = plainAddress(address);
  if (isIP(plain) === 0 || isPrivate(plain)) return undefined;
  if (isIPv4(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0/24`;
  return `${groupsOf(plain).slice(0, 3).join(':')}::/48`;
}

/** Without the zone of a link (fe80::1%eth0), and IPv4 inside IPv6 (::ffff:192.0.2.1) as IPv4. */
export function plainAddress(address: string): string {
  const [withoutZone = ''] = address.trim().split('%');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(withoutZone);
  return mapped?.[1] ?? withoutZone;
}

function groupsOf(address: string): string[] {
  const [head = '', tail = ''] = address.toLowerCase().split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === '' ? [] : tail.split(':');
  const missing = address.includes('::') ? 8 - front.length - back.length : 0;
  const groups = [...front, ...Array<string>(Math.max(missing, 0)).fill('0'), ...back];
  return groups.map((group) => group.replace(/^0+(?=.)/, ''));
}

const privateNetworks: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['127.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['::1', 128, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
];

const privateAddresses = new BlockList();
for (const [network, prefix, family] of privateNetworks) privateAddresses.addSubnet(network, prefix, family);

function isPrivate(address: string): boolean {
  return privateAddresses.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}
