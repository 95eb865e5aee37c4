import { LRUCache } from 'lru-cache';
import type { Clock } from '../platform/clock';
import { canonicalAddress } from './address';
import { networkOf } from './network-of';
import type { PublisherDays } from './publisher-day';
import { networkPseudonym, visitorOfAddress, visitorOfOwnId } from './visitor-id';
import { KEEP_PREVIOUS_SALT_MS, type VisitorSaltStore } from './visitor-salt.store';

/** What a reader is called today and, shortly after midnight, what the same reader was called before it. */
export interface Pseudonym {
  visitor: string;
  earlier?: { visitor: string; untilMs: number };
}

/**
 * What the reader was called when it happened. Where the salt of that day is gone, what it is called today: it may then
 * be counted twice there.
 */
export function pseudonymAt({ visitor, earlier }: Pseudonym, atMs: number): string {
  return earlier !== undefined && atMs < earlier.untilMs ? earlier.visitor : visitor;
}

export interface Origin {
  clientIp: string;
  userAgent: string;
}

export interface Salts {
  today: string;
  yesterday?: { salt: string; untilMs: number };
}

/** An address in its one form, and its network, where it has one. */
interface Whereabouts {
  address: string;
  network: string | undefined;
}

const ADDRESSES_KEPT = 1_000;

/** Pseudonyms of now. In the steady state they cost no Redis: the day's salt is in memory. */
export class VisitorIds {
  /** A proxy or an office asks again and again; in memory alone, and let go soon. */
  private readonly whereabouts = new LRUCache<string, Whereabouts>({ max: ADDRESSES_KEPT });

  constructor(
    private readonly salts: VisitorSaltStore,
    private readonly days: PublisherDays,
    private readonly clock: Clock,
  ) {}

  /** For an id that the client or the publisher's server has given. @throws StoreUnavailable */
  async ofOwnId(ownId: string): Promise<Pseudonym> {
    return this.ownIdUnder(await this.currentSalts(), ownId);
  }

  /** For who gives no id: by address, however it is spelled, and user agent. @throws StoreUnavailable */
  async ofOrigin(origin: Origin): Promise<Pseudonym> {
    return this.originUnder(await this.currentSalts(), origin);
  }

  /** Undefined for private and loopback addresses, which are no network of readers. */
  async ofNetwork(clientIp: string): Promise<string | undefined> {
    const { network } = this.whereaboutsOf(clientIp);
    return network && networkPseudonym((await this.currentSalts()).today, network);
  }

  ownIdUnder(salts: Salts, ownId: string): Pseudonym {
    return pseudonymUnder(salts, (salt) => visitorOfOwnId(salt, ownId));
  }

  originUnder(salts: Salts, { clientIp, userAgent }: Origin): Pseudonym {
    const origin = { clientIp: this.whereaboutsOf(clientIp).address, userAgent };
    return pseudonymUnder(salts, (salt) => visitorOfAddress(salt, origin));
  }

  networkUnder({ today }: Salts, clientIp: string): string | undefined {
    const { network } = this.whereaboutsOf(clientIp);
    return network === undefined ? undefined : networkPseudonym(today, network);
  }

  private whereaboutsOf(clientIp: string): Whereabouts {
    const known = this.whereabouts.get(clientIp);
    if (known !== undefined) return known;
    const found = { address: canonicalAddress(clientIp), network: networkOf(clientIp) };
    this.whereabouts.set(clientIp, found);
    return found;
  }

  /** Without a promise where they are in memory. @throws StoreUnavailable */
  currentSalts(): Salts | Promise<Salts> {
    return this.saltsInMemory() ?? this.askForSalts();
  }

  private saltsInMemory(): Salts | undefined {
    const nowMs = this.clock.nowMs();
    if (this.days.beginningOf(nowMs, KEEP_PREVIOUS_SALT_MS) !== undefined) return undefined;
    const today = this.salts.knownSalt(this.days.dayOf(nowMs));
    return today === undefined ? undefined : { today };
  }

  private async askForSalts(): Promise<Salts> {
    const nowMs = this.clock.nowMs();
    const today = this.salts.knownSalt(this.days.dayOf(nowMs)) ?? (await this.salts.saltOfToday(nowMs));
    const midnightMs = this.days.beginningOf(nowMs, KEEP_PREVIOUS_SALT_MS);
    if (midnightMs === undefined) return { today };
    const salt = await this.salts.saltOfYesterday(this.days.dayOf(midnightMs - 1));
    return salt === undefined ? { today } : { today, yesterday: { salt, untilMs: midnightMs } };
  }
}

function pseudonymUnder(salts: Salts, visitorUnder: (salt: string) => string): Pseudonym {
  const visitor = visitorUnder(salts.today);
  if (salts.yesterday === undefined) return { visitor };
  const { salt, untilMs } = salts.yesterday;
  return { visitor, earlier: { visitor: visitorUnder(salt), untilMs } };
}
