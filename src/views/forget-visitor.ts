// Deletes what is kept of a visitor, as far as anybody can still tell: everything that names one does so by a pseudonym
// of a day, and with the salt of a day gone its pseudonyms are nobody's. Figures stay: they name nobody.

import { isIP } from 'node:net';
import { v7 as uuidv7 } from 'uuid';
import type { Account } from '../accounts/account';
import { BadUserInput } from '../platform/errors';
import { canonicalAddress } from '../visitors/address';
import type { Pseudonym } from '../visitors/visitor-ids';

export const ForgottenPlace = {
  VIEW_STREAM: 'VIEW_STREAM',
  READING_SESSIONS: 'READING_SESSIONS',
  VIEW_CAPS: 'VIEW_CAPS',
  ENGAGED_READINGS: 'ENGAGED_READINGS',
  COMMENT_LIMITS: 'COMMENT_LIMITS',
  COMMENT_REPORTS: 'COMMENT_REPORTS',
  EXCLUSIONS: 'EXCLUSIONS',
} as const;
export type ForgottenPlace = keyof typeof ForgottenPlace;

/** What a feature keeps under pseudonyms, and how it forgets them; it gives how much it had. */
export interface KeptOfVisitors {
  place: ForgottenPlace;
  forget(visitors: readonly string[]): Promise<number>;
}

export interface VisitorToForget {
  /** What the client calls the visitor, or address and user agent of one who gives no id. */
  visitor?: string | null;
  address?: string | null;
  userAgent?: string | null;
}

export interface ForgetVisitorParts {
  ids: {
    ofOwnId(ownId: string): Promise<Pseudonym>;
    ofOrigin(origin: { clientIp: string; userAgent: string }): Promise<Pseudonym>;
  };
  kept: readonly KeptOfVisitors[];
  /** Under an id that belongs to nobody. */
  audit: (entry: { by: Account; id: string; details: Record<string, unknown> }) => Promise<void>;
}

export interface Forgotten {
  places: { place: ForgottenPlace; found: number }[];
  /** Today's, and in the first 45 minutes of a day yesterday's. */
  pseudonyms: 1 | 2;
}

const ID_MAX = 200;
const USER_AGENT_MAX = 1_000;

export class ForgetVisitors {
  constructor(private readonly parts: ForgetVisitorParts) {}

  /**
   * Sent again it does no harm, and finds nothing. Where a store fails on the way, sending it again does the rest.
   * @throws BadUserInput, StoreUnavailable
   */
  async forget(wanted: VisitorToForget, by: Account): Promise<Forgotten> {
    const { visitor, earlier } = await this.pseudonymsOf(wanted);
    const visitors = earlier === undefined ? [visitor] : [visitor, earlier.visitor];
    const places: Forgotten['places'] = [];
    for (const one of this.parts.kept) {
      places.push({ place: one.place, found: await one.forget(visitors) });
    }
    const found = Object.fromEntries(places.map((place) => [place.place, place.found]));
    await this.parts.audit({ by, id: uuidv7(), details: { found } });
    return { places, pseudonyms: earlier === undefined ? 1 : 2 };
  }

  private pseudonymsOf({ visitor, address, userAgent }: VisitorToForget): Promise<Pseudonym> {
    if (visitor != null) {
      if (address != null || userAgent != null) {
        throw new BadUserInput('visitor', 'Give either "visitor", or "address" and "userAgent".');
      }
      if (visitor === '' || visitor.length > ID_MAX) {
        throw new BadUserInput('visitor', `A visitor's id has 1 to ${ID_MAX} characters.`);
      }
      return this.parts.ids.ofOwnId(visitor);
    }
    if (address == null) {
      throw new BadUserInput('address', 'Give "visitor", or "address" and "userAgent" of who gives no id.');
    }
    if (isIP(canonicalAddress(address)) === 0) {
      throw new BadUserInput('address', 'It is one IPv4 or IPv6 address, without a port.');
    }
    if (userAgent == null || userAgent.length > USER_AGENT_MAX) {
      throw new BadUserInput(
        'userAgent',
        `Beside an address, "userAgent" is needed, of at most ${USER_AGENT_MAX} characters.`,
      );
    }
    return this.parts.ids.ofOrigin({ clientIp: address, userAgent });
  }
}
