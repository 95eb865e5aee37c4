// Which addresses of the network a feed may come from. Whoever can name a feed must not be able to reach what only this
// machine can reach: the metadata service of a cloud, a database, an admin page. Looking at the name first and fetching
// afterwards leaves a gap in which the name can change; so the answer of the look-up that the socket itself uses is
// what is checked, at every redirect anew.

import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { BlockList, isIP } from 'node:net';

// Two lists: in one, the rule for IPv4 inside IPv6 would refuse every IPv4 address.
const refusedIpv4 = new BlockList();
const refusedIpv6 = new BlockList();
// This host, private, carrier, loopback, link-local and metadata, protocol, documentation, benchmark, multicast,
// reserved.
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  refusedIpv4.addSubnet(network, prefix, 'ipv4');
}
// Loopback and unspecified, IPv4 in IPv6 in its five forms, unique local, link-local, site-local, multicast, examples.
for (const [network, prefix] of [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const) {
  refusedIpv6.addSubnet(network, prefix, 'ipv6');
}

/** Whether an address is one of the open network. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  return family === 6 ? !refusedIpv6.check(address, 'ipv6') : !refusedIpv4.check(address, 'ipv4');
}

/** The host of a URL when it is an address itself: sockets look those up nowhere. Brackets of IPv6 come off. */
export function addressInHost(hostname: string): string | undefined {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return isIP(bare) === 0 ? undefined : bare;
}

export class PrivateAddress extends Error {
  constructor(readonly address: string) {
    super(`${address} is a private or local address`);
    this.name = 'PrivateAddress';
  }
}

type LookupAnswer = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/** For a socket's `lookup`: fails when any of the name's addresses is not public. */
export function lookupPublic(hostname: string, options: LookupOptions, answer: LookupAnswer): void {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return answer(error, []);
    const bad = addresses.find(({ address }) => !isPublicAddress(address));
    if (bad) return answer(new PrivateAddress(bad.address), []);
    const [first] = addresses;
    if (options.all || first === undefined) return answer(null, addresses);
    answer(null, first.address, first.family);
  });
}
