import { SimulatedClock } from '../../src/platform/clock';
import { PublisherDays } from '../../src/visitors/publisher-day';
import { VisitorIds } from '../../src/visitors/visitor-ids';
import { VisitorSaltStore } from '../../src/visitors/visitor-salt.store';
import { allKeys, useStores } from '../setup/stores';

const stores = useStores();
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const origin = { clientIp: '203.0.113.7', userAgent: 'Mozilla/5.0' };
let day = 0;
let midnightMs = 0;

beforeEach(() => {
  day += 10;
  midnightMs = Date.UTC(2026, 0, day);
});

function aProcess(atMs: number) {
  const clock = new SimulatedClock(atMs);
  const days = new PublisherDays('UTC');
  const salts = new VisitorSaltStore(stores.redis, days);
  return { clock, salts, ids: new VisitorIds(salts, days, clock) };
}

const saltKeyOf = (atMs: number) => `visitor-salt:${new Date(atMs).toISOString().slice(0, 10)}`;

test('a visitor has one pseudonym all day, in every process', async () => {
  const one = aProcess(midnightMs);
  const other = aProcess(midnightMs + HOUR_MS);
  const [mine, theirs] = [await one.ids.ofOwnId('a'), await other.ids.ofOwnId('a')];
  await one.clock.advanceBy(23 * HOUR_MS);
  expect((await one.ids.ofOwnId('a')).visitor).toBe(mine.visitor);
  expect(theirs.visitor).toBe(mine.visitor);
  expect(mine.visitor).toMatch(/^[\w-]{16}$/);
});

test('visitors, origins and networks that differ have different pseudonyms', async () => {
  const { ids } = aProcess(midnightMs);
  const pseudonyms = [
    await ids.ofOwnId('a'),
    await ids.ofOwnId('b'),
    await ids.ofOrigin(origin),
    await ids.ofOrigin({ ...origin, clientIp: '203.0.113.8' }),
    await ids.ofOrigin({ ...origin, userAgent: 'another' }),
  ].map(({ visitor }) => visitor);
  expect(new Set([...pseudonyms, await ids.ofNetwork('203.0.113.7')]).size).toBe(6);
  expect(await ids.ofNetwork('203.0.113.7')).toBe(await ids.ofNetwork('203.0.113.99'));
  expect(await ids.ofNetwork('127.0.0.1')).toBeUndefined();
});

test.each([
  { spelled: ['2001:db8:1:2::7', '2001:DB8:1:2:0:0:0:7', '2001:0db8:0001:0002::0007'] },
  { spelled: ['203.0.113.7', '::ffff:203.0.113.7', '::ffff:cb00:7107'] },
  { spelled: ['fe80::1', 'fe80::1%eth0', 'FE80:0::1%2'] },
])('$spelled is one visitor of one network', async ({ spelled }) => {
  const { ids } = aProcess(midnightMs);
  const visitors = new Set<string>();
  const networks = new Set<string | undefined>();
  for (const clientIp of spelled) {
    visitors.add((await ids.ofOrigin({ ...origin, clientIp })).visitor);
    networks.add(await ids.ofNetwork(clientIp));
  }
  expect(visitors.size).toBe(1);
  expect(networks.size).toBe(1);
});

test('at midnight the pseudonym changes, and for one window of deduplication the earlier one is known', async () => {
  const { clock, ids } = aProcess(midnightMs - MINUTE_MS);
  const before = await ids.ofOwnId('a');
  expect(before.earlier).toBeUndefined();
  await clock.advanceTo(midnightMs);
  const after = await ids.ofOwnId('a');
  expect(after.visitor).not.toBe(before.visitor);
  expect(after.earlier).toEqual({ visitor: before.visitor, untilMs: midnightMs });
  const fresh = aProcess(midnightMs + 45 * MINUTE_MS);
  expect((await fresh.ids.ofOwnId('a')).earlier?.visitor).toBe(before.visitor);
  await fresh.clock.advanceBy(1);
  expect((await fresh.ids.ofOwnId('a')).earlier).toBeUndefined();
});

test("yesterday's salt ends with its window, in Redis and in memory", async () => {
  const { clock, ids, salts } = aProcess(midnightMs - 15 * MINUTE_MS);
  await ids.ofOwnId('a');
  // From a quarter to twelve on: a quarter of an hour and the window of 45 minutes.
  const ttl = await stores.redis.client.ttl(saltKeyOf(midnightMs - 1));
  expect(ttl).toBeGreaterThan(59 * 60);
  expect(ttl).toBeLessThanOrEqual(60 * 60);
  await clock.advanceTo(midnightMs + 44 * MINUTE_MS);
  await salts.renew(clock.nowMs());
  const yesterday = new Date(midnightMs - 1).toISOString().slice(0, 10);
  expect(salts.knownSalt(yesterday)).toBeDefined();
  await clock.advanceTo(midnightMs + 46 * MINUTE_MS);
  await salts.renew(clock.nowMs());
  expect(salts.knownSalt(yesterday)).toBeUndefined();
});

test('a salt of yesterday that was never made is not made afterwards', async () => {
  const { ids } = aProcess(midnightMs + MINUTE_MS);
  expect((await ids.ofOwnId('a')).earlier).toBeUndefined();
  expect(await stores.redis.client.exists(saltKeyOf(midnightMs - 1))).toBe(0);
});

test('a salt of yesterday that was never made is asked for once', async () => {
  const { ids } = aProcess(midnightMs + MINUTE_MS);
  const asked = jest.spyOn(stores.redis.client, 'get');
  try {
    for (const ownId of ['a', 'b', 'c']) await ids.ofOwnId(ownId);
    expect(asked).toHaveBeenCalledTimes(1);
  } finally {
    asked.mockRestore();
  }
});

test('a Redis that has lost the salt gets it back, and processes that disagree agree again', async () => {
  const one = aProcess(midnightMs);
  const other = aProcess(midnightMs);
  const { visitor } = await one.ids.ofOwnId('a');
  await other.ids.ofOwnId('a');
  await stores.redis.client.del(saltKeyOf(midnightMs));
  await one.salts.renew(midnightMs);
  expect((await aProcess(midnightMs).ids.ofOwnId('a')).visitor).toBe(visitor);

  await stores.redis.client.set(saltKeyOf(midnightMs), 'the salt of a third process');
  await Promise.all([one.salts.renew(midnightMs), other.salts.renew(midnightMs)]);
  const third = await aProcess(midnightMs).ids.ofOwnId('a');
  expect((await one.ids.ofOwnId('a')).visitor).toBe(third.visitor);
  expect((await other.ids.ofOwnId('a')).visitor).toBe(third.visitor);
});

test('no address, agent or id of a client reaches Redis', async () => {
  const { ids } = aProcess(midnightMs);
  await ids.ofOrigin(origin);
  await ids.ofOwnId('someone@example.org');
  const keys = await allKeys(stores);
  expect(keys.length).toBeGreaterThan(0);
  for (const key of keys) {
    const value = await stores.redis.client.get(key);
    expect(`${key} ${value}`).not.toMatch(/203\.0\.113|Mozilla|someone/);
  }
});
