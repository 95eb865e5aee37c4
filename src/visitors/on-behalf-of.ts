// A publisher's own server reports for its visitors: everything that is found out about a reader is then found out
// about the visitor, and nothing about the server.

import { isIP } from 'node:net';
import { Scope } from '../accounts/scope';
import { BadUserInput } from '../platform/errors';
import type { Caller } from '../platform/graphql/per-request';
import { canonicalAddress } from './address';
import type { RequestOrigin } from './readers';
import { STAFF_COOKIE } from './staff-cookie';
import { MayNotReportForOthers } from './visitors.errors';

export interface OnBehalfOf {
  clientIp: string;
  userAgent: string;
  /** The visitor has sent Sec-GPC: 1 or DNT: 1. */
  asksForPrivacy?: boolean;
  /** What the visitor has sent as Sec-Purpose, for what a browser loads ahead. */
  secPurpose?: string;
  /** The value of the visitor's staff cookie. */
  staffCookie?: string;
}

const TEXT_LENGTH_MAX = 1_000;

/** @throws MayNotReportForOthers, BadUserInput */
export function originOfVisitor(caller: Caller | undefined, visitor: OnBehalfOf): RequestOrigin {
  if (!caller?.may(Scope.VIEWS_REPORT_FOR_OTHERS)) throw new MayNotReportForOthers();
  const { userAgent, asksForPrivacy, secPurpose, staffCookie } = visitor;
  const clientIp = canonicalAddress(visitor.clientIp);
  if (isIP(clientIp) === 0) {
    throw new BadUserInput('onBehalfOf.clientIp', 'It is one IPv4 or IPv6 address, without a port.');
  }
  for (const [name, text] of Object.entries({ userAgent, secPurpose, staffCookie })) {
    if (text !== undefined && text.length > TEXT_LENGTH_MAX) {
      throw new BadUserInput(`onBehalfOf.${name}`, `It has at most ${TEXT_LENGTH_MAX} characters.`);
    }
  }
  return {
    clientIp,
    headers: {
      'user-agent': userAgent,
      ...(asksForPrivacy ? { 'sec-gpc': '1' } : {}),
      ...(secPurpose === undefined ? {} : { 'sec-purpose': secPurpose }),
      ...(staffCookie === undefined ? {} : { cookie: `${STAFF_COOKIE}=${staffCookie}` }),
    },
  };
}
