import { ApartViewsStore } from '../../src/views/apart-views.store';
import { useStores } from '../setup/stores';

const stores = useStores();

test('bots and the staff are counted by article and day, and kept thirty days', async () => {
  const apart = new ApartViewsStore(stores.redis);
  const bot = { article: 1, kind: 'BOT', day: '2026-11-25' } as const;
  await apart.add([
    bot,
    bot,
    { ...bot, kind: 'STAFF' },
    { ...bot, day: '2026-11-26' },
    { ...bot, article: 2 },
  ]);
  await apart.add([bot]);
  await apart.add([]);
  expect(await apart.count(bot)).toBe(3);
  expect(await apart.count({ ...bot, kind: 'STAFF' })).toBe(1);
  expect(await apart.count({ ...bot, day: '2026-11-26' })).toBe(1);
  expect(await apart.count({ ...bot, article: 2 })).toBe(1);
  expect(await apart.count({ ...bot, article: 3 })).toBe(0);
  const [key = ''] = await stores.redis.client.keys(`${stores.keySpace}*:apart:bot:2026-11-25`);
  const ttl = await stores.redis.client.ttl(key.slice(stores.keySpace.length));
  expect(ttl).toBeGreaterThan(30 * 24 * 3_600);
});
