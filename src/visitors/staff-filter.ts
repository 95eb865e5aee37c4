import { BlockList, isIP, isIPv4 } from 'node:net';
import { plainAddress } from './network-of';

/** The staff is whoever reads from one of the publisher's networks. */
export class StaffFilter {
  private readonly addresses = new BlockList();

  /** `networks` as the setting gives them: 192.0.2.0/24, 2001:db8::/32. */
  constructor(private readonly networks: readonly string[]) {
    for (const network of networks) {
      const [address = '', prefix] = network.split('/');
      this.addresses.addSubnet(address, Number(prefix), isIPv4(address) ? 'ipv4' : 'ipv6');
    }
  }

  isStaff(clientIp: string): boolean {
    if (this.networks.length === 0) return false;
    const address = plainAddress(clientIp);
    return isIP(address) !== 0 && this.addresses.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
  }
}
