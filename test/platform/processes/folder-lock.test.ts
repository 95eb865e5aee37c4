import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderInUse, lockFolder } from '../../../src/platform/processes/folder-lock';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'a lock '));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const leaveLock = (holder: object) => writeFile(join(folder, 'lock'), JSON.stringify(holder));

describe('a folder', () => {
  test('has one holder, whom the refusal names', async () => {
    await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(
      `in use by another process of Mostread (pid ${process.pid})`,
    );
  });

  test('is free again when released', async () => {
    const lock = await lockFolder(folder);
    await lock.release();
    await lockFolder(folder);
    expect(await readdir(folder)).toEqual(['lock']);
  });

  test('is made when it is not there', async () => {
    await lockFolder(join(folder, 'inside', 'deeper'));
    expect(await readdir(join(folder, 'inside', 'deeper'))).toEqual(['lock']);
  });

  test('goes to exactly one of many who want it at once', async () => {
    await leaveLock({ pid: process.pid, birth: 'a holder that died' });
    const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)));
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refusals = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason] : []));
    expect(refusals.every((reason) => reason instanceof FolderInUse)).toBe(true);
    expect(await readdir(folder)).toEqual(['lock']);
  });

  test('is waited for as long as asked', async () => {
    const lock = await lockFolder(folder);
    const waiting: number[] = [];
    const second = lockFolder(folder, { waitMs: 10_000, onWait: (pid) => waiting.push(pid) });
    setTimeout(() => void lock.release(), 150);
    await second;
    expect(waiting).toEqual([process.pid]);
  });
});

test('a file where the folder should be is one clear error', async () => {
  await writeFile(join(folder, 'taken'), '');
  await expect(lockFolder(join(folder, 'taken'))).rejects.toMatchObject({
    code: 'FOLDER_UNUSABLE',
    field: 'DATA_FOLDER',
    message: expect.stringContaining(join(folder, 'taken')),
  });
});

test.each([
  { left: 'by a process that is gone', holder: { pid: 2 ** 22 - 1, birth: 'x' } },
  { left: 'by a process whose pid is another’s now', holder: { pid: process.pid, birth: 'x' } },
  { left: 'cut short', holder: { pid: 'p' } },
])('a lock left $left does not count', async ({ holder }) => {
  await leaveLock(holder);
  const lock = await lockFolder(folder);
  await lock.release();
  expect(await readdir(folder)).toEqual([]);
});
