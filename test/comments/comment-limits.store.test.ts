import { CommentLimitsStore } from '../../src/comments/comment-limits.store';
import { openRedis } from '../../src/platform/redis/connection';
import { allKeys, useStores } from '../setup/stores';

const stores = useStores();
const options = {
  ...{ perMinute: 3, perHour: 5, networkPerMinute: 4, networkPerHour: 100 },
  ...{ repeatMinutes: 10, reportsPerHour: 2 },
};
let visitors = 0;

const aVisitor = () => `visitor-${++visitors}`;
const codeOf = (taken: Promise<void>) =>
  taken.then(
    () => 'taken',
    (error: { code: string }) => error.code,
  );

describe('the limits of comments', () => {
  test('hold over all processes, for a visitor and for a network', async () => {
    const [here, there] = [
      new CommentLimitsStore(stores.redis, options),
      new CommentLimitsStore(stores.redis, options),
    ];
    const visitor = aVisitor();
    for (const process of [here, there, here])
      expect(await codeOf(process.takeComment({ visitor }))).toBe('taken');
    expect(await codeOf(there.takeComment({ visitor }))).toBe('COMMENTS_TOO_FAST');
    const network = `network-${aVisitor()}`;
    for (let count = 0; count < 4; count++) await here.takeComment({ visitor: aVisitor(), network });
    expect(await codeOf(there.takeComment({ visitor: aVisitor(), network }))).toBe('COMMENTS_TOO_FAST');
    expect(await codeOf(there.takeComment({ visitor: aVisitor() }))).toBe('taken');
  });

  test('say how long to wait', async () => {
    const limits = new CommentLimitsStore(stores.redis, options);
    const visitor = aVisitor();
    for (let count = 0; count < 2; count++) await limits.takeReport({ visitor });
    await expect(limits.takeReport({ visitor })).rejects.toThrow(/Try again in (3600|35\d\d) seconds/);
  });

  test('keep neither a visitor nor a text, and nothing for ever', async () => {
    const limits = new CommentLimitsStore(stores.redis, options);
    const visitor = aVisitor();
    await limits.takeComment({ visitor });
    await limits.noteText({ visitor, text: 'My own words' });
    const keys = (await allKeys(stores)).filter((key) => key.startsWith('comment-'));
    expect(keys.length).toBeGreaterThan(2);
    expect(keys.join()).not.toContain('words');
    for (const key of keys) {
      expect(await stores.redis.client.ttl(key)).toBeGreaterThan(0);
    }
  });

  test('know a repetition, and what was not written after all', async () => {
    const limits = new CommentLimitsStore(stores.redis, options);
    const written = { visitor: aVisitor(), text: 'Twice' };
    await limits.noteText(written);
    expect(await codeOf(limits.noteText({ ...written, text: ' TWICE! ' }))).toBe('COMMENT_REPEATED');
    await limits.forgetText(written);
    expect(await codeOf(limits.noteText({ ...written, eventId: 'one' }))).toBe('taken');
    expect(await codeOf(limits.noteText({ ...written, eventId: 'one' }))).toBe('taken');
    expect(await codeOf(limits.noteText({ ...written, eventId: 'two' }))).toBe('COMMENT_REPEATED');
    expect(await codeOf(limits.noteText({ visitor: aVisitor(), text: '👍' }))).toBe('taken');
  });

  test('hold in each process by itself while Redis is away, and nobody is refused for that', async () => {
    const redis = openRedis({ url: 'redis://127.0.0.1:1', keySpace: 'away:' });
    try {
      const limits = new CommentLimitsStore(redis, options);
      const visitor = aVisitor();
      for (let count = 0; count < 3; count++)
        expect(await codeOf(limits.takeComment({ visitor }))).toBe('taken');
      expect(await codeOf(limits.takeComment({ visitor }))).toBe('COMMENTS_TOO_FAST');
      expect(await codeOf(limits.noteText({ visitor, text: 'Once' }))).toBe('taken');
      await limits.forgetText({ visitor, text: 'Once' });
    } finally {
      await redis.close();
    }
  });
});
