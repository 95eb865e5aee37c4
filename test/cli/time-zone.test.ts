import { NewsroomSettingRepository } from '../../src/platform/postgres/newsroom-setting.repository';
import { keepTimeZone, makeTimeZoneFinal } from '../../src/views/rollup-time-zone';
import { useStores } from '../setup/stores';
import { runMostread } from './run-mostread';

jest.setTimeout(90_000);

const stores = useStores();
const timeZone = (zone: string) => runMostread(['time-zone', zone], stores);
const settings = () => new NewsroomSettingRepository(stores.dataSource);

test('changes the zone until figures have been compacted', async () => {
  await keepTimeZone(settings(), 'UTC');
  expect(await timeZone('Asia/Seoul')).toMatchObject({
    status: 0,
    stdout:
      'The days of this newsroom are those of Asia/Seoul, and were those of UTC. ' +
      'Start every process with TIME_ZONE=Asia/Seoul.\n',
  });
  await keepTimeZone(settings(), 'Asia/Seoul');
  await makeTimeZoneFinal(settings(), 'Asia/Seoul');
  const { status, stdout, stderr } = await timeZone('UTC');
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(/TIME_ZONE stays Asia\/Seoul\.\n$/);
});

test('refuses what is no zone', async () => {
  const { status, stderr } = await timeZone('Mars/Olympus');
  expect(status).toBe(2);
  expect(stderr).toMatch(/the name of a time zone, such as Europe\/Oslo/);
});
