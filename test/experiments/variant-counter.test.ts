// What is counted for experiments, from the report to Postgres: once, however often it is sent, by several processes,
// over an emptied Redis; and nothing of it names a reader.

import { randomUUID } from 'node:crypto';
import { BUCKETS, variantOf } from '../../src/experiments/buckets';
import type { Experiment } from '../../src/experiments/experiment';
import { ExperimentResults } from '../../src/experiments/experiment-result';
import { ExperimentsRepository } from '../../src/experiments/experiments.repository';
import { BUCKETS_KEPT_DAYS, ExperimentFolder } from '../../src/experiments/fold-experiments';
import { writeToken } from '../../src/experiments/shown-token';
import { VariantCounter } from '../../src/experiments/variant-counter';
import { VariantCountersStore } from '../../src/experiments/variant-counters.store';
import { VariantFlusher } from '../../src/experiments/variant-flusher';
import { VariantSumsRepository } from '../../src/experiments/variant-sums.repository';
import { SimulatedClock } from '../../src/platform/clock';
import { PublisherDays } from '../../src/visitors/publisher-day';
import { anExperiment } from '../builders/an-experiment';
import { allKeys, removeKeys, useStores } from '../setup/stores';

const stores = useStores();
const NOON_MS = Date.UTC(2026, 2, 10, 12);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function aProcess(experiment: Experiment, clock = new SimulatedClock(NOON_MS)) {
  const { redis, dataSource, log } = stores;
  const sums = new VariantSumsRepository(dataSource);
  const counter = new VariantCounter({
    ...{ redis, clock, days: new PublisherDays('Asia/Seoul') },
    experiments: { byId: (id) => (id === experiment.id ? experiment : undefined) },
  });
  const flusher = new VariantFlusher({ counters: new VariantCountersStore(redis), sums, clock, log });
  const tokenOf = (bucket: number, computedAtMs = NOON_MS) => ({
    bucket,
    token: writeToken(experiment.secret, {
      experimentId: experiment.id,
      variant: variantOf(experiment, bucket),
      snapshotId: { term: 3, sequence: 7 },
      computedAtMs,
    }),
  });
  const show = (bucket: number, changes: object = {}) =>
    counter.shown({
      ...{ rail: 'POPULAR_NOW', variant: tokenOf(bucket), visitor: 'ada', eventId: randomUUID() },
      ...{ atMs: NOON_MS, impressions: 5 },
      ...changes,
    });
  const click = async (bucket: number) => {
    counter.clicked({ rail: 'POPULAR_NOW', variant: tokenOf(bucket) });
    await counter.drain();
  };
  const all = async () => {
    expect(await flusher.flush()).toBe(true);
    const buckets = await sums.ofBuckets(experiment.number);
    const found = buckets.map((one, bucket) => ({ bucket, ...one }));
    return found.filter(({ impressions, clicks, readers }) => impressions + clicks + readers > 0);
  };
  return { clock, counter, flusher, sums, tokenOf, show, click, all };
}

test('a showing counts once, however often and by whom it is sent, and a reader once a day', async () => {
  const experiment = await anExperiment(stores, NOON_MS);
  const [one, other] = [aProcess(experiment), aProcess(experiment)];
  await Promise.all([one, other, one, other].map(({ show }) => show(17, { eventId: 'the same' })));
  await one.show(17);
  await other.show(17, { visitor: 'bea', impressions: 3 });
  await other.show(18);
  await one.click(17);
  await other.click(17);
  expect(await one.all()).toEqual([
    { bucket: 17, impressions: 13, clicks: 2, readers: 2 },
    { bucket: 18, impressions: 5, clicks: 0, readers: 1 },
  ]);
  // Midnight has come in Seoul: the reader of yesterday has another pseudonym anyway, and may count again.
  const later = aProcess(experiment, new SimulatedClock(NOON_MS + 4 * HOUR_MS));
  await later.show(17, { eventId: 'the same', atMs: NOON_MS + 4 * HOUR_MS });
  await later.show(17, { atMs: NOON_MS + 4 * HOUR_MS });
  expect((await later.all())[0]).toEqual({ bucket: 17, impressions: 18, clicks: 2, readers: 3 });
});

