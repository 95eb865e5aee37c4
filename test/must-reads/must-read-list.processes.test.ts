// A pick in one process, as another one shows it that hears no message and whose own reading of picks never comes round.

import { Account } from '../../src/accounts/account';
import { Role } from '../../src/accounts/role';
import { composeSurroundings } from '../../src/compose/surroundings';
import { PickLifetime } from '../../src/must-reads/must-read-pick.entity';
import { type Clock, systemClock } from '../../src/platform/clock';
import { openRedis, type RedisConnection } from '../../src/platform/redis/connection';
import { LiveNewsroom } from '../builders/a-live-newsroom';
import { CuttingProxy } from '../setup/cutting-proxy';
import { useStores } from '../setup/stores';
import { SOON_MS, until } from '../setup/until';

const READ_PICKS_EVERY_MS = 2_000;
const stores = useStores();
const editor = new Account({ kind: 'API_KEY', id: 'ida', name: 'Ida', roles: [Role.EDITOR] });
const withoutPolls: Clock = {
  ...systemClock,
  every: (ms, tick) => (ms === READ_PICKS_EVERY_MS ? () => undefined : systemClock.every(ms, tick)),
};
let here: LiveNewsroom;
let there: LiveNewsroom;
let proxy: CuttingProxy;
let redis: RedisConnection;

async function picked(): Promise<string[]> {
  const { mustReads } = await there.ask('{ mustReads { edges { reason node { slug } } } }');
  return mustReads.edges
    .filter(({ reason }: { reason: string }) => reason === 'PICKED')
    .map(({ node }: { node: { slug: string } }) => node.slug);
}

beforeAll(async () => {
  const target = new URL(stores.redisUrl);
  proxy = await CuttingProxy.to({ host: target.hostname, port: Number(target.port) });
  target.port = String(proxy.port);
  redis = openRedis({ url: target.href, keySpace: stores.keySpace, commandTimeoutMs: 1_000 }, stores.log);
  await redis.ready();
  here = await new LiveNewsroom(stores).start();
  there = await new LiveNewsroom(stores, { redis, clock: withoutPolls }).start();
});

afterAll(async () => {
  await there.stop();
  await here.stop();
  await redis.close();
  await proxy.close();
});

test('a pick shows, changes, begins and goes in a process that is cut off', async () => {
  const articles = await here.publish(['bridge', 'tower']);
  const { picks } = composeSurroundings({ dataSource: stores.dataSource, clock: systemClock }, here.newsroom);
  proxy.refuse();
  proxy.cut();
  const of = (name: string) => ({ articleId: articles.get(name)!.id, value: 3, lifetime: PickLifetime.LONG });
  const bridge = await picks.pick(editor, of('bridge'));
  await until(async () => (await picked()).join() === 'about-the-bridge', { withinMs: SOON_MS });
  const begins = systemClock.nowMs() + 1_500;
  await picks.pick(editor, { ...of('tower'), value: 5, from: new Date(begins) });
  expect(await picked()).toEqual(['about-the-bridge']);
  await until(async () => (await picked())[0] === 'about-the-tower', { withinMs: SOON_MS });
  expect(systemClock.nowMs()).toBeGreaterThanOrEqual(begins);
  await picks.remove(editor, bridge.id);
  await until(async () => (await picked()).join() === 'about-the-tower', { withinMs: SOON_MS });
});
