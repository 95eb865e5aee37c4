import { BlockList, isIP, isIPv4 } from 'node:net';
import { Account } from '../accounts/account';
import { Role } from '../accounts/role';
import { canonicalAddress } from './address';
import { type Headers, headerOf } from './request-headers';
import type { StaffCookies } from './staff-cookie';

const staffRoles: ReadonlySet<Role> = new Set([Role.WRITER, Role.EDITOR, Role.ADMIN]);

export interface PossibleStaff {
  clientIp: string;
  headers: Headers;
  /** Whose credential came with the request; absent where it speaks for somebody else. */
  caller?: unknown;
}

/** The staff is whoever reads from one of the publisher's networks, as a writer or editor, or with a staff cookie. */
export class StaffFilter {
  private readonly addresses = new BlockList();

  /** `networks` as the setting gives them: 192.0.2.0/24, 2001:db8::/32. */
  constructor(
    private readonly networks: readonly string[],
    private readonly cookies?: StaffCookies,
  ) {
    for (const network of networks) {
      const [address = '', prefix] = network.split('/');
      this.addresses.addSubnet(address, Number(prefix), isIPv4(address) ? 'ipv4' : 'ipv6');
    }
  }

  isStaff({ clientIp, headers, caller }: PossibleStaff): boolean {
    if (caller instanceof Account && caller.roles.some((role) => staffRoles.has(role))) return true;
    if (headers['cookie'] !== undefined && this.cookies?.holdsIn(headerOf(headers, 'cookie'))) return true;
    return this.isStaffNetwork(clientIp);
  }

  private isStaffNetwork(clientIp: string): boolean {
    if (this.networks.length === 0) return false;
    const address = canonicalAddress(clientIp);
    return isIP(address) !== 0 && this.addresses.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
  }
}
