// A cookie that says "of the staff" and nothing else: when it ends, and an HMAC of that. It names nobody, so that what
// the newsroom reads is nobody's business; the publisher's site sets it for whoever has signed in. The first secret
// signs and all of them are believed: a new one is put first, the old one taken away when its cookies have ended.

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../platform/clock';

export const STAFF_COOKIE = 'mostread_staff';
/** A browser's whole Cookie header is shorter; what is longer is not looked through. */
const HEADER_LENGTH_MAX = 16_384;
const value = /^(\d{1,12})\.([\w-]{43})$/;

export interface StaffCookie {
  name: string;
  value: string;
  expiresAt: Date;
}

export class StaffCookies {
  constructor(
    private readonly secrets: readonly string[],
    private readonly clock: Clock,
  ) {}

  /** Undefined where no secret is set. */
  issue(keepSeconds: number): StaffCookie | undefined {
    const [secret] = this.secrets;
    if (secret === undefined) return undefined;
    const until = Math.floor(this.clock.nowMs() / 1_000) + keepSeconds;
    const signed = `${until}.${signatureOf(String(until), secret).toString('base64url')}`;
    return { name: STAFF_COOKIE, value: signed, expiresAt: new Date(until * 1_000) };
  }

  /** Whether a Cookie header has a staff cookie that holds. */
  holdsIn(header: string): boolean {
    if (this.secrets.length === 0 || header.length > HEADER_LENGTH_MAX) return false;
    return header.split(';').some((part) => {
      const [name = '', ...rest] = part.split('=');
      return name.trim() === STAFF_COOKIE && this.endOf(rest.join('=').trim()) !== undefined;
    });
  }

  /** When the cookie of this value ends; undefined where it does not hold. */
  endOf(text: string): Date | undefined {
    const [, until = '', signature = ''] = value.exec(text) ?? [];
    const endMs = Number(until) * 1_000;
    if (until === '' || endMs <= this.clock.nowMs()) return undefined;
    const given = Buffer.from(signature, 'base64url');
    const isSigned = this.secrets.some((secret) => {
      const right = signatureOf(until, secret);
      return given.length === right.length && timingSafeEqual(given, right);
    });
    return isSigned ? new Date(endMs) : undefined;
  }
}

function signatureOf(until: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(`staff\n${until}`).digest();
}
