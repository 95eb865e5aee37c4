import { SimulatedClock } from '../../src/platform/clock';
import { aCounting, SomeArticles } from '../builders/a-counting';
import { BROWSER } from '../setup/running-program';
import { useStores } from '../setup/stores';

const stores = useStores();
const clock = new SimulatedClock(1_764_000_000_000);

function readers(environment: Record<string, string> = {}) {
  return aCounting({ stores, clock, articles: new SomeArticles(0), environment }).readers;
}

const from = (headers: Record<string, string> = {}, clientIp = '203.0.113.7') => ({
  clientIp,
  headers: { 'user-agent': BROWSER, ...headers },
});

test('the argument names the visitor, else the header, else address and agent', async () => {
  const all = readers();
  const byHeader = from({ 'x-visitor-id': 'h' });
  expect((await all.of(byHeader, 'a')).visitor).toBe((await all.of(from(), 'a')).visitor);
  expect((await all.of(byHeader)).visitor).toBe((await all.of(from(), 'h')).visitor);
  expect((await all.of(from())).visitor).toBe((await all.of(from(), null)).visitor);
  expect((await all.of(from())).visitor).not.toBe((await all.of(from({}, '203.0.113.8'))).visitor);
  expect((await all.ofLog('a')).visitor).toBe((await all.of(from(), 'a')).visitor);
});

test.each([
  { id: '', code: 'BAD_USER_INPUT' },
  { id: 'v'.repeat(201), code: 'BAD_USER_INPUT' },
])('an id of $id.length characters is refused', async ({ id, code }) => {
  await expect(readers().of(from(), id)).rejects.toMatchObject({ code, field: 'visitor' });
});

test('the staff is the staff whatever its agent, a bot is a bot whatever its id', async () => {
  const all = readers({ STAFF_NETWORKS: '192.0.2.0/24' });
  expect((await all.of(from({ 'user-agent': 'curl/8' }, '192.0.2.9'))).kind).toBe('STAFF');
  expect((await all.of(from({ 'user-agent': 'curl/8' }), 'a')).kind).toBe('BOT');
  expect((await all.of(from({ 'sec-purpose': 'prefetch' }), 'a')).kind).toBe('BOT');
  expect((await all.of(from(), 'a')).kind).toBe('READER');
});

test.each([
  { header: 'sec-gpc', setting: 'on', isPrivate: true },
  { header: 'dnt', setting: 'on', isPrivate: true },
  { header: 'sec-gpc', setting: 'off', isPrivate: true },
  { header: 'dnt', setting: 'off', isPrivate: false },
  { header: 'x-other', setting: 'on', isPrivate: false },
])(
  '$header: 1 with HONOUR_DO_NOT_TRACK $setting is private: $isPrivate',
  async ({ header, setting, isPrivate }) => {
    const reader = await readers({ HONOUR_DO_NOT_TRACK: setting }).of(from({ [header]: '1' }), 'a');
    expect(reader.isPrivate).toBe(isPrivate);
  },
);
