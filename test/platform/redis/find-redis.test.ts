import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasApt } from '../../../src/platform/processes/debian-packages';
import { buildRedis } from '../../../src/platform/redis/build-redis';
import { findRedis } from '../../../src/platform/redis/find-redis';
import { testCacheFolder } from '../../setup/stores-process';

jest.mock('../../../src/platform/redis/build-redis');
jest.mock('../../../src/platform/processes/debian-packages', () => {
  const actual = jest.requireActual('../../../src/platform/processes/debian-packages');
  return { ...actual, hasApt: jest.fn(actual.hasApt) };
});

const progress = () => undefined;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'find redis '));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function server(name: string, versionLine: string): Promise<void> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\necho '${versionLine}'\n`);
  await chmod(path, 0o755);
}

function nothingElse(): void {
  jest.mocked(hasApt).mockResolvedValueOnce(false);
  jest.mocked(buildRedis).mockRejectedValueOnce(new Error('There is no make.'));
}

describe('a server on the PATH', () => {
  test.each([
    {
      name: 'redis-server',
      line: 'Redis server v=7.4.1 sha=00000000:0 malloc=jemalloc-5.3.0',
      version: '7.4.1',
    },
    { name: 'valkey-server', line: 'Valkey server v=8.1.3 sha=00000000:0 malloc=libc', version: '8.1.3' },
  ])('is taken: $name $version', async ({ name, line, version }) => {
    await server(name, line);
    const found = await findRedis({ cacheFolder: folder, progress, searchPath: `/nowhere:${folder}` });
    expect(found).toEqual({ path: join(folder, name), version, environment: {} });
  });

  test('is passed over when it is too old', async () => {
    nothingElse();
    await server('redis-server', 'Redis server v=6.0.16 sha=00000000:0');
    const search = findRedis({ cacheFolder: folder, progress, searchPath: folder });
    await expect(search).rejects.toThrow('is version 6.0.16, and 7 is the oldest that will do');
  });
});

test('without one on the PATH it comes from the package archive, and runs from the cache', async () => {
  if (!(await hasApt())) return;
  const found = await findRedis({ cacheFolder: testCacheFolder, progress, searchPath: '' });
  expect(found.path.startsWith(testCacheFolder)).toBe(true);
  expect(Number.parseInt(found.version, 10)).toBeGreaterThanOrEqual(7);
}, 180_000);

test('where nothing works, one error names all that was tried and the way on', async () => {
  nothingElse();
  const search = findRedis({ cacheFolder: folder, progress, searchPath: '' });
  await expect(search).rejects.toMatchObject({
    code: 'NO_REDIS',
    field: 'REDIS_URL',
    message: expect.stringMatching(
      /Neither redis-server nor valkey-server.*no apt.*There is no make\..*Install one \(.+\), or set REDIS_URL/s,
    ),
  });
});
