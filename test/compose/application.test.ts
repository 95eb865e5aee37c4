import { startApplication } from '../../src/compose/application';
import { settingsFrom } from '../../src/compose/settings';
import { NewsroomSettingRepository } from '../../src/platform/postgres/newsroom-setting.repository';
import { keepTimeZone } from '../../src/views/rollup-time-zone';
import { useStores } from '../setup/stores';

jest.setTimeout(60_000);

const stores = useStores();

function start(environment: Record<string, string>) {
  const { databaseUrl, redisUrl, keySpace, log } = stores;
  const settings = settingsFrom({
    ...{ DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, KEY_SPACE: keySpace, PORT: '0', HOST: '127.0.0.1' },
    ...environment,
  });
  return startApplication({ settings, log, progress: () => undefined });
}

beforeEach(async () => {
  await stores.dataSource.query(`delete from newsroom_setting where name like '%time-zone'`);
});

test.each(['api', 'worker', 'all'])(
  'a program of the role %s does not start in another time zone than the first one did',
  async (ROLE) => {
    await keepTimeZone(new NewsroomSettingRepository(stores.dataSource), 'Europe/Berlin');
    await expect(start({ ROLE, TIME_ZONE: 'America/New_York' })).rejects.toMatchObject({
      code: 'TIME_ZONE_DIFFERS',
      field: 'TIME_ZONE',
    });
  },
);

test('the first start of a database decides on its time zone, one that only answers too', async () => {
  const first = await start({ ROLE: 'api', TIME_ZONE: 'Europe/Berlin' });
  try {
    await expect(start({ ROLE: 'api' })).rejects.toMatchObject({ code: 'TIME_ZONE_DIFFERS' });
    const second = await start({ ROLE: 'api', TIME_ZONE: 'Europe/Berlin' });
    await second.stop();
  } finally {
    await first.stop();
  }
});
