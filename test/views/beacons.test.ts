import pino from 'pino';
import { StoreUnavailable } from '../../src/platform/errors';
import type { BeaconReports } from '../../src/views/beacon-body';
import { type BeaconCounting, Beacons } from '../../src/views/beacons';

const log = pino({ level: 'silent' });
const origin = { clientIp: '192.0.2.1', headers: {} };
const views = (length: number): BeaconReports => ({
  ...{ engagement: [], impressions: [] },
  views: Array.from({ length }, () => ({ report: { articleId: 'a' } })),
});
const counting = (record: BeaconCounting['reports']['record']): BeaconCounting => ({
  reports: { record },
  engagedTime: { record: async () => [] },
  impressions: { record: async () => [] },
});

test('draining waits for what was taken, also for what is taken meanwhile', async () => {
  const settle: (() => void)[] = [];
  const beacons = new Beacons(
    counting(() => new Promise((resolve) => settle.push(() => resolve([])))),
    log,
  );
  beacons.take(origin, views(1));
  let isDrained = false;
  const drained = beacons.drain().then(() => {
    isDrained = true;
  });
  beacons.take(origin, views(1));
  settle[0]?.();
  await new Promise((resolve) => setImmediate(resolve));
  expect(isDrained).toBe(false);
  settle[1]?.();
  await drained;
  expect(isDrained).toBe(true);
});

test('what cannot be counted is no trouble for the process', async () => {
  const beacons = new Beacons(
    counting(() => Promise.reject(new StoreUnavailable('Redis'))),
    log,
  );
  beacons.take(origin, views(1));
  await expect(beacons.drain()).resolves.toBeUndefined();
});

test('no more than ten thousand views wait; there is room again when they are counted', async () => {
  let settle: () => void = () => {};
  const waiting = new Promise<[]>((resolve) => {
    settle = () => resolve([]);
  });
  const beacons = new Beacons(
    counting(() => waiting),
    log,
  );
  for (let beacon = 0; beacon < 500; beacon++) beacons.take(origin, views(20));
  expect(() => beacons.take(origin, views(1))).toThrow(
    expect.objectContaining({ code: 'VIEWS_BACKED_UP', retryable: true }),
  );
  settle();
  await beacons.drain();
  expect(() => beacons.take(origin, views(20))).not.toThrow();
});
