import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchDebianPackages, hasApt, libraryPath } from '../../../src/platform/processes/debian-packages';

const progress = () => undefined;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packages '));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('what is in the cache is not fetched again', async () => {
  await mkdir(join(folder, 'kept', 'usr'), { recursive: true });
  const fetched = { packages: ['a-package-that-nobody-has'], name: 'kept', cacheFolder: folder, progress };
  await expect(fetchDebianPackages(fetched)).resolves.toBe(join(folder, 'kept'));
});

test('a package that does not exist is one clear error and leaves nothing behind', async () => {
  if (!(await hasApt())) return;
  const wanted = { packages: ['a-package-that-nobody-has'], name: 'missing', cacheFolder: folder, progress };
  await expect(fetchDebianPackages(wanted)).rejects.toMatchObject({
    code: 'PACKAGES_NOT_FETCHED',
    message: expect.stringContaining('a-package-that-nobody-has'),
  });
  expect(existsSync(join(folder, 'missing'))).toBe(false);
  expect(await readdir(join(folder, 'fetching'))).toEqual([]);
}, 180_000);

test('the library path names every folder that holds libraries, those of single packages last', async () => {
  const libraries = [
    'usr/lib/x86_64-linux-gnu/libone.so.1',
    'usr/lib/x86_64-linux-gnu/pulseaudio/libtwo-16.so',
  ];
  for (const path of [...libraries, 'usr/lib/x86_64-linux-gnu/icons/picture.png']) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), '');
  }
  const usrLib = join(folder, 'usr/lib');
  const found = (await libraryPath(folder)).split(':');
  expect(found.slice(0, 2)).toEqual([join(usrLib, 'x86_64-linux-gnu'), usrLib]);
  expect(found).toContain(join(usrLib, 'x86_64-linux-gnu/pulseaudio'));
  expect(found).not.toContain(join(usrLib, 'x86_64-linux-gnu/icons'));
});
