import { startApplication } from '../../src/compose/application';
import { settingsFrom } from '../../src/compose/settings';
import { NewsroomSettingRepository } from '../../src/platform/postgres/newsroom-setting.repository';
import { keepTimeZone } from '../../src/views/rollup-time-zone';
import { useStores } from '../setup/stores';

const stores = useStores();

function start(environment: Record<string, string>) {
  const { databaseUrl, redisUrl, keySpace, log } = stores;
  const settings = settingsFrom({
    ...{ DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, KEY_SPACE: keySpace, PORT: '0', HOST: '127.0.0.1' },
    ...environment,
  });
  return startApplication({ settings, log, progress: () => undefined });
}

test.each(['api', 'worker', 'all'])(
  'a program of the role %s does not start in another time zone than the figures are kept in',
  async (ROLE) => {
    await keepTimeZone(new NewsroomSettingRepository(stores.dataSource), 'Europe/Berlin');
    await expect(start({ ROLE, TIME_ZONE: 'America/New_York' })).rejects.toMatchObject({
      code: 'TIME_ZONE_DIFFERS',
      field: 'TIME_ZONE',
    });
  },
  60_000,
);

test('one that only answers starts in the zone that was kept', async () => {
  await keepTimeZone(new NewsroomSettingRepository(stores.dataSource), 'Europe/Berlin');
  const application = await start({ ROLE: 'api', TIME_ZONE: 'Europe/Berlin' });
  await application.stop();
}, 60_000);
