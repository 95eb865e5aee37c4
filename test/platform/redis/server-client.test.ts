import { partitionOf } from '../../../src/boards/partition';
import { systemClock } from '../../../src/platform/clock';
import { Channel } from '../../../src/platform/redis/channel';
import { checkRedis } from '../../../src/platform/redis/check-redis';
import { openRedis, type RedisConnection } from '../../../src/platform/redis/connection';
import { CountCalls } from '../../../src/views/count-calls';
import { aViewToCount } from '../../builders/a-view-to-count';
import { SentinelSetup } from '../../setup/sentinels';
import { until } from '../../setup/until';

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
