import { systemClock } from '../../src/platform/clock';
import { STAFF_COOKIE, StaffCookies } from '../../src/visitors/staff-cookie';
import { runMostread } from './run-mostread';

jest.setTimeout(60_000);

const SECRETS = ['n'.repeat(40), 'o'.repeat(40)];
const DAY_MS = 24 * 3_600_000;

async function withSecrets(secrets: readonly string[], ...args: string[]) {
  const before = process.env['STAFF_COOKIE_SECRETS'];
  if (secrets.length > 0) process.env['STAFF_COOKIE_SECRETS'] = secrets.join(',');
  try {
    return await runMostread(['staff-cookie', ...args]);
  } finally {
    if (before === undefined) delete process.env['STAFF_COOKIE_SECRETS'];
    else process.env['STAFF_COOKIE_SECRETS'] = before;
  }
}

test('prints the cookie alone, signed by the first secret, and says by which link a browser has it', async () => {
  const { status, stdout, stderr } = await withSecrets(
    SECRETS,
    '--days',
    '7',
    '--api',
    'https://api.news.example',
  );
  expect(status).toBe(0);
  const [, value = ''] = new RegExp(`^${STAFF_COOKIE}=(\\S+)\n$`).exec(stdout) ?? [];
  const end = new StaffCookies(SECRETS.slice(0, 1), systemClock).endOf(value);
  expect(end?.getTime()).toBeGreaterThan(Date.now() + 6.9 * DAY_MS);
  expect(end?.getTime()).toBeLessThan(Date.now() + 7.1 * DAY_MS);
  expect(new StaffCookies(SECRETS.slice(1), systemClock).endOf(value)).toBeUndefined();
  expect(stderr).toContain(`\nhttps://api.news.example/staff?cookie=${value}\n`);
  expect(stderr).toContain(`Good until ${end?.toISOString()}`);
});

test('says that no secret is set: status 1', async () => {
  const { status, stdout, stderr } = await withSecrets([]);
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: '',
    stderr: 'There are no staff cookies: STAFF_COOKIE_SECRETS is not set.\n',
  });
});

test.each([
  { args: ['--days', '0'], says: /a whole number of days from 1 to 365/ },
  { args: ['--days', '366'], says: /a whole number of days from 1 to 365/ },
  { args: ['--days', '1e2'], says: /a whole number of days from 1 to 365/ },
  { args: ['--api', 'api.news.example'], says: /an address such as https/ },
  { args: ['--api', 'file:///etc'], says: /an address such as https/ },
])('$args is refused: status 2', async ({ args, says }) => {
  const { status, stdout, stderr } = await withSecrets(SECRETS, ...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(says);
});
