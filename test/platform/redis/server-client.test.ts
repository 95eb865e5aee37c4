import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { partitionOf } from '../../../src/boards/partition';
import { systemClock } from '../../../src/platform/clock';
import { Channel } from '../../../src/platform/redis/channel';
import { checkRedis } from '../../../src/platform/redis/check-redis';
import { openRedis, type RedisConnection } from '../../../src/platform/redis/connection';
import { CountCalls } from '../../../src/views/count-calls';
import { aViewToCount } from '../../builders/a-view-to-count';
import { SentinelSetup } from '../../setup/sentinels';
import { until } from '../../setup/until';

/** What the library connects with. */
const streamOf = (client: object) => (client as { connector: { stream?: Socket } }).connector.stream;

describe('a Redis that Sentinels watch', () => {
  let sentinels: SentinelSetup;
  let redis: RedisConnection;

  beforeEach(async () => {
    sentinels = await SentinelSetup.start();
    redis = openRedis({ ...sentinels.place, keySpace: 'sentinel-test:' });
    await redis.ready(10_000);
  }, 180_000);

  afterEach(async () => {
    await redis?.close();
    await sentinels?.stop();
  }, 180_000);

  test('one that is closed while it connects stays closed, and listens to no Sentinel', async () => {
    await until(async () => (await sentinels.listenedTo()) === 3);
    const late = redis.inKeySpace('late:');
    void (late.client as Redis).connect().catch(() => undefined);
    const ended = new Promise((resolve) => late.client.once('end', resolve));
    // Between the answer of a Sentinel and the connection to the server that it named.
    while (!streamOf(late.client)?.connecting) await new Promise((resolve) => setImmediate(resolve));
    await redis.close();
    await late.close();
    await ended;
    // Longer than it takes to connect again.
    await systemClock.wait(1_000);
    expect(late.client.status).toBe('end');
    expect(await sentinels.listenedTo()).toBe(0);
  });

  test('a Sentinel that is away is sought without a word on standard error', async () => {
    // The library tells errors of this process from those of a test's sandbox.
    const hook = join(__dirname, '../../setup/typescript-hook.cjs');
    const program = join(__dirname, '../../setup/redis-client.program.ts');
    const client = spawn(process.execPath, ['--require', hook, program, JSON.stringify(sentinels.place)]);
    let said = '';
    client.stderr.on('data', (chunk) => {
      said += String(chunk);
    });
    const ended = once(client, 'close');
    await once(client.stdout, 'data');
    await until(async () => (await sentinels.listenedTo()) === 3);
    await sentinels.killLastSentinel();
    // It is tried again at least every half second.
    await systemClock.wait(1_500);
    client.stdin.end();
    await ended;
    expect(said).toBe('');
  });

  const forms = [
    { form: 'its primary dies and the replica takes its place', hangs: false },
    { form: 'the Sentinel that it asks first hangs meanwhile', hangs: true },
  ];
  test.each(forms)(
    'counts on when $form',
    async ({ hangs }) => {
      await checkRedis(redis);
      const heard: number[] = [];
      const channel = new Channel<number>(redis, 'news');
      const stop = await channel.subscribe((news) => heard.push(news));
      const calls = new CountCalls({ redis, clock: systemClock, streamViews: 1_000 });
      const count = () => calls.count(partitionOf(1), [aViewToCount(1, systemClock.nowMs())]);
      const before = await count();
      await until(async () => (await redis.client.wait(1, 500)) === 1, { what: 'the replica has it too' });

      const dead = await sentinels.primaryPort();
      if (hangs) sentinels.hangFirstSentinel();
      await sentinels.kill(dead);
      // Theirs to decide, and no matter of ours: a Sentinel that the machine held up for two seconds does nothing for
      // thirty, and one that lost the vote tries again after twice its failover-timeout.
      const isReplaced = () =>
        sentinels
          .primaryPort()
          .then((port) => port !== dead)
          .catch(() => false);
      await until(isReplaced, { withinMs: 90_000, what: 'the Sentinels have made the replica the primary' });
      // It asks the first Sentinel that answers, which may be the one that was held up and names the dead one still.
      await until(() => count().then(Boolean, () => false), { withinMs: 90_000, what: 'the client follows' });
      const after = await count();
      expect(after.lineage).not.toBe(before.lineage);
      expect(after.views[0]?.status).toBe('COUNTED');
      await until(async () => {
        await channel.publish(1).catch(() => undefined);
        return heard.length > 0;
      });
      stop();
    },
    240_000,
  );
});
