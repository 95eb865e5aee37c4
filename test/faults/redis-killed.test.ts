// kill -9 of the Redis process under readers, with either way of writing its file: what it had acknowledged is there
// afterwards, and each view once. At "everysec" Redis puts its writing off for up to two seconds, and answers all the
// same, while an fsync of the second before has not come back: on a busy disk the views of that time may be gone. (What
// a machine loses with its power is another matter, and no process can be made to show it.)

import pino from 'pino';
import { SimulatedClock } from '../../src/platform/clock';
import type { RedisConnection } from '../../src/platform/redis/connection';
import { aCounting, aView, SomeArticles } from '../builders/a-counting';
import { RedisToKill } from '../setup/redis-to-kill';
import { until } from '../setup/until';

const log = pino({ level: 'silent' });
const clock = new SimulatedClock(1_764_000_000_000);
const articles = new SomeArticles(40);
const LANES = 12;
const PUT_OFF_MS = 2_500;
/** `npm run test:faults` kills it again and again. */
const KILLS = process.env['FAULTS'] === 'all' ? 10 : 2;
let isOver: boolean;
let readers: Promise<void>[];
let store: RedisToKill;
let redis: RedisConnection;

beforeEach(async () => {
  isOver = false;
  readers = [];
  store = await RedisToKill.start('killed:', log);
  redis = store.connection;
});

afterEach(async () => {
  isOver = true;
  await Promise.allSettled(readers);
  await store.stop();
});

test.each(['always', 'everysec'])(
  'with appendfsync %s nothing acknowledged is missing or doubled',
  async (fsync) => {
    const { counter, totals } = aCounting({ stores: { redis, log }, clock, articles });
    const answered = new Map<number, number>();
    const unanswered: { visitor: string; which: number }[] = [];
    /** Acknowledged in the two seconds before a kill. */
    let putOff = 0;
    const times: number[] = [];
    readers = Array.from({ length: LANES }, async (_, lane) => {
      for (let count = 0; !isOver; count++) {
        const which = ((lane * 7 + count) % articles.cards.length) + 1;
        const visitor = `reader ${lane} ${count}`;
        const [outcome] = await counter.record([aView(visitor, articles.id(which))]);
        if (outcome?.status === 'COUNTED') {
          answered.set(which, (answered.get(which) ?? 0) + 1);
          times.push(performance.now());
        } else unanswered.push({ visitor, which });
      }
    });
    for (let kill = 0; kill < KILLS; kill++) {
      await redis.client.config('SET', 'appendfsync', fsync);
      const before = sum(answered);
      await until(() => sum(answered) > before + 200, { withinMs: 20_000 });
      const killedMs = performance.now();
      await store.kill();
      putOff += times.filter((atMs) => atMs > killedMs - PUT_OFF_MS && atMs <= killedMs + 100).length;
    }
    isOver = true;
    await Promise.all(readers);

    const acknowledged = sum(answered);
    expect(acknowledged).toBeGreaterThan(200 * KILLS);
    const found = async () => totals.totals(articles.cards.map(({ number }) => number));
    const now = await found();
    const missing = articles.cards.map((_, index) =>
      Math.max((answered.get(index + 1) ?? 0) - now[index]!, 0),
    );
    const lost = missing.reduce((all, one) => all + one, 0);
    if (lost > 0) process.stdout.write(`${fsync}: ${lost} of ${acknowledged} acknowledged views lost\n`);
    expect(lost).toBeLessThanOrEqual(fsync === 'always' ? 0 : putOff);
    // Whoever had no answer sends again: afterwards every reader whose view was not lost has been counted once.
    for (const { visitor, which } of unanswered) {
      const [outcome] = await counter.record([aView(visitor, articles.id(which))]);
      expect(['COUNTED', 'REPEAT']).toContain(outcome?.status);
      answered.set(which, (answered.get(which) ?? 0) + 1);
    }
    const counted = (await found()).reduce((all, one) => all + one, 0);
    expect(sum(answered) - counted).toBeLessThanOrEqual(fsync === 'always' ? 0 : putOff);
    expect(counted).toBeLessThanOrEqual(sum(answered));
  },
  180_000,
);

function sum(counts: ReadonlyMap<number, number>): number {
  return [...counts.values()].reduce((all, one) => all + one, 0);
}
