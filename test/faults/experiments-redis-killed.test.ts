// kill -9 of the Redis process while readers report what they were shown and click on it. Redis writes its file before
// it answers, so each showing is counted once, however often its report had to be sent; a click, of which there is no
// second report, is counted once or told as lost, and never twice.

import { BUCKETS, variantOf } from '../../src/experiments/buckets';
import type { Experiment } from '../../src/experiments/experiment';
import { writeToken } from '../../src/experiments/shown-token';
import { VariantCounter } from '../../src/experiments/variant-counter';
import { VariantCountersStore } from '../../src/experiments/variant-counters.store';
import { VariantFlusher } from '../../src/experiments/variant-flusher';
import { VariantSumsRepository } from '../../src/experiments/variant-sums.repository';
import { SimulatedClock, systemClock } from '../../src/platform/clock';
import { StoreUnavailable } from '../../src/platform/errors';
import type { RedisConnection } from '../../src/platform/redis/connection';
import { PublisherDays } from '../../src/visitors/publisher-day';
import { anExperiment } from '../builders/an-experiment';
import { RedisToKill } from '../setup/redis-to-kill';
import { useStores } from '../setup/stores';
import { until } from '../setup/until';

const stores = useStores();
const NOON_MS = Date.UTC(2026, 2, 10, 12);
const LANES = 8;
const SHOWN = 5;
const RAIL = 'YOU_MAY_ALSO_LIKE';
/** `npm run test:faults` kills it again and again. */
const KILLS = process.env['FAULTS'] === 'all' ? 6 : 2;
let store: RedisToKill;
let redis: RedisConnection;
let experiment: Experiment;

beforeEach(async () => {
  store = await RedisToKill.start('tested:', stores.log);
  redis = store.connection;
  await redis.client.config('SET', 'appendfsync', 'always');
  experiment = await anExperiment(stores, NOON_MS, { rail: RAIL, settings: { perSection: 1 } });
});

afterEach(async () => {
  await store.stop();
});

async function killRedis(): Promise<void> {
  await store.kill();
  await redis.client.config('SET', 'appendfsync', 'always');
}

function aProcess() {
  const clock = new SimulatedClock(NOON_MS);
  const sums = new VariantSumsRepository(stores.dataSource);
  const counter = new VariantCounter({
    ...{ redis, clock, days: new PublisherDays('UTC') },
    experiments: { byId: (id) => (id === experiment.id ? experiment : undefined) },
  });
  const counters = new VariantCountersStore(redis);
  return { counter, sums, flusher: new VariantFlusher({ counters, sums, clock, log: stores.log }) };
}

const tokenOf = (bucket: number) => ({
  bucket,
  token: writeToken(experiment.secret, {
    experimentId: experiment.id,
    variant: variantOf(experiment, bucket),
    snapshotId: { term: 3, sequence: 7 },
    computedAtMs: NOON_MS,
  }),
});

test('no showing is missing or doubled, and no click is counted twice', async () => {
  const processes = [aProcess(), aProcess()];
  let [isOver, clicks, repeats] = [false, 0, 0];
  const shown = new Map<number, number>();
  const report = async (
    { counter }: ReturnType<typeof aProcess>,
    showing: { bucket: number; eventId: string },
  ) => {
    const { bucket, eventId } = showing;
    const whole = { visitor: eventId, eventId, atMs: NOON_MS, impressions: SHOWN };
    for (;;) {
      try {
        return await counter.shown({ rail: RAIL, variant: tokenOf(bucket), ...whole });
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        repeats += 1;
        await systemClock.wait(50);
      }
    }
  };
  const readers = Array.from({ length: LANES }, async (_, lane) => {
    for (let count = 0; !isOver; count++) {
      const bucket = (lane * 31 + count) % BUCKETS;
      const one = processes[count % processes.length]!;
      await report(one, { bucket, eventId: `showing ${lane} ${count}` });
      shown.set(bucket, (shown.get(bucket) ?? 0) + 1);
      if (count % 3 !== 0) continue;
      one.counter.clicked({ rail: RAIL, variant: tokenOf(bucket) });
      clicks += 1;
    }
  });
  const all = () => [...shown.values()].reduce((sum, count) => sum + count, 0);
  for (let kill = 0; kill < KILLS; kill++) {
    const before = all();
    await until(() => all() > before + 300, { withinMs: 60_000 });
    await processes[kill % processes.length]!.flusher.flush();
    await killRedis();
  }
  const last = all();
  await until(() => all() > last + 100, { withinMs: 60_000 });
  isOver = true;
  await Promise.all(readers);
  for (const { counter } of processes) await counter.drain();
  // As from a client that has lost the answers.
  for (let lane = 0; lane < LANES; lane++)
    await report(processes[lane % 2]!, { bucket: (lane * 31) % BUCKETS, eventId: `showing ${lane} 0` });
  for (const { flusher } of processes) expect(await flusher.flush()).toBe(true);

  const buckets = await processes[0]!.sums.ofBuckets(experiment.number);
  const found = buckets.map(({ impressions }) => impressions);
  const expected = Array.from({ length: BUCKETS }, (_, bucket) => (shown.get(bucket) ?? 0) * SHOWN);
  expect(found).toEqual(expected);
  expect(buckets.reduce((sum, { readers: of }) => sum + of, 0)).toBe(all());
  const counted = buckets.reduce((sum, one) => sum + one.clicks, 0);
  const lost = processes.reduce((sum, { counter }) => sum + counter.clicksLost, 0);
  expect(counted).toBeLessThanOrEqual(clicks);
  expect(counted + lost).toBeGreaterThanOrEqual(clicks);
  process.stdout.write(
    `${all()} showings, ${repeats} sent again; of ${clicks} clicks ${lost} told as lost\n`,
  );
}, 300_000);

test('a Redis that says nothing for long costs clicks, which is told, and no showing', async () => {
  const { counter, sums, flusher } = aProcess();
  const showing = { rail: RAIL, variant: tokenOf(7), visitor: 'ada', eventId: 'one', atMs: NOON_MS } as const;
  await counter.shown({ ...showing, eventId: 'before', impressions: SHOWN });
  process.kill(store.pid, 'SIGSTOP');
  for (let click = 0; click < 3; click++) counter.clicked({ rail: RAIL, variant: tokenOf(7) });
  expect(counter.clicksWaiting).toBe(3);
  await expect(counter.shown({ ...showing, impressions: SHOWN })).rejects.toThrow(StoreUnavailable);
  await counter.drain();
  expect([counter.clicksWaiting, counter.clicksLost]).toEqual([0, 3]);
  process.kill(store.pid, 'SIGCONT');
  await until(() => redis.client.status === 'ready', { withinMs: 30_000 });
  await until(
    () =>
      counter.shown({ ...showing, impressions: SHOWN }).then(
        () => true,
        () => false,
      ),
    { withinMs: 30_000, what: 'the showing is counted' },
  );
  expect(await flusher.flush()).toBe(true);
  const found = (await sums.ofBuckets(experiment.number))[7]!;
  expect(found).toMatchObject({ impressions: 2 * SHOWN, readers: 1 });
  // What was on its way when Redis stopped may have been counted all the same: told as lost, and never twice.
  expect(found.clicks).toBeLessThanOrEqual(3);
}, 120_000);
