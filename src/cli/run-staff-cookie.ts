import { systemClock } from '../platform/clock';
import { StaffCookies } from '../visitors/staff-cookie';
import { STAFF_LINK_PATH } from '../visitors/staff-cookie.route';
import { NoStaffCookies } from '../visitors/visitors.errors';
import { settingsForCommand } from './newsroom-for-command';

const DAY_SECONDS = 24 * 3_600;

/** The cookie alone goes to standard output, so that a script can take it from there. */
export function printStaffCookie({ days, api }: { days: number; api?: URL }): void {
  const { settings } = settingsForCommand();
  const cookie = new StaffCookies(settings.visitors.staffCookieSecrets, systemClock).issue(
    days * DAY_SECONDS,
  );
  if (cookie === undefined) throw new NoStaffCookies();
  const { name, value, expiresAt } = cookie;
  const host = api ?? new URL(`http://localhost:${settings.http.port}`);
  const link = new URL(`${STAFF_LINK_PATH}?${new URLSearchParams({ cookie: value })}`, host);
  process.stderr.write(
    `Good until ${expiresAt.toISOString()}. A browser has it once it has opened\n${link}\n` +
      `or once your site has set it on its domain:\n`,
  );
  process.stdout.write(`${name}=${value}\n`);
}
