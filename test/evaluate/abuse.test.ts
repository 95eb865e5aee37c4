// The attacks at their full size, through the counter, the scripts and the ranker of the product.

import { ABUSE, abuseTable, rotateIds, runAbuse } from '../../evaluate/abuse/run-abuse';
import { settingsFrom } from '../../src/compose/settings';
import { useStores } from '../setup/stores';

jest.setTimeout(300_000);

const stores = useStores();

function parts(caps: Record<string, string> = {}) {
  const settings = settingsFrom({
    ...{ DATABASE_URL: stores.databaseUrl, REDIS_URL: stores.redisUrl, KEY_SPACE: stores.keySpace },
    ...caps,
  });
  const { dataSource, redis, log } = stores;
  const none = async () => undefined;
  const clock = { nowMs: () => 0, every: () => () => {}, after: () => () => {}, wait: none };
  return { stores: { dataSource, redis, clock, places: [], announce: none, close: none }, settings, log };
}

test('one reader who reloads moves no rank, and rotating ids weigh no more than the caps', async () => {
  const { reload, rotation } = await runAbuse(parts(), ABUSE);
  expect(reload).toEqual({ reloads: 10_000, counted: 1, listsCompared: 90, listsMoved: 0 });
  expect(rotation).toEqual({
    ...{ ids: 200, reported: 6_000, counted: 6_000 },
    ...{ weight: 1_000, networkCap: 1_000, weightOfOne: 30, visitorCap: 30 },
  });
  expect(abuseTable({ reload, rotation })).toContain('0 of 90 lists moved');
});

test('without caps the same ids would weigh all that they report', async () => {
  const open = parts({ VISITOR_VIEW_CAP: '1000000', NETWORK_VIEW_CAP: '1000000000' });
  expect(await rotateIds(open, { ids: 50, articlesPerId: 30 })).toMatchObject({
    counted: 1_500,
    weight: 1_500,
    weightOfOne: 100,
  });
});
