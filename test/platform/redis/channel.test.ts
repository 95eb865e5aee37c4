import { Channel } from '../../../src/platform/redis/channel';
import { openRedis, type RedisConnection } from '../../../src/platform/redis/connection';
import type { ProxiedRedis } from '../../setup/proxied-redis';
import { useStores } from '../../setup/stores';
import { until } from '../../setup/until';

interface News {
  headline: string;
}

const stores = useStores();
let proxy: ProxiedRedis;
let redis: RedisConnection;

beforeEach(async () => {
  proxy = await stores.proxied();
  redis = openRedis({ ...proxy.place, keySpace: stores.keySpace }, stores.log);
  await redis.ready();
});

afterEach(async () => {
  await redis.close();
  await proxy.close();
});

const READY = 'Ready';
const headlines = (heard: readonly News[]) =>
  heard.map(({ headline }) => headline).filter((headline) => headline !== READY);

/** Between nodes of a Cluster a message may be lost while they find each other: said until all have heard it. */
const untilHeard = (channel: Channel<News>, ...all: readonly News[][]) =>
  until(async () => {
    await channel.publish({ headline: READY });
    return all.every((heard) => heard.length > 0);
  });

test('every subscriber hears what is published, and none of another channel', async () => {
  const channel = new Channel<News>(redis, 'news');
  const heard: News[] = [];
  const heardToo: News[] = [];
  await channel.subscribe((news) => heard.push(news));
  const stop = await channel.subscribe((news) => heardToo.push(news));
  await untilHeard(channel, heard, heardToo);
  await new Channel<News>(redis, 'weather').publish({ headline: 'Rain' });
  await channel.publish({ headline: 'One' });
  await until(() => headlines(heard).length === 1 && headlines(heardToo).length === 1);
  stop();
  await channel.publish({ headline: 'Two' });
  await until(() => headlines(heard).length === 2);
  expect(headlines(heard)).toEqual(['One', 'Two']);
  expect(headlines(heardToo)).toEqual(['One']);
});

test('a subscription begins again after the connection broke, and says that there was a gap', async () => {
  const channel = new Channel<News>(redis, 'news');
  const heard: News[] = [];
  let gaps = 0;
  await channel.subscribe(
    (news) => heard.push(news),
    () => {
      gaps += 1;
    },
  );
  proxy.cut();
  await until(() => gaps === 1);
  await until(() => redis.client.status === 'ready');
  await untilHeard(channel, heard);
});

test('a subscription that is asked for while Redis is away begins when it is back', async () => {
  proxy.refuse();
  proxy.cut();
  await until(() => redis.client.status !== 'ready');
  const channel = new Channel<News>(redis, 'news');
  const heard: News[] = [];
  await channel.subscribe((news) => heard.push(news));
  proxy.accept();
  await until(async () => {
    await channel.publish({ headline: 'Again' }).catch(() => undefined);
    return heard.length > 0;
  });
});

test('what is no message, or what a listener cannot take, does not end the subscription', async () => {
  const channel = new Channel<News>(redis, 'news');
  const heard: News[] = [];
  await channel.subscribe((news) => {
    if (news.headline === 'Bad') throw new Error('cannot take it');
    heard.push(news);
  });
  await redis.client.publish(redis.channel('news'), '{not json');
  // Between nodes of a Cluster a message may be lost while they find each other again: said until it is heard.
  await until(async () => {
    await channel.publish({ headline: 'Bad' });
    await channel.publish({ headline: 'Good' });
    return heard.length > 0;
  });
  expect(heard[0]).toEqual({ headline: 'Good' });
});
