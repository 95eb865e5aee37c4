// Who may spend how much: a caller with a credential by its own account, everyone else by the pseudonym of the network.
// No address is stored, and private and loopback ones, which are no network of readers, are not limited.

import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Account } from '../accounts/account';
import { Role } from '../accounts/role';
import type { Clock, Stop } from '../platform/clock';
import { StoreUnavailable } from '../platform/errors';
import { RateLimited } from '../platform/graphql/graphql.errors';
import type { Caller, Spender } from '../platform/graphql/per-request';
import type { RateLimits } from '../platform/graphql/rate-limits';
import type { RedisConnection } from '../platform/redis/connection';
import { SharedAllowance } from '../platform/redis/shared-allowance';
import { networkOf } from './network-of';
import { networkPseudonym } from './visitor-id';
import type { VisitorIds } from './visitor-ids';

export interface RateLimitPoints {
  networkPoints: number;
  readerClientPoints: number;
  servicePoints: number;
  staffPoints: number;
}

export interface RateLimitParts {
  redis: RedisConnection;
  clock: Clock;
  visitorIds: Pick<VisitorIds, 'ofNetwork'>;
  points: RateLimitPoints;
}

const ADDRESSES_MAX = 50_000;
const FORGET_EVERY_MS = 60_000;
/** Loopback and private addresses. */
const NO_NETWORK = '';

type Kind = 'network' | 'reader-client' | 'service' | 'staff';

const kindOfRole: Readonly<Record<Role, Kind>> = {
  [Role.READER_CLIENT]: 'reader-client',
  [Role.SERVICE]: 'service',
  [Role.WRITER]: 'staff',
  [Role.EDITOR]: 'staff',
  [Role.ADMIN]: 'staff',
};

export class CallerRateLimits implements RateLimits {
  /** Without those that have no limit. */
  private readonly allowances: ReadonlyMap<Kind, SharedAllowance>;
  private readonly pointsOf: Readonly<Record<Kind, number>>;
  private readonly ownSalt = randomUUID();
  /** The pseudonym of each address of the last minute, in memory alone: to work one out costs 25 us. */
  private readonly networks = new LRUCache<string, string>({ max: ADDRESSES_MAX });

  constructor(private readonly parts: RateLimitParts) {
    const { redis, clock, points } = parts;
    this.pointsOf = {
      network: points.networkPoints,
      'reader-client': points.readerClientPoints,
      service: points.servicePoints,
      staff: points.staffPoints,
    };
    const limited = Object.entries(this.pointsOf).filter(([, pointsPerMinute]) => pointsPerMinute > 0);
    this.allowances = new Map(
      limited.map(([name, pointsPerMinute]) => [
        name as Kind,
        new SharedAllowance(redis, clock, { name, pointsPerMinute }),
      ]),
    );
  }

  start(): Stop {
    const stops = [...this.allowances.values()].map((allowance) => allowance.start());
    stops.push(this.parts.clock.every(FORGET_EVERY_MS, () => this.networks.clear()));
    return () => {
      for (const stop of stops) stop();
    };
  }

  spenderOf(origin: {
    clientIp: string;
    caller: Caller;
  }): Spender | undefined | Promise<Spender | undefined> {
    const account = origin.caller as Account;
    const kind = account.isKnown ? this.largestOf(account.roles) : 'network';
    const allowance = this.allowances.get(kind);
    if (allowance === undefined) return undefined;
    if (kind !== 'network') return new AllowanceOf(kind, account.id, allowance);
    const known = this.networks.get(origin.clientIp);
    return known === undefined
      ? this.spenderOfNetwork(origin.clientIp, allowance)
      : spenderUnder(known, allowance);
  }

  /** Who has several roles spends by the most generous; an account without any is one of its network. */
  private largestOf(roles: readonly Role[]): Kind {
    const kinds = roles.map((role) => kindOfRole[role]);
    const unlimited = kinds.find((kind) => !this.allowances.has(kind));
    if (unlimited !== undefined) return unlimited;
    const sorted = kinds.sort((a, b) => this.pointsOf[b] - this.pointsOf[a]);
    return sorted[0] ?? 'network';
  }

  private async spenderOfNetwork(clientIp: string, allowance: SharedAllowance): Promise<Spender | undefined> {
    const network = (await this.pseudonymOf(clientIp)) ?? NO_NETWORK;
    this.networks.set(clientIp, network);
    return spenderUnder(network, allowance);
  }

  /** Where Redis has never said the salt of today, each process limits by a salt of its own. */
  private async pseudonymOf(clientIp: string): Promise<string | undefined> {
    try {
      return await this.parts.visitorIds.ofNetwork(clientIp);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      const network = networkOf(clientIp);
      return network === undefined ? undefined : networkPseudonym(this.ownSalt, network);
    }
  }
}

function spenderUnder(network: string, allowance: SharedAllowance): Spender | undefined {
  return network === NO_NETWORK ? undefined : new AllowanceOf('network', network, allowance);
}

class AllowanceOf implements Spender {
  readonly payer: string;

  constructor(
    kind: Kind,
    private readonly key: string,
    private readonly all: SharedAllowance,
  ) {
    this.payer = `${kind} ${key}`;
  }

  spend(points: number): void {
    if (this.all.spend(this.key, points) === 'spent') return;
    const { pointsPerMinute, resetMs } = this.all.stateOf(this.key);
    throw new RateLimited({ retryAfterMs: resetMs, pointsPerMinute });
  }

  charge(points: number): void {
    this.all.charge(this.key, points);
  }

  allowance() {
    return this.all.stateOf(this.key);
  }
}