test('flushed by several at once, again and again, it is the same; over an emptied Redis it goes on', async () => {
  const experiment = await anExperiment(stores, NOON_MS);
  const [one, other] = [aProcess(experiment), aProcess(experiment)];
  for (const bucket of [0, 1, 100, BUCKETS - 1]) await one.show(bucket);
  await Promise.all([one.flusher.flush(), other.flusher.flush(), one.flusher.flush()]);
  const before = await other.all();
  expect(before.map(({ impressions }) => impressions)).toEqual([5, 5, 5, 5]);
  await removeKeys(stores, await allKeys(stores));
  expect(await other.all()).toEqual(before);
  await other.show(100);
  expect((await one.all()).map(({ impressions }) => impressions)).toEqual([5, 5, 10, 5]);
  // Nor does a process that has just begun, and knows nothing of what was written, double anything.
  expect((await aProcess(experiment).all()).map(({ impressions }) => impressions)).toEqual([5, 5, 10, 5]);
});

test('a Postgres that lost what was counted last gets it from whoever begins', async () => {
  const experiment = await anExperiment(stores, NOON_MS);
  const one = aProcess(experiment);
  await one.show(5);
  await one.all();
  await stores.dataSource.query('update experiment_sum set impressions = 2 where experiment = $1', [
    experiment.number,
  ]);
  expect(await aProcess(experiment).all()).toEqual([{ bucket: 5, impressions: 5, clicks: 0, readers: 1 }]);
});

test('what was computed more than a day ago is left out, and what was within it has its own hour', async () => {
  const experiment = await anExperiment(stores, NOON_MS, { fromMs: NOON_MS - 3 * DAY_MS });
  const { show, tokenOf, sums, flusher, counter } = aProcess(experiment);
  await show(9, { variant: tokenOf(9, NOON_MS - 27 * HOUR_MS) });
  await show(9, { variant: tokenOf(9, NOON_MS - 20 * HOUR_MS) });
  await show(9);
  counter.clicked({ rail: 'POPULAR_NOW', variant: tokenOf(9, NOON_MS - 27 * HOUR_MS) });
  counter.clicked({ rail: undefined, variant: tokenOf(9) });
  counter.clicked({ rail: 'TRENDING', variant: tokenOf(9) });
  await counter.drain();
  await flusher.flush();
  expect(await sums.ofHours(experiment.number)).toEqual([
    { hour: (NOON_MS - 20 * HOUR_MS) / HOUR_MS, bucket: 9, impressions: 5, clicks: 0, readers: 1 },
    { hour: NOON_MS / HOUR_MS, bucket: 9, impressions: 5, clicks: 0, readers: 0 },
  ]);
  expect(counter.clicksLost).toBe(0);
});

test('neither Redis nor Postgres has a word of who was shown what', async () => {
  const experiment = await anExperiment(stores, NOON_MS);
  const { show, all } = aProcess(experiment);
  await removeKeys(stores, await allKeys(stores));
  await show(33, { visitor: 'visitor-qzx-4711', eventId: 'event-qzx-0815' });
  await all();
  const keys = (await allKeys(stores)).filter((key) => key.includes(':experiment'));
  expect(keys.length).toBeGreaterThanOrEqual(5);
  for (const key of keys) {
    expect(key).not.toContain('qzx');
    const dumped = (await stores.redis.client.dumpBuffer(key))!.toString('latin1');
    expect(dumped).not.toContain('qzx');
    const seconds = await stores.redis.client.ttl(key);
    const isNameList = key.endsWith(':experiments');
    expect(isNameList || (seconds > 0 && seconds <= 4 * 86_400)).toBe(true);
  }
  const rows = await stores.dataSource.query('select * from experiment_sum where experiment = $1', [
    experiment.number,
  ]);
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain('qzx');
});

test('a month after its end the result is kept and the buckets are not', async () => {
  const experiment = await anExperiment(stores, NOON_MS, { untilMs: NOON_MS + HOUR_MS });
  const { show, click, all, sums } = aProcess(experiment);
  for (let bucket = 0; bucket < BUCKETS; bucket++) await show(bucket, { visitor: `r${bucket}` });
  for (const bucket of [3, 77, 150]) await click(bucket);
  await all();
  const clock = new SimulatedClock(NOON_MS + HOUR_MS + (BUCKETS_KEPT_DAYS - 1) * DAY_MS);
  const results = new ExperimentResults(sums, clock);
  const experiments = new ExperimentsRepository(stores.dataSource);
  const folder = new ExperimentFolder({ experiments, sums, results, clock, log: stores.log });
  await folder.fold();
  const before = await results.of(experiment);
  expect(before).toMatchObject({ a: { impressions: 500 }, b: { impressions: 500 }, isUneven: false });
  expect(await sums.ofHours(experiment.number)).not.toEqual([]);
  await clock.advanceBy(2 * DAY_MS);
  await folder.fold();
  expect(await sums.ofHours(experiment.number)).toEqual([]);
  expect(await results.of(experiment)).toEqual(before);
});
