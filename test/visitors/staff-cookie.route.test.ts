import { request } from 'undici';
import { SimulatedClock } from '../../src/platform/clock';
import { StaffCookies } from '../../src/visitors/staff-cookie';
import { useApi } from '../builders/a-running-api';
import { anArticleDraft } from '../builders/an-article-draft';
import { BROWSER } from '../setup/running-program';
import { until } from '../setup/until';

const SECRET = 's'.repeat(40);
const api = useApi({ STAFF_COOKIE_SECRETS: SECRET, TRUST_PROXY: 'loopback' });
const cookieOf = (secret: string, nowMs = Date.now()) =>
  new StaffCookies([secret], new SimulatedClock(nowMs)).issue(3_600)!;

async function open(value: string, headers: Record<string, string> = {}) {
  const answer = await request(`${api.url}/staff?cookie=${encodeURIComponent(value)}`, { headers });
  return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
}

test('a browser that has opened the link sends beacons of the staff', async () => {
  await api.publish([anArticleDraft({ number: 1 })]);
  const articleId = (await api.newsroom.cards.bySlug('story-1'))?.id;
  const { value, expiresAt } = cookieOf(SECRET);
  const { status, headers, text } = await open(value);
  expect({ status, text }).toEqual({
    status: 200,
    text: `This browser is one of the staff's until ${expiresAt.toISOString()}: its views are counted apart.\n`,
  });
  expect(headers['cache-control']).toBe('no-store');
  const [pair = '', ...attributes] = String(headers['set-cookie']).split('; ');
  expect(attributes).toEqual(['Path=/', `Expires=${expiresAt.toUTCString()}`, 'HttpOnly', 'SameSite=Lax']);
  const beacon = async (visitor: string, cookie: string) =>
    request(`${api.url}/beacon`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain', 'user-agent': BROWSER, cookie },
      body: JSON.stringify({ articleId, visitor }),
    });
  await beacon('ida', pair);
  await beacon('ada', '');
  const outcomes = async () =>
    (await (await fetch(`${api.url}/metrics`)).text()).match(/mostread_views_total\{.*/g);
  await until(async () => (await outcomes())?.length === 2, { what: 'both are counted' });
  expect((await outcomes())?.sort()).toEqual([
    'mostread_views_total{outcome="COUNTED"} 1',
    'mostread_views_total{outcome="STAFF"} 1',
  ]);
});

test('over TLS it reaches the beacons of pages on another site', async () => {
  const { headers } = await open(cookieOf(SECRET).value, { 'x-forwarded-proto': 'https' });
  expect(String(headers['set-cookie'])).toMatch(/; HttpOnly; SameSite=None; Secure$/);
});

test.each([
  { link: 'of another secret', value: () => cookieOf('o'.repeat(40)).value },
  { link: 'that has ended', value: () => cookieOf(SECRET, Date.now() - 3_600_000).value },
  { link: 'that was cut', value: () => cookieOf(SECRET).value.slice(0, -2) },
  { link: 'with another header in it', value: () => `${cookieOf(SECRET).value}\r\nset-cookie: a=b` },
  { link: 'of 10 kB', value: () => 'x'.repeat(10_000) },
  { link: 'of nothing', value: () => '' },
])('a link $link sets none', async ({ value }) => {
  const { status, headers, text } = await open(value());
  expect({ status, cookie: headers['set-cookie'] }).toEqual({ status: 403, cookie: undefined });
  expect(JSON.parse(text).errors[0].extensions.code).toBe('STAFF_LINK_INVALID');
});

test('a link twice over sets none', async () => {
  const { value } = cookieOf(SECRET);
  const answer = await request(`${api.url}/staff?cookie=${value}&cookie=${value}`);
  await answer.body.dump();
  expect(answer.statusCode).toBe(403);
});
