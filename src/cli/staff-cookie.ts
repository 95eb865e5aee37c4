import { type Command, InvalidArgumentError } from 'commander';

const DAYS_MAX = 365;

const help = `
Views of a browser that has the cookie are counted with the staff's and move no list. Give it to a browser by the link,
or let your site set it on its whole domain, Secure and HttpOnly, for whoever signs in. It names nobody. The secrets
that sign it are STAFF_COOKIE_SECRETS, and they must be those of the API.

Examples:
  mostread staff-cookie
  mostread staff-cookie --days 90 --api https://api.news.example`;

export function addStaffCookie(program: Command): void {
  program
    .command('staff-cookie')
    .description("make the cookie that marks a browser as one of the staff's, and a link that sets it")
    .option('--days <n>', `for how many days it holds, 1 to ${DAYS_MAX}`, readDays, 30)
    .option('--api <address>', 'where browsers reach the API', readAddress)
    .addHelpText('after', help)
    .action((options: { days: number; api?: URL }) => {
      const { printStaffCookie } = require('./run-staff-cookie') as typeof import('./run-staff-cookie');
      printStaffCookie(options);
    });
}

function readDays(written: string): number {
  const days = Number(written);
  if (/^\d{1,3}$/.test(written) && days >= 1 && days <= DAYS_MAX) return days;
  throw new InvalidArgumentError(`It is a whole number of days from 1 to ${DAYS_MAX}.`);
}

function readAddress(written: string): URL {
  const url = URL.canParse(written) ? new URL(written) : undefined;
  if (url !== undefined && ['http:', 'https:'].includes(url.protocol)) return url;
  throw new InvalidArgumentError('It is an address such as https://api.news.example.');
}
