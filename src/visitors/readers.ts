// Who has sent a request: a reader, a bot or the staff, under which pseudonym.

import { BadUserInput } from '../platform/errors';
import type { Caller } from '../platform/graphql/per-request';
import type { BotFilter } from './bot-filter';
import { asksForPrivacy } from './privacy-signal';
import { type Headers, headerOf } from './request-headers';
import type { StaffFilter } from './staff-filter';
import type { Pseudonym, Salts, VisitorIds } from './visitor-ids';

export type ReaderKind = 'READER' | 'BOT' | 'STAFF';

export interface Reader extends Pseudonym {
  kind: ReaderKind;
  /** Pseudonym of the reader's network, for its cap; absent where there is no address or a private one. */
  network?: string;
  /** The reader has asked not to be followed: no session, no history. */
  isPrivate?: boolean;
}

export interface RequestOrigin {
  clientIp: string;
  headers: Headers;
  /** Whose credential came with it; absent where nobody's could, or where it speaks for a visitor. */
  caller?: Caller;
}

export interface ReaderParts {
  visitorIds: VisitorIds;
  bots: BotFilter;
  staff: StaffFilter;
  honourDoNotTrack: boolean;
}

/** The header that may carry the client's own id, for all views of a request. */
export const VISITOR_HEADER = 'x-visitor-id';
const OWN_ID_LENGTH_MAX = 200;

/** What a request says of its reader, whatever the reader is called. */
type Traits = Omit<Reader, keyof Pseudonym>;

export class Readers {
  private latest: { origin: RequestOrigin; salt: string; traits: Traits } | undefined;

  constructor(private readonly parts: ReaderParts) {}

  /**
   * `ownId` is what the client calls this visitor; else the header says it, else address and user agent must
   * do.
   * @throws BadUserInput for an id that is empty or too long; StoreUnavailable when the day's salt cannot be
   * had
   */
  async of(origin: RequestOrigin, ownId?: string | null): Promise<Reader> {
    return this.atOnce(origin, ownId);
  }

  /** The same without a promise where the day's salt is in memory. Throws where `of` rejects. */
  atOnce(origin: RequestOrigin, ownId?: string | null): Reader | Promise<Reader> {
    const { headers } = origin;
    const id = ownId ?? (headerOf(headers, VISITOR_HEADER) || undefined);
    if (id !== undefined && (id === '' || id.length > OWN_ID_LENGTH_MAX)) {
      throw new BadUserInput('visitor', `A visitor's id has 1 to ${OWN_ID_LENGTH_MAX} characters.`);
    }
    const salts = this.parts.visitorIds.currentSalts();
    return salts instanceof Promise
      ? salts.then((known) => this.readerUnder(known, origin, id))
      : this.readerUnder(salts, origin, id);
  }

  private readerUnder(salts: Salts, origin: RequestOrigin, id: string | undefined): Reader {
    const { clientIp, headers } = origin;
    const { visitorIds } = this.parts;
    const pseudonym =
      id === undefined
        ? visitorIds.originUnder(salts, { clientIp, userAgent: headerOf(headers, 'user-agent') })
        : visitorIds.ownIdUnder(salts, id);
    return { ...pseudonym, ...this.traitsOf(salts, origin) };
  }

  /** Worked out once for all views of a request. */
  private traitsOf(salts: Salts, origin: RequestOrigin): Traits {
    const { latest } = this;
    if (latest?.origin === origin && latest.salt === salts.today) return latest.traits;
    const { clientIp, headers } = origin;
    const { visitorIds, bots, staff, honourDoNotTrack } = this.parts;
    const traits: Traits = {
      kind: staff.isStaff(origin) ? 'STAFF' : bots.isBot(headers) ? 'BOT' : 'READER',
      network: visitorIds.networkUnder(salts, clientIp),
      isPrivate: asksForPrivacy(headers, { honourDoNotTrack }),
    };
    this.latest = { origin, salt: salts.today, traits };
    return traits;
  }

  /** The reader of a log that is replayed: known by an id alone, and taken for what it says. */
  async ofLog(ownId: string): Promise<Reader> {
    return { ...(await this.parts.visitorIds.ofOwnId(ownId)), kind: 'READER' };
  }
}
