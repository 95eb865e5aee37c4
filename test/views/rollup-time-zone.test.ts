import { NewsroomSettingRepository } from '../../src/platform/postgres/newsroom-setting.repository';
import { changeTimeZone, keepTimeZone, makeTimeZoneFinal } from '../../src/views/rollup-time-zone';
import { useStores } from '../setup/stores';

const stores = useStores();
const settings = () => new NewsroomSettingRepository(stores.dataSource);
const differs = { code: 'TIME_ZONE_DIFFERS', field: 'TIME_ZONE' };

beforeEach(async () => {
  await stores.dataSource.query('delete from newsroom_setting');
});

test('the first start keeps its zone, and no other one starts from then on', async () => {
  await keepTimeZone(settings(), 'Asia/Seoul');
  await keepTimeZone(settings(), 'Asia/Seoul');
  await expect(keepTimeZone(settings(), 'UTC')).rejects.toMatchObject(differs);
  await expect(keepTimeZone(settings(), 'UTC')).rejects.toThrow(
    /Set TIME_ZONE=Asia\/Seoul; or, .* "mostread time-zone UTC"/,
  );
});

test('of two first starts at once one decides', async () => {
  const zones = ['UTC', 'Asia/Seoul', 'Europe/Oslo', 'America/Lima'];
  const starts = await Promise.allSettled(zones.map((zone) => keepTimeZone(settings(), zone)));
  expect(starts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('a database that was compacted before zones were kept says which it was', async () => {
  await stores.dataSource.query(`insert into newsroom_setting values ('rollup-time-zone', 'Asia/Seoul')`);
  await expect(keepTimeZone(settings(), 'UTC')).rejects.toMatchObject(differs);
  await keepTimeZone(settings(), 'Asia/Seoul');
  await expect(changeTimeZone(settings(), 'UTC')).rejects.toMatchObject({ code: 'TIME_ZONE_IS_FINAL' });
});

test('as long as nothing is compacted, the zone can be changed', async () => {
  expect(await changeTimeZone(settings(), 'Asia/Seoul')).toBeUndefined();
  expect(await changeTimeZone(settings(), 'Europe/Oslo')).toBe('Asia/Seoul');
  await expect(keepTimeZone(settings(), 'Asia/Seoul')).rejects.toMatchObject(differs);
  await keepTimeZone(settings(), 'Europe/Oslo');
  // One that still runs in the old zone adds nothing up.
  await expect(makeTimeZoneFinal(settings(), 'Asia/Seoul')).rejects.toMatchObject(differs);
  expect(await changeTimeZone(settings(), 'UTC')).toBe('Europe/Oslo');
});

test('once something is compacted, the zone is final', async () => {
  await keepTimeZone(settings(), 'Asia/Seoul');
  await makeTimeZoneFinal(settings(), 'Asia/Seoul');
  await makeTimeZoneFinal(settings(), 'Asia/Seoul');
  await expect(changeTimeZone(settings(), 'UTC')).rejects.toThrow(/TIME_ZONE stays Asia\/Seoul/);
  expect(await changeTimeZone(settings(), 'Asia/Seoul')).toBe('Asia/Seoul');
  await keepTimeZone(settings(), 'Asia/Seoul');
});

test('a change and a compaction at once: one of them is refused', async () => {
  for (let round = 0; round < 15; round++) {
    await stores.dataSource.query('delete from newsroom_setting');
    await keepTimeZone(settings(), 'Asia/Seoul');
    const [change, compaction] = await Promise.allSettled([
      changeTimeZone(settings(), 'UTC'),
      makeTimeZoneFinal(settings(), 'Asia/Seoul'),
    ]);
    expect([change.status, compaction.status].sort()).toEqual(['fulfilled', 'rejected']);
    await keepTimeZone(settings(), change.status === 'fulfilled' ? 'UTC' : 'Asia/Seoul');
  }
});
