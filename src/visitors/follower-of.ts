// Whose limits hold for what a client follows. As for rates: who comes with a credential of a role is itself, wherever
// it comes from; all others are one with their network.

import type { Account } from '../accounts/account';
import type { Caller } from '../platform/graphql/per-request';
import { networkOf } from './network-of';

/** Undefined for private and loopback addresses, which have no limit. */
export function followerOf(origin: { clientIp: string; caller: Caller }): string | undefined {
  const network = networkOf(origin.clientIp);
  const { isKnown, roles, id } = origin.caller as Account;
  const isItself = isKnown && roles.length > 0;
  return network !== undefined && isItself ? `account ${id}` : network;
}
