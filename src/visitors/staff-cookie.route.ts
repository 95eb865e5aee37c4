// GET /staff?cookie=..., the link of `mostread staff-cookie`: whoever opens it has the cookie from then on, for the
// host of this API, where views and beacons go. It names nobody, so it may be passed around in a newsroom.

import type { FastifyInstance } from 'fastify';
import { STAFF_COOKIE, type StaffCookies } from './staff-cookie';
import { StaffLinkInvalid } from './visitors.errors';

export const STAFF_LINK_PATH = '/staff';

export function registerStaffLink(fastify: FastifyInstance, cookies: Pick<StaffCookies, 'endOf'>): void {
  fastify.get<{ Querystring: { cookie?: unknown } }>(STAFF_LINK_PATH, async (request, reply) => {
    const { cookie: value } = request.query;
    const end = typeof value === 'string' ? cookies.endOf(value) : undefined;
    if (end === undefined) throw new StaffLinkInvalid();
    // A beacon of a page on another site carries it only so, and browsers take that over TLS alone.
    const reach = request.protocol === 'https' ? 'SameSite=None; Secure' : 'SameSite=Lax';
    return reply
      .header(
        'set-cookie',
        `${STAFF_COOKIE}=${value}; Path=/; Expires=${end.toUTCString()}; HttpOnly; ${reach}`,
      )
      .header('cache-control', 'no-store')
      .type('text/plain; charset=utf-8')
      .send(`This browser is one of the staff's until ${end.toISOString()}: its views are counted apart.\n`);
  });
}
